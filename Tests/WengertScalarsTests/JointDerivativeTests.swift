// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertScalars

/// Derivatives that share work with the value, against numbers of 60 digits.
@Suite struct JointDerivativeTests {
  /// `x`, `tanh′ x` and `σ′ x`.
  static let references: [(x: Double, tanh: Double, sigmoid: Double)] = [
    (-30, 3.502604305078608e-26, 9.357622968838423e-14),
    (-3, 0.00986603716544019, 0.04517665973091213),
    (-0.6, 0.7115777625872228, 0.2287842404566573),
    (-0.5, 0.7864477329659274, 0.2350037122015945),
    (0.25, 0.940014848806378, 0.24613408273759835),
    (0.55, 0.7494795181900823, 0.2320076432241832),
    (0.75, 0.5965858082813315, 0.21789499376181404),
    (1, 0.4199743416140261, 0.19661193324148185),
    (2.5, 0.02659222668316062, 0.07010371654510816),
    (20, 1.6993417021166355e-17, 2.061153613941849e-09),
    (300, 1.0601586212017243e-260, 5.148200222412013e-131),
  ]

  @Test(arguments: references)
  func derivativesAreRightToTwoBits(x: Double, tanh: Double, sigmoid: Double) {
    for mode in [Forward.derivative(at: x) { .tanh($0) }, Reverse.derivative(at: x) { .tanh($0) }] {
      #expect((mode - tanh).magnitude <= 4 * tanh.ulp)
    }
    for mode in [Forward.derivative(at: x) { .sigmoid($0) }, Reverse.derivative(at: x) { .sigmoid($0) }] {
      #expect((mode - sigmoid).magnitude <= 3 * sigmoid.ulp)
    }
  }

  @Test(arguments: references.map { $0.x } + [0, -0.0, .infinity, -.infinity])
  func valuesAreThoseOfPlainNumbers(x: Double) {
    #expect(Dual.tanh(Dual(x, tangent: 1)).primal == Double.tanh(x))
    #expect(Dual.sigmoid(Dual(x, tangent: 1)).primal == Double.sigmoid(x))
  }

  @Test func thereIsNoneWhereThereIsNoValue() {
    #expect(Dual.tanh(Dual(.nan, tangent: 1)).tangent.isNaN)
    #expect(Dual.sigmoid(Dual(.nan, tangent: 1)).tangent.isNaN)
  }
}
