// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Logarithms: x = 2ᵉ (1 + f) with 1 + f in [¾, 1½), and, with s = f / (2 + f) and z = s²,
// log(1 + f) = f − (f²/2 − s (f²/2 + z P(z))).
//
// K. C. Ng's method in FDLIBM (1993); the polynomials are minimax fits of our own.

extension VectorBuilder {
  /// `(log((1 + s) / (1 − s)) / s − 2) / s²` as a polynomial of `s²`.
  private var logarithmTail: [Double] {
    isDouble
      ? [
        0.6666666666667268, 0.39999999996176705, 0.28571429392867026, 0.22222138681268816,
        0.1818634932762849, 0.15250313017863598, 0.15367292824960582,
      ]
      : [0.6666666311113244, 0.40000858483324697, 0.28507227101064525, 0.2409724440971048]
  }

  /// The integer `e`, and the parts of `log(1 + f)`: `f` and `rest` with `log(1 + f) = f − rest`,
  /// where `rest` holds `− correction`, too.
  private func reducedLogarithm(
    _ x: VectorValue, correction: (_ exponent: VectorValue) -> VectorValue
  ) -> (exponent: VectorValue, f: VectorValue, rest: VectorValue) {
    let (exponent, significand) = decomposedPositive(x)
    let f = significand - 1
    let s = f / (f + 2)
    let z = s * s
    let half = f * f * 0.5
    let tail = z.multiplied(by: polynomial(z, logarithmTail), adding: half)
    let rest = half - s.multiplied(by: tail, adding: correction(exponent))
    return (exponent, f, rest)
  }

  func logarithm(_ x: VectorValue) -> VectorValue {
    special(x, sum(reducedLogarithm(x) { $0 * self.logTwo.low }))
  }

  /// `log(1 + x)`: that of the rounded sum, and what rounding lost, over the sum.
  func logarithmOnePlus(_ x: VectorValue) -> VectorValue { logarithmOnePlus(x, nil) }

  func logarithmOnePlus(_ x: VectorPair) -> VectorValue { logarithmOnePlus(x.high, x.low) }

  private func logarithmOnePlus(_ x: VectorValue, _ low: VectorValue?) -> VectorValue {
    let u = x + 1
    let one = constant(1)
    // The smaller part of the sum, less what of it arrived.
    var lost = one.selecting(.less, x, 1 - (u - x), else: x - (u - 1))
    if let low { lost = lost + low }
    let isFinite = { (a: VectorValue, b: VectorValue) in
      u.selecting(.less, self.constant(.infinity), a, else: b)
    }
    let correction = isFinite(lost / u, constant(0))
    let parts = reducedLogarithm(u) { correction + $0 * self.logTwo.low }
    // Keeps the sign of zero; −1 has no correction.
    let result = u.selecting(.equal, constant(0), constant(-.infinity), else: sum(parts))
    return x.selecting(.equal, constant(0), x, else: special(u, result))
  }

  /// `log(1 + x)` for `x` from 0 to 1: `2 artanh (x / (2 + x))`, whose argument is at most ⅓.
  func logarithmOnePlusFraction(_ x: VectorValue) -> VectorValue {
    let coefficients =
      isDouble
      ? [
        0.6666666666666631, 0.40000000000155267, 0.28571428548097827, 0.22222223954974074,
        0.181817444299853, 0.15386549482983092, 0.13301106527998116, 0.12105066322246003,
        0.08344424815258512, 0.17010798258754478,
      ]
      : [0.6666641617956177, 0.40021534242760914, 0.28001678178303957, 0.2801266759062966]
    let s = VectorPair.quotient(x, VectorPair.sum(constant(2), x))
    let square = s * s
    return (s * square).multiplied(by: polynomial(square, coefficients), adding: s + s)
  }

  func logarithm2(_ x: VectorValue) -> VectorValue {
    let (exponent, f, rest) = reducedLogarithm(x) { _ in self.constant(0) }
    return special(x, (f - rest).multiplied(by: constant(1.4426950408889634), adding: exponent))
  }

  /// `log₂ x` to about 12 bits more than a lane has: `log₂ (1 + f) = s (c₀ + z (c₁ + z P(z)))`, all
  /// but `P` in pairs.
  ///
  /// As FDLIBM's `pow` has it (K. C. Ng, 1993), with multiply-add for exact products; c₀, c₁ and `P`
  /// are one minimax fit of our own (Remez' algorithm in 60 digits) of the relative error.
  func binaryLogarithm(_ x: VectorValue) -> VectorPair {
    let first = constant(
      (2.8853900817779268, 4.070720018462779e-17), (2.885390043258667, 3.857702779441752e-08))
    let second = constant(
      (0.9617966939259757, -4.374852877410066e-17),
      (0.9617966413497925, -1.9317052846190563e-08))
    let tail =
      isDouble
      ? [
        0.5770780163555717, 0.41219858311551366, 0.32059889726626595, 0.26230825508269945,
        0.22194936987992508, 0.19248852622437862, 0.16703167467444963, 0.1824956972766005,
      ]
      : [0.5770922899246216, 0.41120782494544983, 0.34837353229522705]
    let (exponent, significand) = decomposedPositive(x)
    let f = significand - 1
    let s = f / VectorPair.sum(constant(2), f)
    let z = s * s
    let q = VectorPair.sum(second.high, z.high * polynomial(z.high, tail))
    let inner = z * VectorPair(high: q.high, low: q.low + second.low)
    let sum = exponent + s * (first + inner)
    return VectorPair(high: special(x, sum.high), low: sum.low)
  }

  /// `log₂ x · log₁₀ 2`, which is right to the last place for powers of ten.
  func logarithm10(_ x: VectorValue) -> VectorValue {
    let factor = constant(
      (0.3010299956639812, -2.8037281277851704e-18), (0.3010300099849701, -1.4320989e-08))
    let binary = binaryLogarithm(x)
    let product = binary * factor
    // Infinite and nan have no low part.
    return binary.high.magnitude.selecting(
      .less, constant(.infinity), product.high + product.low, else: binary.high)
  }

  private func sum(
    _ parts: (exponent: VectorValue, f: VectorValue, rest: VectorValue)
  ) -> VectorValue {
    parts.exponent.multiplied(by: constant(logTwo.high), subtracting: parts.rest - parts.f)
  }

  /// What the exponents of AVX-512 tell without being asked: −∞ at 0, nan below, ∞ at ∞.
  private func special(_ x: VectorValue, _ result: VectorValue) -> VectorValue {
    let zero = constant(0)
    if level == .avx512 { return x.selecting(.equal, zero, constant(-.infinity), else: result) }
    let upper = x.selecting(.less, constant(.infinity), result, else: x)
    let lower = x.selecting(.less, zero, constant(.nan), else: upper)
    return x.selecting(.equal, zero, constant(-.infinity), else: lower)
  }
}
