// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Inverse circular functions: reduced to an argument t near 0, whose function is t + t³ P(t²).
//
// W. J. Cody and W. Waite, "Software Manual for the Elementary Functions" (1980), chapters 10 and 11;
// the polynomials are minimax fits of our own, of the relative error (Remez' algorithm in 60 digits).

extension VectorBuilder {
  private var halfPi: VectorPair {
    constant(
      (1.5707963267948966, 6.123233995736766e-17), (1.5707963705062866, -4.371138828673793e-08))
  }

  private func odd(_ t: VectorValue, _ square: VectorValue, _ coefficients: [Double]) -> VectorValue {
    t * square * polynomial(square, coefficients)
  }

  // MARK: Tangent

  /// The angle of `(a, b)` with `a, b ≥ 0` as `k π/4 + arctan t` with `|t| ≤ tan π/8`.
  private func octant(_ a: VectorValue, _ b: VectorValue) -> (k: VectorValue, t: VectorValue) {
    let bound = 2.414213562373095
    let select = { (low: VectorValue, middle: VectorValue, high: VectorValue) in
      (a * bound).selecting(.less, b, low, else: (b * bound).selecting(.less, a, high, else: middle))
    }
    return (
      select(constant(0), constant(1), constant(2)), select(a, a - b, -b) / select(b, a + b, a)
    )
  }

  /// `k π/4 + arctan t`.
  private func angle(_ k: VectorValue, _ t: VectorValue) -> VectorValue {
    let coefficients =
      isDouble
      ? [
        -0.3333333333333319, 0.1999999999995282, -0.1428571428012129, 0.11111110779795276,
        -0.0909089765496053, 0.0769205842814967, -0.06663084144942916, 0.05847746996339501,
        -0.0503867319802837, 0.03804872947757876, -0.017890076269832935,
      ]
      : [
        -0.333333151055535, 0.19998466019996983, -0.14243422656882, 0.10592949136746108,
        -0.060759226964232,
      ]
    let low = k.multiplied(by: halfPi.low * 0.5, adding: odd(t, t * t, coefficients)) + t
    return k.multiplied(by: halfPi.high * 0.5, adding: low)
  }

  func arcTangent(_ x: VectorValue) -> VectorValue {
    let (k, t) = octant(x.magnitude, constant(1))
    return angle(k, t) | x.sign
  }

  func arcTangent2(_ y: VectorValue, _ x: VectorValue) -> VectorValue {
    // Sums must be finite.
    let greatest = x.magnitude.applying(.maximum, y.magnitude)
    let scale = constant(isDouble ? 0x1p1000 : 0x1p120).selecting(
      .less, greatest, constant(0.25), else: constant(1))
    let (a, b) = (y.magnitude * scale, x.magnitude * scale)
    var (k, t) = octant(a, b)
    // Of 0/0 and ∞/∞ the angles are those of their signs.
    k = a.selecting(.equal, b, a.selecting(.equal, constant(0), a, else: constant(1)), else: k)
    t = a.selecting(.equal, b, constant(0), else: t)
    // On the left the angle is π less that on the right.
    let direction = x.applying(.selectWhereNegative, 4 - k, k)
    return angle(direction, t ^ x.sign) | y.sign
  }

  // MARK: Sine and cosine

  /// Arguments up to ½ in magnitude as they are; of others `u = √((1 − |x|) / 2)`, whose arcsine is
  /// half the arccosine of `|x|`. With it, what its arcsine is more than `u`.
  private func halved(
    _ x: VectorValue
  ) -> (isSmall: (VectorValue, VectorValue) -> VectorValue, u: VectorValue, rest: VectorValue) {
    let coefficients =
      isDouble
      ? [
        0.16666666666665408, 0.07500000000337437, 0.04464285682796092, 0.030381959152804176,
        0.02237175765667116, 0.0173597108843768, 0.013885173409279177, 0.0121696285765379,
        0.0065261340363061875, 0.019533402258965268, -0.016232461100480027, 0.03191799325388815,
      ]
      : [
        0.1666675252986565, 0.07495295454270733, 0.0454706789782425, 0.024177891070961004,
        0.04216926755084545,
      ]
    let size = x.magnitude
    let isSmall = { (a: VectorValue, b: VectorValue) in
      size.selecting(.lessOrEqual, self.constant(0.5), a, else: b)
    }
    let square = isSmall(size * size, (1 - size) * 0.5)
    let u = isSmall(size, square.squareRoot)
    return (isSmall, u, odd(u, square, coefficients))
  }

  func arcSine(_ x: VectorValue) -> VectorValue {
    let (isSmall, u, rest) = halved(x)
    let large = halfPi.high - ((u + u) + ((rest + rest) - halfPi.low))
    return isSmall(u + rest, large) | x.sign
  }

  func arcCosine(_ x: VectorValue) -> VectorValue {
    let (isSmall, u, rest) = halved(x)
    let signed = (u ^ x.sign, rest ^ x.sign)
    let small = halfPi.high - (signed.0 - (halfPi.low - signed.1))
    // On the left π is added to the negative angle.
    let turn = x.applying(.selectWhereNegative, halfPi.high, constant(0))
    let lost = x.applying(.selectWhereNegative, halfPi.low, constant(0))
    let half = turn + (signed.0 + (signed.1 + lost))
    return isSmall(small, half + half)
  }
}
