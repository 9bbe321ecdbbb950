// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

// Hyperbolic functions: odd polynomials near 0, exponentials elsewhere.

extension VectorBuilder {
  /// `x + x³ P(x²)`.
  private func odd(_ x: VectorValue, _ coefficients: [Double]) -> VectorValue {
    let square = x * x
    return (square * x).multiplied(by: polynomial(square, coefficients), adding: x)
  }

  /// `1 − 2 / (e^(2|x|) + 1)` with the sign of `x`, for `|x| < 0.55` the polynomial.
  func hyperbolicTangent(_ x: VectorValue) -> VectorValue {
    let coefficients =
      isDouble
      ? [
        -0.3333333333333235, 0.13333333333173308, -0.05396825387815664, 0.02186948602082797,
        -0.008863195081085783, 0.003591724066423261, -0.0014532371350746164,
        0.0005791942831828833, -0.00021039131461325975, 5.108006405450067e-05,
      ]
      : [
        -0.33333319425582886, 0.13332600891590118, -0.05385375767946243, 0.021077314391732216,
        -0.006281800102442503,
      ]
    let size = constant(isDouble ? 22 : 11).applying(.minimum, x.magnitude)
    let large = 1 - 2 / (exponential(size + size) + 1)
    return size.selecting(.less, constant(0.55), odd(size, coefficients), else: large) | x.sign
  }

  /// `(t + t / (t + 1)) / 2` with `t = e^|x| − 1`, for `|x| < 1` the polynomial.
  func hyperbolicSine(_ x: VectorValue) -> VectorValue {
    let coefficients =
      isDouble
      ? [
        0.16666666666666669, 0.008333333333333139, 0.000198412698414378, 2.755731915530098e-06,
        2.5052123404141513e-08, 1.6057239910473165e-10, 7.759325238393214e-13,
      ]
      : [0.1666666716337204, 0.008333350531756878, 0.00019836064893752337, 2.8174456474516774e-06]
    let size = x.magnitude
    let t = exponentialMinusOne(size)
    let large = (t + t / (t + 1)) * 0.5
    return guarded(
      size.selecting(.less, constant(1), odd(size, coefficients), else: large) | x.sign, where: x,
      isBelow: isDouble ? 700 : 80, else: .function(.hyperbolicSine, parameter: 0))
  }

  /// `(e^|x| + e^−|x|) / 2`.
  func hyperbolicCosine(_ x: VectorValue) -> VectorValue {
    let power = exponential(x.magnitude)
    return guarded(
      power * 0.5 + 0.5 / power, where: x, isBelow: isDouble ? 700 : 80,
      else: .function(.hyperbolicCosine, parameter: 0))
  }
}
