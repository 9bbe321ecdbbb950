// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A matrix of which only the elements of a pattern are kept, row by row (CSR).
///
/// ```swift
/// let jacobian = sparseJacobian(at: [2, 3, 0]) { x in [x[0] * x[1], .sin(x[2])] }
/// jacobian.rowOffsets                  // [0, 2, 3]
/// jacobian.columns                     // [0, 1, 2]
/// jacobian.values                      // [3, 2, 1]
/// jacobian[0, 1]                       // 2
/// jacobian.multiplied(by: [1, 1, 1])   // [5, 1]
/// ```
///
/// Matrices of one pattern share it, so a further one takes the memory of its values alone.
public struct SparseMatrix: Hashable, Sendable {
  /// Where the elements are.
  public let pattern: SparsityPattern

  /// The elements, in the order of the places of the pattern.
  public let values: [Double]

  /// The matrix with these elements.
  ///
  /// - Precondition: There is a value for each place of the pattern.
  public init(pattern: SparsityPattern, values: [Double]) {
    precondition(
      values.count == pattern.nonzeroCount,
      "A sparse matrix: the pattern has \(pattern.nonzeroCount) places; found \(values.count) values.")
    self.pattern = pattern
    self.values = values
  }

  public var rowCount: Int { pattern.rowCount }
  public var columnCount: Int { pattern.columnCount }

  /// Where the elements of each row start, and where those of the last one end.
  public var rowOffsets: [Int] { pattern.rowOffsets }

  /// The column of each element.
  public var columns: [Int] { pattern.columns }

  /// How many elements are kept.
  public var nonzeroCount: Int { values.count }

  /// An element, 0 outside of the pattern.
  ///
  /// - Complexity: logarithmic in the number of elements of the row.
  public subscript(row: Int, column: Int) -> Double { pattern.place(row, column).map { values[$0] } ?? 0 }

  /// All elements, row by row, zeros included.
  public func dense() -> [[Double]] {
    (0..<rowCount).map { row in
      var elements = [Double](repeating: 0, count: columnCount)
      for place in pattern.places(inRow: row) { elements[columns[place]] = values[place] }
      return elements
    }
  }

  /// The matrix with rows and columns exchanged.
  ///
  /// - Complexity: linear.
  public func transposed() -> SparseMatrix {
    let (pattern, places) = pattern.transposition()
    return SparseMatrix(pattern: pattern, values: places.map { values[$0] })
  }

  /// The product with a vector: `yᵢ = Σⱼ aᵢⱼ vⱼ`.
  ///
  /// - Precondition: `vector` has a number for every column.
  /// - Complexity: linear in the number of elements.
  public func multiplied(by vector: [Double]) -> [Double] {
    precondition(
      vector.count == columnCount,
      "A matrix of \(rowCount) × \(columnCount) was multiplied by a vector of \(vector.count) numbers.")
    return (0..<rowCount).map { row in
      pattern.places(inRow: row).reduce(0) { $0 + values[$1] * vector[columns[$1]] }
    }
  }
}

extension SparseMatrix: CustomStringConvertible {
  /// The size, and the first elements: `2 × 3, 3 nonzeros: (0, 0) 3, (0, 1) 2, (1, 2) 1`.
  public var description: String {
    let limit = 20
    var text = "\(rowCount) × \(columnCount), \(nonzeroCount) nonzeros"
    var row = 0
    for place in 0..<min(limit, nonzeroCount) {
      while rowOffsets[row + 1] <= place { row += 1 }
      text += place == 0 ? ": " : ", "
      text += "(\(row), \(columns[place])) \(values[place].shortDescription)"
    }
    return nonzeroCount > limit ? text + ", …" : text
  }
}
