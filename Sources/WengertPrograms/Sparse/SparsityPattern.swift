// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Where a matrix may have numbers other than zero, row by row (CSR, compressed sparse rows).
///
/// The places of row `i` are `rowOffsets[i]..<rowOffsets[i + 1]`, and `columns` has the column of each
/// place, ascending in a row.
///
/// ```swift
/// let f = Program(inputs: 3) { x in [x[0] * x[1], .sin(x[2])] }
/// let pattern = f.jacobianPattern()     // of 2 rows and 3 columns
/// pattern.rowOffsets                    // [0, 2, 3]
/// pattern.columns                       // [0, 1, 2]
/// ```
public struct SparsityPattern: Hashable, Sendable {
  public let rowCount: Int
  public let columnCount: Int

  /// Where each row starts, and where the last one ends.
  public let rowOffsets: [Int]

  /// The column of every place.
  public let columns: [Int]

  /// A pattern from its parts.
  ///
  /// - Precondition: Offsets ascend from 0 to the number of `columns`, which ascend in every row and are
  ///   below `columnCount`.
  public init(columnCount: Int, rowOffsets: [Int], columns: [Int]) {
    precondition(
      rowOffsets.first == 0 && rowOffsets.last == columns.count,
      "A sparsity pattern: the offsets of the rows go from 0 to \(columns.count), the number of columns.")
    for (start, end) in zip(rowOffsets, rowOffsets.dropFirst()) {
      precondition(
        start <= end && end <= columns.count, "A sparsity pattern: the offsets of the rows ascend.")
      var last = -1
      for place in start..<end {
        precondition(
          last < columns[place] && columns[place] < columnCount,
          "A sparsity pattern: the columns of a row ascend and are below \(columnCount); found \(columns[place])."
        )
        last = columns[place]
      }
    }
    rowCount = rowOffsets.count - 1
    self.columnCount = columnCount
    self.rowOffsets = rowOffsets
    self.columns = columns
  }

  /// How many places there are.
  public var nonzeroCount: Int { columns.count }

  /// The places of a row.
  public func places(inRow row: Int) -> Range<Int> { rowOffsets[row]..<rowOffsets[row + 1] }

  /// The place of an element, nil if it is zero.
  ///
  /// - Complexity: logarithmic in the number of places of the row.
  public func place(_ row: Int, _ column: Int) -> Int? {
    precondition(
      (0..<rowCount).contains(row) && (0..<columnCount).contains(column),
      "A matrix of \(rowCount) × \(columnCount) has no element (\(row), \(column)).")
    var places = places(inRow: row)
    while !places.isEmpty {
      let middle = places.lowerBound + places.count / 2
      if columns[middle] == column { return middle }
      places = columns[middle] < column ? middle + 1..<places.upperBound : places.lowerBound..<middle
    }
    return nil
  }

  /// The pattern with rows and columns exchanged.
  ///
  /// - Complexity: linear.
  public func transposed() -> SparsityPattern { transposition().pattern }

  /// The transposed pattern, and for each of its places the place here.
  func transposition() -> (pattern: SparsityPattern, places: [Int]) {
    var offsets = [Int](repeating: 0, count: columnCount + 1)
    for column in columns { offsets[column + 1] += 1 }
    for column in 0..<columnCount { offsets[column + 1] += offsets[column] }
    var next = offsets
    var rows = [Int](repeating: 0, count: nonzeroCount)
    var places = rows
    for row in 0..<rowCount {
      for place in self.places(inRow: row) {
        let column = columns[place]
        rows[next[column]] = row
        places[next[column]] = place
        next[column] += 1
      }
    }
    return (SparsityPattern(columnCount: rowCount, rowOffsets: offsets, columns: rows), places)
  }

  /// The most places that a row has.
  var longestRow: Int { (0..<rowCount).reduce(0) { max($0, places(inRow: $1).count) } }
}
