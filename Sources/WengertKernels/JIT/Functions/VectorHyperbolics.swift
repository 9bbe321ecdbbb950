// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

// Hyperbolic functions: exponentials, and an odd polynomial where they would cancel.

extension VectorBuilder {
  /// `x + x³ P(x²)`.
  private func odd(_ x: VectorValue, _ coefficients: [Double]) -> VectorValue {
    let square = x * x
    return (square * x).multiplied(by: polynomial(square, coefficients), adding: x)
  }

  /// `e^(2x) − 1` over `e^(2x) + 1`, the first as `2ⁿ (eʳ − 1) + (2ⁿ − 1)`.
  func hyperbolicTangent(_ x: VectorValue) -> VectorValue {
    // Beyond, it is 1.
    let size = constant(isDouble ? 20 : 10).applying(.minimum, x.magnitude)
    let (n, rest) = reducedExponential(size + size, constant(0.25))
    let power = powerOfTwo(n)
    let difference = rest.multiplied(by: power, adding: power - 1)
    return (difference / (difference + 2)) | x.sign
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
