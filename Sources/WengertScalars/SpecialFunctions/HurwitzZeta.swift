// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule

extension SpecialFunctions {
  /// The zeta function of Hurwitz with its scale taken out, 2^(`scale`·s) ζ(s, x),
  /// for s ≥ 2 and x > 0.
  ///
  /// The formula of Euler and Maclaurin (DLMF 25.11.7; Johansson, *Rigorous
  /// high-precision computation of the Hurwitz zeta function*, Numer. Algorithms
  /// 69, 2015): leading terms are summed directly up to y = x + N ≥ s + 10, and the
  /// rest is
  ///
  ///     y⁻ˢ [ y/(s − 1) + 1/2 + Σ B₂ⱼ/(2j)! · s(s + 1)⋯(s + 2j − 2) / y²ʲ⁻¹ ].
  ///
  /// With y ≥ s + 10 each term of the inner sum is less than a tenth of the one
  /// before it, and twelve of them suffice for any s.
  ///
  /// The rounding error of x + k is magnified s times by the power. It is known
  /// exactly, and taken back to first order. (In `(x + k) - k` the subtraction is
  /// exact: the difference is smaller than the sum and a multiple of its ulp.)
  internal static func hurwitzZeta(_ s: Double, _ x: Double, scale: Int) -> Double {
    func term(_ y: Double, shift: Double) -> Double {
      let lost = x - (y - shift)
      let power = Double.pow(Double(sign: .plus, exponent: -scale, significand: y), -s)
      return power - power * (s * lost / y)
    }

    var sum = 0.0
    var shift = 0.0
    var y = x
    while y < s + 10 {
      let next = term(y, shift: shift)
      sum += next
      if next < sum * 0x1p-60 { return sum }
      shift += 1
      y = x + shift
    }

    var tail = y / (s - 1) + 0.5
    var rising = s / y
    var factor = s
    for coefficient in bernoulliOverFactorial {
      let correction = coefficient * rising
      tail += correction
      if correction.magnitude < tail * 0x1p-60 { break }
      rising *= (factor + 1) / y * ((factor + 2) / y)
      factor += 2
    }
    return sum + term(y, shift: shift) * tail
  }

  /// B₂ⱼ / (2j)! for j = 1, 2, …, 12.
  private static let bernoulliOverFactorial: [Double] = [
    0.08333333333333333, -0.001388888888888889, 3.306878306878307e-05,
    -8.267195767195768e-07, 2.08767569878681e-08, -5.284190138687493e-10,
    1.3382536530684679e-11, -3.3896802963225827e-13, 8.586062056277845e-15,
    -2.174868698558062e-16, 5.5090028283602295e-18, -1.3954464685812522e-19,
  ]
}
