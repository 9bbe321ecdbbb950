// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertScalars

/// Every row of the table, in every mode, to order 4, against differences in 154 digits.
@Suite("Derivatives of the table")
struct TableDerivativeTests {
  /// The admissible relative error of a derivative of order 1 to 4, in double precision.
  ///
  /// Seven roundings of a first derivative; a derivative of higher order is a sum of products of
  /// lower ones. The largest errors are those of `hypot` and `atan2`.
  static let bounds = [1: 8e-16, 2: 5e-15, 3: 8e-15, 4: 2e-14]

  @Test("Double", arguments: ElementaryFunction.allCases)
  func double(_ function: ElementaryFunction) { check(function, Double.self, unit: 1) }

  @Test("Float", arguments: ElementaryFunction.allCases)
  func float(_ function: ElementaryFunction) { check(function, Float.self, unit: 0x1p29) }

  private func check<T: Scalar>(_ function: ElementaryFunction, _: T.Type, unit: Double) {
    for line in function.lines {
      let expected = line.reference()
      for mode in DerivativeMode.allCases {
        for order in 1...4 {
          guard let value = mode.derivative(order, of: line, T.self)?.double else { continue }
          let bound = Self.bounds[order]! * unit * expected[order].magnitude
          #expect(
            (value - expected[order]).magnitude <= bound + 1e-40,
            "\(mode), order \(order) of \(line): \(value) is not \(expected[order])")
        }
      }
    }
  }

  /// The packed tangents of gradients and Hessians, which the modes above do not use.
  @Test("Gradients and Hessians", arguments: ElementaryFunction.allCases.filter { $0.arity == 2 })
  func packed(_ function: ElementaryFunction) {
    for line in function.lines where line.direction == [1, 1] {
      let parts = [[1.0, 0], [0, 1]].map { direction in
        var part = line
        part.direction = direction
        return part.reference()
      }
      let mixed = (line.reference()[2] - parts[0][2] - parts[1][2]) / 2
      let gradient = parts.map { $0[1] }
      let hessian = [parts[0][2], mixed, mixed, parts[1][2]]
      func row<T: Scalar>(_ x: T, _ y: T) -> T { function(0, x, y, 0) }
      let (x, y) = (line.point[0], line.point[1])
      let forward = Forward.gradient(at: x, y, of: row)
      let reverse = Reverse.gradient(at: x, y, of: row)
      let symbolic = Symbolic.gradient(at: x, y, of: row)
      for g in [forward, reverse, symbolic] { #expect(isClose([g.0, g.1], gradient, 2e-15)) }
      let forwardHessian = Forward.hessian(at: x, y, of: row).flatMap { $0 }
      #expect(isClose(forwardHessian, hessian, 4e-15), "\(line)")
      #expect(isClose(Reverse.hessian(at: x, y, of: row).flatMap { $0 }, hessian, 4e-15))
      #expect(isClose(Symbolic.hessian(at: x, y, of: row).flatMap { $0 }, hessian, 4e-15))
    }
  }
}
