// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels

@Suite("Matrix products")
struct MatrixProductTests {
  func product<T: KernelScalar>(
    _ a: Matrix<T>, _ b: Matrix<T>, transposingA: Bool = false, transposingB: Bool = false
  ) -> Matrix<T> {
    var c = Matrix<T>.unset(a.rows, b.columns)
    MatrixProduct.multiply(
      transposingA ? a.transposed.values : a.values, isTransposed: transposingA,
      by: transposingB ? b.transposed.values : b.values, isTransposed: transposingB,
      into: &c.values, rows: a.rows, columns: b.columns, depth: a.columns)
    return c
  }

  func check<T: KernelScalar>(_: T.Type, _ rows: Int, _ columns: Int, _ depth: Int) {
    let a = Matrix<T>.random(rows, depth), b = Matrix<T>.random(depth, columns, seed: 2)
    let expected = a * b
    let plain = product(a, b)
    #expect(plain.distance(to: expected) <= Double(depth + 1) * T.epsilon)
    for (transposingA, transposingB) in [(true, false), (false, true), (true, true)] {
      let c = product(a, b, transposingA: transposingA, transposingB: transposingB)
      #expect(c.distance(to: expected) <= Double(depth + 1) * T.epsilon)
    }
  }

  @Test(arguments: sizes, [0, 1, 2, 5, 16, 35])
  func `a product is the sum of its definition`(rows: Int, columns: Int) {
    for depth in [0, 1, 3, 16, 37] {
      check(Float.self, rows, columns, depth)
      check(Double.self, rows, columns, depth)
    }
  }

  @Test func `blocks fit together`() {
    check(Float.self, 131, 70, 300)
    check(Double.self, 70, 131, 300)
    check(Double.self, 6, 1030, 5)
  }

  @Test func `a nan stays in its row`() {
    var a = Matrix<Double>.random(33, 34)
    a[7, 3] = .nan
    let c = product(a, .random(34, 35))
    for row in 0..<33 {
      for column in 0..<35 { #expect(c[row, column].isNaN == (row == 7)) }
    }
  }

  @Test func `small integers are multiplied exactly`() {
    let a = Matrix<Float>(40, 40) { Float(($0 * 7 + $1 * 3) % 11 - 5) }
    #expect(product(a, a).values == (a * a).values)
  }
}
