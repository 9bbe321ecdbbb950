// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension TextWriter {
  /// A table with a line below its titles; the widest columns are wrapped until it fits, but no
  /// number is cut.
  mutating func write(_ table: Document.Table) {
    let rows = ([table.titles] + table.rows).map { $0.map { $0.plain } }
    let widths = columnWidths(rows)
    for (number, row) in rows.enumerated() {
      let cells = row.indices.map { wrapped(row[$0], widths[$0]) }
      for i in 0..<(cells.map { $0.count }.max() ?? 1) {
        let parts = cells.indices.map { column in
          padded(
            i < cells[column].count ? cells[column][i] : "", to: widths[column],
            table.alignments[column])
        }
        let line = parts.joined(separator: " │ ").withoutTrailingSpace
        text += "  " + (number == 0 ? colored(line, .subheading) : line) + "\n"
      }
      if number == 0 {
        let rules = widths.map { String(repeating: "─", count: $0) }
        text += "  " + rules.joined(separator: "─┼─") + "\n"
      }
    }
  }

  private func columnWidths(_ rows: [[String]]) -> [Int] {
    let columns = rows[0].indices
    var widths = columns.map { column in rows.map { $0[column].columns }.max() ?? 0 }
    let numbers = columns.map { column in
      rows.lazy.flatMap { $0[column].split(separator: " ") }
        .filter { $0.isNumber }.map { String($0).columns }.max() ?? 0
    }
    let available = width - 2 - 3 * (widths.count - 1)
    while widths.reduce(0, +) > available,
      let widest = columns.filter({ widths[$0] > max(12, numbers[$0]) })
        .max(by: { widths[$0] < widths[$1] })
    {
      widths[widest] -= 1
    }
    return widths
  }

  private func padded(
    _ text: String, to width: Int, _ alignment: Document.Table.Alignment
  ) -> String {
    let space = String(repeating: " ", count: max(0, width - text.columns))
    return alignment == .leading ? text + space : space + text
  }
}

extension Substring {
  /// Whether the word is a decimal, perhaps in parentheses.
  fileprivate var isNumber: Bool {
    utf8.contains { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
      && unicodeScalars.allSatisfy { "0123456789+-.e()".unicodeScalars.contains($0) }
  }
}
