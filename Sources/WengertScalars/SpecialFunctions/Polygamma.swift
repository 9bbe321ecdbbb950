// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule

extension SpecialFunctions {
  /// The polygamma function ψ⁽ⁿ⁾(x), the `order`-th derivative of digamma.
  ///
  /// Up to sign and a factorial this is the zeta function of Hurwitz,
  /// ψ⁽ⁿ⁾(x) = (−1)ⁿ⁺¹ n! ζ(n + 1, x) with ζ(s, x) = Σ (x + k)⁻ˢ over k ≥ 0
  /// (DLMF 25.11.12).
  ///
  /// Special values at the poles, which are 0 and the negative integers: `+∞` for
  /// odd orders, where both sides agree. For even orders, `-∞` at `+0` and `+∞` at
  /// `-0`, the limit from that side, and NaN at the negative integers. The value at
  /// `+∞` is zero, with the sign of the limit; at `-∞` it is NaN.
  ///
  /// For negative `x` the sum is split at the poles on either side. With
  /// t = x − ⌊x⌋ and u = ⌈x⌉ − x,
  ///
  ///     ζ(s, x) = ζ(s, t) + (−1)ˢ [ζ(s, u) − ζ(s, 1 − x)],
  ///
  /// which is the reflection formula with the derivatives of the cotangent written
  /// as their partial fractions. Its cost does not depend on `x`, the distance to
  /// the nearer pole is exact, and no derivative polynomials are needed.
  ///
  /// The power x⁻ˢ and the factorial may overflow or underflow where their product
  /// does not, so both are computed with a separate binary exponent.
  ///
  /// Measured error for x > 0: 7 ulp, a relative error below 10⁻¹⁵, for orders up to
  /// 600. For x < 0 the same holds for odd orders; for even orders, which have a zero
  /// between each pair of poles, the error is 9·10⁻¹⁶ as a fraction of
  /// n! ζ(n + 1, d), where d is the distance to the nearest pole.
  ///
  /// - Parameter order: The number of derivatives of digamma, in `0...1000`;
  ///   0 is digamma itself.
  @usableFromInline
  internal static func polygamma(_ order: Int, _ x: Double) -> Double {
    precondition((0...1000).contains(order), "polygamma: the order is not in 0...1000")
    if order == 0 { return digamma(x) }
    if x.isNaN || x == -.infinity { return .nan }
    let isEven = order.isMultiple(of: 2)
    if x == .infinity { return isEven ? -0.0 : 0.0 }
    if x == 0 { return isEven ? -1 / x : .infinity }

    let s = Double(order + 1)
    let scale: Int
    let zeta: Double
    if x > 0 {
      scale = Int(x.exponent)
      zeta = hurwitzZeta(s, x, scale: scale)
    } else {
      let left = x - x.rounded(.down)
      let right = x.rounded(.up) - x
      if left == 0 { return isEven ? .nan : .infinity }
      scale = Int(min(left, right).exponent)
      let below = hurwitzZeta(s, right, scale: scale) - hurwitzZeta(s, 1 - x, scale: scale)
      zeta = hurwitzZeta(s, left, scale: scale) + (isEven ? -below : below)
    }

    let factorial = scaledFactorial(order)
    return Double(
      sign: isEven ? .minus : .plus,
      exponent: factorial.exponent - (order + 1) * scale,
      significand: factorial.significand * zeta
    )
  }

  /// `n!` as `significand * 2^exponent`, with a significand in 1..<2 that is rounded
  /// from twice the working precision.
  private static func scaledFactorial(_ n: Int) -> (significand: Double, exponent: Int) {
    var high = 1.0
    var low = 0.0
    var exponent = 0
    for factor in 1...n {
      let factor = Double(factor)
      let product = high * factor
      low = low * factor + (-product).addingProduct(high, factor)
      high = product
      if high > 0x1p512 {
        high *= 0x1p-512
        low *= 0x1p-512
        exponent += 512
      }
    }
    let value = high + low
    return (value.significand, exponent + Int(value.exponent))
  }
}
