// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertScalars

/// Numbers near the ends of the range, and series of different lengths.
@Suite("Range and order")
struct RangeTests {
  @Test func `products of series commute`() {
    let long = Taylor(variable: 2.0, order: 5)
    let short = Taylor(coefficients: [1.0, 1])
    #expect((long * short).coefficients == [2, 3, 1, 0, 0, 0])
    #expect((short * long).coefficients == (long * short).coefficients)
  }

  @Test func `zero absorbs in quotients of series too`() {
    let derivatives = Forward.directionalDerivatives(at: [0, 1], along: [0, 1], upTo: 1) { x in
      1 / x[0] + x[1]
    }
    #expect(derivatives[1] == 1)
    #expect(Forward.derivative(at: 0, order: 200) { _ in 3 } == 0)
  }

  @Test func `a pullback whose weighted sum overflows`() {
    let cotangent = Reverse.vectorJacobianProduct(at: [1e300], cotangent: [1e10, 1e10]) { x in
      [x[0], -x[0]]
    }
    #expect(cotangent == [0])
  }

  @Test(arguments: [
    (1e17, 3.0, 1.0), (-1, .infinity, .infinity), (5, -3, -1), (-5, 3, 1), (6, 3, 0), (5.5, .infinity, 5.5),
  ])
  func modulo(x: Double, y: Double, expected: Double) {
    #expect(Double.modulo(x, y) == expected)
    #expect(Forward.valueWithGradient(at: x, y) { .modulo($0, $1) }.value == expected)
  }

  @Test func `reciprocals exist for the same numbers under differentiation`() {
    for x in [0.0, -0.0, 2, .infinity, 0x1p-1030, .nan, 1e308] {
      #expect((Dual<Double>(constant: x).reciprocal == nil) == (x.reciprocal == nil), "\(x)")
    }
  }
}
