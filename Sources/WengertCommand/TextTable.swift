// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// Columns of text with aligned entries.
struct TextTable {
  enum Alignment { case leading, trailing }

  var rows: [[String]] = []

  /// The lines, each indented by two spaces; columns without an alignment are leading.
  func text(_ alignments: [Alignment] = []) -> String {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { column < $0.count ? $0[column].columnCount : 0 }.max() ?? 0
    }
    var text = ""
    for row in rows {
      var line = ""
      for (column, cell) in row.enumerated() {
        let space = String(repeating: " ", count: widths[column] - cell.columnCount)
        let isTrailing = column < alignments.count && alignments[column] == .trailing
        line += "  " + (isTrailing ? space + cell : cell + space)
      }
      while line.last == " " { line.removeLast() }
      text += line + "\n"
    }
    return text
  }

  /// A matrix with titles, in as many blocks of columns as the width of the text asks for.
  static func matrix(
    _ entries: [[Double]], rows: [String], columns: [String], width: Int
  ) -> String {
    let cells = entries.map { $0.map(\.shortDescription) }
    let head = rows.map(\.columnCount).max() ?? 0
    let widths = columns.indices.map { column in
      cells.map { $0[column].columnCount }.reduce(columns[column].columnCount, max)
    }
    var text = ""
    var start = 0
    while start < columns.count {
      var end = start
      var used = 2 + head
      while end < columns.count, end == start || used + 2 + widths[end] <= width {
        used += 2 + widths[end]
        end += 1
      }
      var table = TextTable(rows: [[""] + columns[start..<end]])
      for (name, row) in zip(rows, cells) { table.rows.append([name] + row[start..<end]) }
      if start > 0 { text += "\n" }
      text += table.text([.leading] + (start..<end).map { _ in .trailing })
      start = end
    }
    return text
  }
}

extension String {
  /// How many columns the text takes in a terminal; colours take none.
  var columnCount: Int {
    var count = 0
    var isEscape = false
    for scalar in unicodeScalars {
      if scalar == "\u{1B}" { isEscape = true }
      if !isEscape { count += 1 }
      if scalar == "m" { isEscape = false }
    }
    return count
  }
}
