// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Collects the rows of a table.
struct CSVTableBuilder {
  /// The cells of all rows; of a class, its number in the order in which the classes appeared.
  private(set) var values: [Double] = []
  private(set) var rowCount = 0

  /// For each column of classes, their numbers.
  private var numbers: [[String: Int]?]
  private let missing: CSVTable.MissingCells

  init(classes: [Bool], missing: CSVTable.MissingCells) {
    numbers = classes.map { $0 ? [:] : nil }
    self.missing = missing
  }

  mutating func add(_ cells: [CSVCell], _ rows: CSVReader) throws(FileError) {
    if cells.count != numbers.count {
      let cell = cells[min(cells.count, numbers.count + 1) - 1]
      throw rows.invalid(
        cell, "the row has \(cells.count) cells, and the first row has \(numbers.count)")
    }
    for (column, cell) in cells.enumerated() { values.append(try value(cell, column, rows)) }
    rowCount += 1
  }

  private mutating func value(
    _ cell: CSVCell, _ column: Int, _ rows: CSVReader
  ) throws(FileError) -> Double {
    if numbers[column] == nil, let number = rows.number(cell) { return number }
    let text = try rows.text(cell)
    if text.isEmpty || text == "NA" {
      guard missing == .notANumber else { throw rows.invalid(cell, "the cell is missing") }
      return .nan
    }
    guard let known = numbers[column] else {
      throw rows.invalid(cell, "`\(text.excerpt)` is no number")
    }
    if let number = known[text] { return Double(number) }
    numbers[column]![text] = known.count
    return Double(known.count)
  }

  /// Numbers the classes in the order of their names instead, and returns the names by column.
  mutating func sortClasses(_ names: [String]) -> [String: [String]] {
    var labels: [String: [String]] = [:]
    for (column, numbers) in numbers.enumerated() {
      guard let numbers else { continue }
      let sorted = numbers.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      var ranks = [Double](repeating: 0, count: sorted.count)
      for (rank, entry) in sorted.enumerated() { ranks[entry.value] = Double(rank) }
      for index in stride(from: column, to: values.count, by: names.count)
      where !values[index].isNaN {
        values[index] = ranks[Int(values[index])]
      }
      labels[names[column]] = sorted.map(\.key)
    }
    return labels
  }
}
