// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Logarithms: x = 2ᵉ (1 + f) with 1 + f in [√½, √2), and, with s = f / (2 + f) and z = s²,
// log(1 + f) = f − (f²/2 − s (f²/2 + z P(z))).
//
// K. C. Ng's method in FDLIBM (1993); the polynomials are minimax fits of our own.

extension VectorBuilder {
  /// `(log((1 + s) / (1 − s)) / s − 2) / s²` as a polynomial of `s²`.
  private var logarithmTail: [Double] {
    isDouble
      ? [
        0.6666666666666735, 0.399999999994109, 0.2857142874329746, 0.22222198472973365,
        0.18183569875473216, 0.15313900183058335, 0.14797535146347207,
      ]
      : [0.6666666269302368, 0.4000033736228943, 0.28537237644195557, 0.2358357310295105]
  }

  /// The integer `e` and `f` in [√½ − 1, √2 − 1) with `x = 2ᵉ (1 + f)`.
  private func centered(_ x: VectorValue) -> (exponent: VectorValue, f: VectorValue) {
    let (power, significand) = decomposedPositive(x)
    let root = constant(2.0.squareRoot())
    let isLarge = { (a: VectorValue, b: VectorValue) in significand.selecting(.less, root, b, else: a) }
    return (
      power + isLarge(constant(1), constant(0)),
      significand * isLarge(constant(0.5), constant(1)) - 1
    )
  }

  /// The integer `e`, and the parts of `log(1 + f)`: `f` and `rest` with `log(1 + f) = f − rest`,
  /// where `rest` holds `− correction`, too.
  private func reducedLogarithm(
    _ x: VectorValue, correction: (_ exponent: VectorValue) -> VectorValue
  ) -> (exponent: VectorValue, f: VectorValue, rest: VectorValue) {
    let (exponent, f) = centered(x)
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
  func logarithmOnePlus(_ x: VectorValue) -> VectorValue {
    let u = x + 1
    let one = constant(1)
    // The smaller part of the sum, less what of it arrived.
    let lost = one.selecting(.less, x, 1 - (u - x), else: x - (u - 1))
    let isFinite = { (a: VectorValue, b: VectorValue) in
      u.selecting(.less, self.constant(.infinity), a, else: b)
    }
    let correction = isFinite(lost / u, constant(0))
    let parts = reducedLogarithm(u) { correction + $0 * self.logTwo.low }
    // Keeps the sign of zero; −1 has no correction.
    let result = u.selecting(.equal, constant(0), constant(-.infinity), else: sum(parts))
    return x.selecting(.equal, constant(0), x, else: special(u, result))
  }

  func logarithm2(_ x: VectorValue) -> VectorValue {
    let (exponent, f, rest) = reducedLogarithm(x) { _ in self.constant(0) }
    return special(x, (f - rest).multiplied(by: constant(1.4426950408889634), adding: exponent))
  }

  /// `log₂ x` to about 12 bits more than a lane has: `log₂ (1 + f) = s (c₀ + z (c₁ + z P(z)))`, all
  /// but `P` in pairs.
  ///
  /// The way of S. Gal and B. Bachelis, "An accurate elementary mathematical library for the IEEE
  /// floating point standard", ACM TOMS 17 (1991), without tables; c₀, c₁ and `P` are one minimax fit.
  func binaryLogarithm(_ x: VectorValue) -> VectorPair {
    let first = constant(
      (2.8853900817779268, 4.073244249399146e-17), (2.885390043258667, 3.85314145034954e-08))
    let second = constant(
      (0.9617966939259754, 4.134015751928806e-17), (0.9617967009544373, -2.7604276198189837e-08))
    let tail =
      isDouble
      ? [
        0.5770780163556941, 0.4121985830733281, 0.3205989045564687, 0.2623075465333609,
        0.22198986910917262, 0.19113796167415775, 0.19134264192430483,
      ]
      : [0.5770835876464844, 0.41167283058166504, 0.3407280147075653]
    let (exponent, f) = centered(x)
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
