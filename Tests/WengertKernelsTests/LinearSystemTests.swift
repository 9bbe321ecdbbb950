// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels

@Suite("Linear systems")
struct LinearSystemTests {
  func checkTriangular<T: KernelScalar>(_: T.Type, _ order: Int, columns: Int) {
    for triangle in [Triangle.lower, .upper] {
      for isUnit in [false, true] {
        // What must not be read is nan; what is read makes a well-conditioned matrix.
        let random = Matrix<T>.random(order, order)
        func isRead(_ row: Int, _ column: Int) -> Bool {
          row == column ? !isUnit : (triangle == .lower) == (row > column)
        }
        let stored = Matrix<T>(order, order) { row, column in
          if !isRead(row, column) { return .nan }
          return row == column ? 2 + random[row, column] : random[row, column] / T(order)
        }
        let meant = Matrix<T>(order, order) { row, column in
          isRead(row, column) ? stored[row, column] : row == column ? 1 : 0
        }
        for isTransposed in [false, true] {
          let b = Matrix<T>.random(order, columns, seed: 3)
          var x = b
          TriangularSolve.solve(
            stored.values, triangle, isUnit: isUnit, isTransposed: isTransposed, &x.values,
            order: order, columns: columns)
          let residual = ((isTransposed ? meant.transposed : meant) * x).distance(to: b)
          #expect(residual <= Double(order + 2) * T.epsilon * max(1, x.largest))
        }
      }
    }
  }

  @Test(arguments: sizes, [0, 1, 2, 9])
  func `a triangular solve undoes a product and reads one triangle`(order: Int, columns: Int) {
    checkTriangular(Float.self, order, columns: columns)
    checkTriangular(Double.self, order, columns: columns)
  }

  func checkCholesky<T: KernelScalar>(_: T.Type, _ order: Int) {
    let root = Matrix<T>.random(order, order)
    var a = root * root.transposed
    for index in 0..<order { a[index, index] += 1 }
    var lowerOnly = Matrix<T>(order, order) { $0 >= $1 ? a[$0, $1] : .nan }
    var l = Matrix<T>.unset(order, order)
    #expect(Cholesky.factor(lowerOnly.values, into: &l.values, order: order))
    for row in 0..<order {
      for column in 0..<order where column > row { #expect(l[row, column] == 0) }
    }
    #expect((l * l.transposed).distance(to: a) <= Double(order + 2) * T.epsilon * a.largest)

    guard order > 0 else { return }
    lowerOnly[order - 1, order - 1] = -1
    #expect(!Cholesky.factor(lowerOnly.values, into: &l.values, order: order))
    #expect(l.values.allSatisfy { $0.isNaN })
  }

  @Test(arguments: 0...65)
  func `a Cholesky factor times its transpose is the matrix`(order: Int) {
    checkCholesky(Float.self, order)
    checkCholesky(Double.self, order)
  }

  func checkLU<T: KernelScalar>(_: T.Type, _ order: Int) {
    let a = Matrix<T>.random(order, order, seed: 5)
    var lu = Matrix<T>.unset(order, order)
    var permutation = [Int](repeating: -1, count: order)
    let sign = LU.factor(a.values, into: &lu.values, permutation: &permutation, order: order)
    let l = Matrix<T>(order, order) { $0 == $1 ? 1 : $0 > $1 ? lu[$0, $1] : 0 }
    let u = Matrix<T>(order, order) { $0 <= $1 ? lu[$0, $1] : 0 }
    let permuted = Matrix<T>(order, order) { a[permutation[$0], $1] }
    #expect(l.largest <= 1)
    #expect((l * u).distance(to: permuted) <= Double(order + 2) * T.epsilon * max(1, u.largest))

    var inversions = 0
    for i in 0..<order { for j in 0..<i where permutation[j] > permutation[i] { inversions += 1 } }
    #expect(sign == (inversions.isMultiple(of: 2) ? 1 : -1))

    for isTransposed in [false, true] {
      for columns in [1, 3] {
        let b = Matrix<T>.random(order, columns, seed: 6)
        var x = Matrix<T>.unset(order, columns)
        LU.solve(
          lu.values, permutation: permutation, isTransposed: isTransposed, b.values,
          into: &x.values, order: order, columns: columns)
        let residual = ((isTransposed ? a.transposed : a) * x).distance(to: b)
        #expect(residual <= 4 * Double(order + 2) * T.epsilon * max(1, u.largest * x.largest))
      }
    }
  }

  @Test(arguments: 0...65)
  func `LU factors give the matrix back and solve its systems`(order: Int) {
    checkLU(Float.self, order)
    checkLU(Double.self, order)
  }

  @Test func `a singular matrix has a zero pivot`() {
    let a: [Double] = [1, 2, 3, 2, 4, 6, 1, 0, 1]
    var lu = a
    var permutation = [0, 0, 0]
    _ = LU.factor(a, into: &lu, permutation: &permutation, order: 3)
    #expect(lu[8] == 0)
  }
}
