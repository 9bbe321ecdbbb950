// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Testing
import WengertKernels

/// The instructions that this processor has, the portable ones among them.
private let instructions = MatrixInstructions.allCases.filter {
  $0.rawValue <= MatrixInstructions.available.rawValue
}

/// Computes a product with given instructions.
func multiply<T: KernelScalar>(
  _ a: MatrixView<T>, _ b: MatrixView<T>, into c: UnsafeMutablePointer<T>, rowStride: Int? = nil,
  isAdding: Bool = false, with instructions: MatrixInstructions
) {
  MatrixProduct.multiply(
    SingleProduct(a, b, into: c, rowStride: rowStride, isAdding: isAdding), with: instructions)
}

/// The product of two matrices.
private func product<T: KernelScalar>(
  _ a: Matrix<T>, _ b: Matrix<T>, with instructions: MatrixInstructions = .available
) -> Matrix<T> {
  var c = Matrix<T>.unset(a.rows, b.columns)
  a.withView { a in
    b.withView { b in multiply(a, b, into: &c.values, with: instructions) }
  }
  return c
}

@Suite("Matrix products")
struct MatrixProductTests {
  @Test(arguments: instructions)
  func `all small sizes`(_ instructions: MatrixInstructions) {
    let isPatient = ProcessInfo.processInfo.environment["WENGERT_HEAVY"] != nil
    let few = Array(0...17) + [23, 24, 25, 31, 32, 33, 47, 48, 49]
    func check<T: KernelScalar>(_: T.Type) {
      let largest = 50
      let problem = ProductProblem<T>(rows: largest, columns: largest, depth: largest)
      for depth in isPatient ? Array(0...41) : [0, 1, 2, 3, 7, 16, 41] {
        let expected = problem.result(depth: depth)
        for rows in 0...40 {
          for columns in isPatient ? Array(0...largest) : few {
            // Neighbours are of different forms.
            let form = ProductForm(rawValue: (rows &+ 3 &* columns &+ depth) & 7)
            problem.check(rows, columns, depth, form: form, expected, instructions)
          }
        }
      }
    }
    check(Double.self)
    check(Float.self)
  }

  @Test(arguments: instructions)
  func `blocks fit together`(_ instructions: MatrixInstructions) {
    func check<T: KernelScalar>(_: T.Type) {
      for (rows, columns, depth) in [
        (195, 50, 20), (9, 101, 515), (7, 1925, 10), (1, 300, 600), (300, 1, 600), (5, 2, 2000),
      ] {
        let problem = ProductProblem<T>(rows: rows, columns: columns, depth: depth)
        let expected = problem.result(depth: depth)
        for form in 0..<8 {
          problem.check(
            rows, columns, depth, form: ProductForm(rawValue: form), expected, instructions)
        }
      }
    }
    check(Double.self)
    check(Float.self)
  }

  @Test func `strides may be anything`() {
    let numbers = Matrix<Double>.random(40, 40).values
    numbers.withUnsafeBufferPointer { numbers in
      let base = numbers.baseAddress! + 800
      for (row, column) in [(41, -3), (-40, 2), (0, 7), (3, 0), (-1, -20)] {
        let a = MatrixView(base, rows: 17, columns: 18, rowStride: row, columnStride: column)
        let b = MatrixView(base, rows: 18, columns: 19, rowStride: column, columnStride: row)
        var c = Matrix<Double>.unset(17, 19)
        MatrixProduct.multiply(a, by: b, into: &c.values)
        let plain =
          Matrix<Double>(17, 18) { base[$0 * row + $1 * column] }
          * Matrix(18, 19) { base[$0 * column + $1 * row] }
        // Both are off by half of it at most: 18 products, none above one.
        #expect(c.distance(to: plain) <= 19 * 18 * Double.epsilon)
      }
    }
  }

  @Test(arguments: [1, 2, 5], [4, 40])
  func `a stack of products is a product each`(count: Int, size: Int) {
    let a = Matrix<Float>.random(count * size, 70), b = Matrix<Float>.random(70, size)
    for isShared in [false, true] {
      var c = [Float](repeating: .nan, count: count * size * size)
      a.withView { all in
        b.withView { b in
          MatrixProduct.multiply(
            count: count, MatrixView(all.base, rows: size, columns: 70),
            step: isShared ? 0 : size * 70, by: b, step: 0, into: &c)
        }
      }
      for item in 0..<count {
        let start = isShared ? 0 : item * size
        let expected = product(Matrix(size, 70) { a[start + $0, $1] }, b).values
        #expect(Array(c[item * size * size..<(item + 1) * size * size]) == expected)
      }
    }
  }

  @Test(arguments: instructions, [Double.nan, .infinity])
  func `what is not finite stays in its row and column`(_ instructions: MatrixInstructions, _ x: Double) {
    for (rows, columns, depth) in [(33, 35, 34), (1, 35, 34), (33, 1, 34), (8, 3, 300)] {
      var a = Matrix<Double>.random(rows, depth), b = Matrix<Double>.random(depth, columns)
      a[rows / 2, 3] = x
      b[5, columns / 2] = x
      let c = product(a, b, with: instructions)
      for row in 0..<rows {
        for column in 0..<columns {
          #expect(c[row, column].isFinite == (row != rows / 2 && column != columns / 2))
        }
      }
      // A zero times an infinity is not a zero.
      let zero = product(Matrix(rows, depth) { _, _ in 0 }, b, with: instructions)
      for row in 0..<rows { #expect(zero[row, columns / 2].isNaN) }
    }
  }

  @Test(arguments: instructions)
  func `small integers are multiplied exactly`(_ instructions: MatrixInstructions) {
    let a = Matrix<Float>(40, 40) { Float(($0 * 7 + $1 * 3) % 11 - 5) }
    #expect(product(a, a, with: instructions).values == (a * a).values)
  }
}

extension ParallelLoopTests {
  @Test(arguments: instructions)
  func `threads do not change a bit of a product`(_ instructions: MatrixInstructions) async {
    func check<T: KernelScalar>(_ a: Matrix<T>, _ b: Matrix<T>) async {
      await expectEqualNumbers { product(a, b, with: instructions).values }
    }
    for (rows, columns, depth) in [(300, 203, 70), (3, 2050, 400), (1, 2050, 1025), (2050, 1, 1025)] {
      await check(Matrix<Float>.random(rows, depth), .random(depth, columns))
      await check(Matrix<Double>.random(rows, depth), .random(depth, columns))
    }
  }

  @Test func `threads do not change a bit of a stack of products`() async {
    let a = Matrix<Float>.random(50 * 40, 70), b = Matrix<Float>.random(70, 40)
    await expectEqualNumbers {
      var c = [Float](repeating: .nan, count: 50 * 40 * 40)
      a.withView { all in
        b.withView { b in
          MatrixProduct.multiply(
            count: 50, MatrixView(all.base, rows: 40, columns: 70), step: 40 * 70, by: b, step: 0,
            into: &c)
        }
      }
      return c
    }
  }
}
