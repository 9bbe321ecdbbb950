// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import Foundation
public import WengertTensors

/// The numbers of a CSV file, and what its columns are called.
///
/// ```swift
/// let iris = try CSVTable(url, classes: ["species"])
/// iris.columns           // ["sepal length", "sepal width", …, "species"]
/// iris.values.shape      // [150, 5]
/// iris.labels["species"] // ["setosa", "versicolor", "virginica"]: what 0, 1 and 2 stand for
/// ```
public struct CSVTable: Hashable, Sendable {
  /// What stands between the cells of a row.
  public enum Separator: Hashable, Sendable {
    /// Whichever is most frequent in the first row.
    case automatic
    case comma
    case semicolon
    case tab
  }

  /// Whether the first row holds the names of the columns.
  public enum Header: Hashable, Sendable {
    /// It does if none of its cells is a number.
    case automatic
    case present

    /// The columns are called `1`, `2`, and so on.
    case absent
  }

  /// What becomes of a cell that is empty or says `NA`.
  public enum MissingCells: Hashable, Sendable {
    /// It is an error.
    case refused

    /// It is NaN.
    case notANumber
  }

  /// The names of the columns.
  public let columns: [String]

  /// The cells, float64, of shape [rows, columns].
  public var values: Tensor { Tensor(cells) }

  package let cells: StoredArray

  /// For each column of classes the names of the classes, sorted: `labels[column]![index]`.
  public let labels: [String: [String]]

  /// Reads a CSV file.
  ///
  /// Cells may be quoted as RFC 4180 says; lines end with CR, LF or both. Space around cells does
  /// not matter, and empty lines are skipped. The text is UTF-8, with or without a byte order mark.
  /// Numbers are those that `Double(_: String)` reads.
  ///
  /// - Parameters:
  ///   - url: The file.
  ///   - separator: What stands between cells.
  ///   - header: Whether the first row holds names.
  ///   - missing: What becomes of missing cells.
  ///   - classes: The columns that hold names of classes instead of numbers. Classes are numbered
  ///     from 0 in the order of their names, so that two files with the same classes agree.
  /// - Throws: `FileError`; a cell that is no number is named by line and column.
  public init(
    _ url: URL, separator: Separator = .automatic, header: Header = .automatic,
    missing: MissingCells = .refused, classes: Set<String> = []
  ) throws(FileError) {
    self = try InputFile.read(url) { reader throws(FileError) in
      try CSVTable(
        reader, separator: separator, header: header, missing: missing, classes: classes)
    }
  }

  /// Reads the bytes of a whole CSV file.
  init(
    _ reader: ByteReader, separator: Separator = .automatic, header: Header = .automatic,
    missing: MissingCells = .refused, classes: Set<String> = []
  ) throws(FileError) {
    var rows = try CSVReader(reader, separator: separator)
    guard let first = try rows.next() else { throw reader.malformed("there are no rows") }
    let isHeader =
      switch header {
      case .present: true
      case .absent: false
      case .automatic: first.allSatisfy { rows.number($0) == nil }
      }
    let names =
      isHeader
      ? try first.map { cell throws(FileError) in try rows.text(cell) }
      : first.indices.map { String($0 + 1) }
    for name in classes.sorted() {
      let count = names.count { $0 == name }
      guard count == 1 else {
        throw reader.malformed(
          "\(count == 0 ? "no column is" : "several columns are") called `\(name.excerpt)`")
      }
    }

    var builder = CSVTableBuilder(classes: names.map(classes.contains), missing: missing)
    var row = isHeader ? try rows.next() : first
    while let cells = row {
      try builder.add(cells, rows)
      row = try rows.next()
    }
    columns = names
    labels = builder.sortClasses(names)
    cells = StoredArray(builder.values, shape: [builder.rowCount, names.count])
  }
}
