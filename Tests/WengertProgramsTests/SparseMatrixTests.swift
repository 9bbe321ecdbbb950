// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertPrograms
import WengertScalars

@Suite("Sparse matrices")
struct SparseMatrixTests {
  static let example = SparseMatrix(
    pattern: SparsityPattern(columnCount: 4, rowOffsets: [0, 2, 2, 5], columns: [1, 3, 0, 1, 2]),
    values: [5, -1, 2, 0.5, 3])

  @Test func parts() {
    let matrix = Self.example
    #expect(matrix.rowCount == 3 && matrix.columnCount == 4 && matrix.nonzeroCount == 5)
    #expect(matrix.dense() == [[0, 5, 0, -1], [0, 0, 0, 0], [2, 0.5, 3, 0]])
    #expect(matrix[0, 1] == 5 && matrix[0, 2] == 0 && matrix[1, 3] == 0 && matrix[2, 2] == 3)
    #expect(matrix.multiplied(by: [1, 2, 4, 8]) == [2, 0, 15])
    #expect("\(matrix)" == "3 × 4, 5 nonzeros: (0, 1) 5, (0, 3) -1, (2, 0) 2, (2, 1) 0.5, (2, 2) 3")
  }

  @Test func transposition() {
    let transposed = Self.example.transposed()
    #expect(transposed.rowOffsets == [0, 1, 3, 4, 5])
    #expect(transposed.columns == [2, 0, 2, 2, 0])
    #expect(transposed.values == [2, 5, 0.5, 3, -1])
    #expect(transposed.transposed() == Self.example)
  }

  /// Elements and products agree with those of the dense matrix.
  @Test(arguments: 0..<20)
  func random(seed: UInt64) {
    var random = SeededGenerator(state: seed)
    let (rows, columns) = (Int.random(in: 0...9, using: &random), Int.random(in: 0...9, using: &random))
    let dense = (0..<rows).map { _ in
      random.numbers(columns).map { $0 < 0 ? 0 : $0 }
    }
    var (offsets, places, values): ([Int], [Int], [Double]) = ([0], [], [])
    for row in dense {
      for (column, value) in row.enumerated() where value != 0 {
        places.append(column)
        values.append(value)
      }
      offsets.append(places.count)
    }
    let matrix = SparseMatrix(
      pattern: SparsityPattern(columnCount: columns, rowOffsets: offsets, columns: places),
      values: values)
    #expect(matrix.dense() == dense)
    for i in 0..<rows { for j in 0..<columns { #expect(matrix[i, j] == dense[i][j]) } }
    let vector = random.numbers(columns)
    let product = matrix.multiplied(by: vector)
    #expect(product == dense.map { zip($0, vector).reduce(0) { $0 + $1.0 * $1.1 } })
    #expect(matrix.transposed().transposed() == matrix)
  }

  @Test func longDescription() {
    let count = 30
    let diagonal = SparseMatrix(
      pattern: SparsityPattern(
        columnCount: count, rowOffsets: Array(0...count), columns: Array(0..<count)),
      values: [Double](repeating: 1, count: count))
    #expect(diagonal.description.hasPrefix("30 × 30, 30 nonzeros: (0, 0) 1, (1, 1) 1, "))
    #expect(diagonal.description.hasSuffix("(19, 19) 1, …"))
  }

  @Test("Messages", arguments: 0..<6)
  func messages(number: Int) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [number] in
      switch number {
      case 0: _ = SparseMatrix(pattern: Self.example.pattern, values: [1, 2])
      case 1: _ = Self.example.multiplied(by: [1])
      case 2: _ = Self.example[3, 0]
      case 3: _ = SparsityPattern(columnCount: 2, rowOffsets: [0, 1], columns: [0, 1])
      case 4: _ = SparsityPattern(columnCount: 2, rowOffsets: [0, 2], columns: [1, 1])
      default: _ = SparsityPattern(columnCount: 2, rowOffsets: [0, 2, 1, 2], columns: [0, 1])
      }
    }
    expectMessage(
      result,
      [
        "A sparse matrix: the pattern has 5 places; found 2 values.",
        "A matrix of 3 × 4 was multiplied by a vector of 1 numbers.",
        "A matrix of 3 × 4 has no element (3, 0).",
        "A sparsity pattern: the offsets of the rows go from 0 to 2, the number of columns.",
        "A sparsity pattern: the columns of a row ascend and are below 2; found 1.",
        "A sparsity pattern: the offsets of the rows ascend.",
      ][number])
  }
}
