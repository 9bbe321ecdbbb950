// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule

extension SpecialFunctions {
  /// The digamma function ψ(x) = Γ′(x) / Γ(x), the derivative of log Γ.
  ///
  /// Special values: `digamma(+0)` is `-∞` and `digamma(-0)` is `+∞`, the limits
  /// from that side; the other poles, at the negative integers, give NaN.
  /// `digamma(+∞)` is `+∞`, `digamma(-∞)` is NaN.
  ///
  /// Method, with x₀ = 1.4616… the only positive zero:
  ///
  /// * 1 ≤ x ≤ 2: ψ(x) = (x − x₀) · P(x − 3/2) / x, where x₀ is subtracted in two
  ///   pieces, which keeps full relative accuracy at the zero, and P is a
  ///   near-minimax polynomial (relative error 4·10⁻¹⁷). Dividing by x takes out
  ///   the pole at 0 and so halves the degree P needs.
  /// * 0 < x < 1 and 2 < x < 10: the recurrence ψ(x + 1) = ψ(x) + 1/x leads to that
  ///   interval (DLMF 5.5.2).
  /// * x ≥ 10: the asymptotic series log x − 1/(2x) − Σ B₂ₖ / (2k x²ᵏ)
  ///   (DLMF 5.11.2), truncated after eight terms.
  /// * x < 0: the reflection ψ(x) = ψ(1 − x) − π cot(πx) (DLMF 5.5.4), with the
  ///   cotangent reduced exactly.
  ///
  /// Measured error for x > 0: 3.9 ulp, a relative error of 5.2·10⁻¹⁶. For x < 0 the
  /// two terms of the reflection cancel near the zero that lies between each pair of
  /// poles: there the error is small relative to the terms, not to the result. As a
  /// fraction of max(1, |ψ(1 − x)|, |ψ(x)|) it is 7·10⁻¹⁶.
  @usableFromInline
  internal static func digamma(_ x: Double) -> Double {
    if x == 0 { return -1 / x }
    if x < 0 { return digamma(1 - x) - .pi * cotPi(x) }
    if x < 1 { return digammaBetweenOneAndTwo(x + 1) - 1 / x }
    if x >= 10 { return digammaAsymptotic(x) }

    var base = x
    var steps = 0.0
    while base > 2 {
      base -= 1
      steps += 1 / base
    }
    return digammaBetweenOneAndTwo(base) + steps
  }

  private static func digammaBetweenOneAndTwo(_ x: Double) -> Double {
    let offset = (x - 1.4616321449683622) - 9.549995429965697e-17
    return offset * polynomial(digammaNumerator, at: x - 1.5) / x
  }

  private static func digammaAsymptotic(_ x: Double) -> Double {
    if x == .infinity { return x }
    let inverse = 1 / x
    let square = inverse * inverse
    return Double.log(x) - (0.5 * inverse + square * polynomial(digammaSeries, at: square))
  }

  /// Coefficients of P, the Chebyshev interpolant of x ψ(x) / (x − x₀) on 1...2
  /// rewritten in powers of x − 3/2.
  private static let digammaNumerator: [Double] = [
    1.4265838140477494, 0.31561474410964213, -0.06281369492029978, 0.017935099659918786,
    -0.005921836372897031, 0.0021055245446859176, -0.0007808824168024009,
    0.0002971386992203237, -0.00011492336176934886, 4.4925108689132856e-05,
    -1.7694365857968033e-05, 7.000115165772718e-06, -2.745020735209861e-06,
    1.092012498099367e-06, -5.1758163215571e-07, 2.0651639995273118e-07,
  ]

  /// B₂ₖ / 2k for k = 1, 2, …, 8.
  private static let digammaSeries: [Double] = [
    1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240, 1.0 / 132, -691.0 / 32760, 1.0 / 12,
    -3617.0 / 8160,
  ]
}
