// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels

/// How the operands of a product lie in memory, and what becomes of it.
struct ProductForm: OptionSet {
  let rawValue: Int
  static var transposesA: ProductForm { ProductForm(rawValue: 1) }
  static var transposesB: ProductForm { ProductForm(rawValue: 2) }
  static var isAdding: ProductForm { ProductForm(rawValue: 4) }
}

/// Two matrices of which products of all smaller sizes are computed, as parts of them.
struct ProductProblem<T: KernelScalar> {
  let a, b: Matrix<T>
  private let aTransposed, bTransposed: Matrix<T>

  /// Sums in twice the precision, and sums of magnitudes.
  struct Result {
    var sums, magnitudes: [Double]
  }

  init(rows: Int, columns: Int, depth: Int) {
    a = .random(rows, depth)
    b = .random(depth, columns, seed: 2)
    aTransposed = a.transposed
    bTransposed = b.transposed
  }

  /// The product of the first `depth` columns and rows.
  func result(depth: Int) -> Result {
    let count = a.rows * b.columns
    var result = Result(
      sums: Array(repeating: 0, count: count), magnitudes: Array(repeating: 0, count: count))
    for row in 0..<a.rows {
      for column in 0..<b.columns {
        var sum = 0.0, rest = 0.0, magnitude = 0.0
        for index in 0..<depth {
          // The product and the sum are exact together with their rests (Ogita, Rump and Oishi,
          // "Accurate sum and dot product", 2005).
          let (x, y) = (a[row, index].double, b[index, column].double)
          let product = x * y
          let next = sum + product
          let part = next - sum
          rest += (-product).addingProduct(x, y) + ((sum - (next - part)) + (product - part))
          sum = next
          magnitude += product.magnitude
        }
        result.sums[row * b.columns + column] = sum + rest
        result.magnitudes[row * b.columns + column] = magnitude
      }
    }
    return result
  }

  /// Computes a product of leading parts of both matrices and compares it: a sum of n products is off by
  /// at most n + 1 half units of the sum of their magnitudes, in any order (Higham, "Accuracy and
  /// Stability of Numerical Algorithms", section 3.1).
  func check(
    _ rows: Int, _ columns: Int, _ depth: Int, form: ProductForm, _ expected: Result,
    _ instructions: MatrixInstructions
  ) {
    let rowStride = columns + 3
    // Whatever lies behind a row must stay.
    let start: T = form.contains(.isAdding) ? 0.75 : .nan
    let guardian: T = 1234
    var c = [T](repeating: guardian, count: rows * rowStride + 3)
    for row in 0..<rows {
      for column in 0..<columns { c[row * rowStride + column] = start }
    }
    let isAdding = form.contains(.isAdding)
    (form.contains(.transposesA) ? aTransposed : a).withView { a in
      (form.contains(.transposesB) ? bTransposed : b).withView { b in
        let left = form.contains(.transposesA) ? a.transposed : a
        let right = form.contains(.transposesB) ? b.transposed : b
        multiply(
          left.part(rows: rows, columns: depth), right.part(rows: depth, columns: columns),
          into: &c, rowStride: rowStride, isAdding: isAdding, with: instructions)
      }
    }
    let unit = Double(depth + 2) * T.epsilon / 2
    let offset = isAdding ? 0.75 : 0
    var isRight = true
    for row in 0..<rows {
      for column in 0..<columns {
        let index = row * b.columns + column
        let error = (c[row * rowStride + column].double - (expected.sums[index] + offset)).magnitude
        if !(error <= unit * (expected.magnitudes[index] + offset)) { isRight = false }
      }
      for column in columns..<rowStride where c[row * rowStride + column] != guardian { isRight = false }
    }
    #expect(isRight, "\(T.self) \(instructions) \(rows) × \(depth) × \(columns), form \(form.rawValue)")
  }
}

extension MatrixView {
  /// The first rows and columns.
  fileprivate func part(rows: Int, columns: Int) -> MatrixView {
    MatrixView(base, rows: rows, columns: columns, rowStride: rowStride, columnStride: columnStride)
  }
}
