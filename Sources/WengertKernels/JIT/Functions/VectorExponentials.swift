// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Exponentials: x = n log 2 + r with |r| ≤ log 2 / 2, and eˣ = 2ⁿ (1 + r + r² P(r)).
//
// P. T. P. Tang, "Table-driven implementation of the exponential function in IEEE floating-point
// arithmetic", ACM TOMS 15 (1989); the polynomials are minimax fits of our own.

extension VectorBuilder {
  /// `(eʳ − 1 − r) / r²` for `|r| ≤ log 2 / 2`, to 2⁻⁵³ and 2⁻²⁴ of `eʳ`.
  private var exponentialTail: [Double] {
    isDouble
      ? [
        0.5, 0.16666666666666682, 0.041666666666666095, 0.008333333333316989,
        0.0013888888889116416, 0.0001984126989650156, 2.480158692553118e-05,
        2.7557234741031372e-06, 2.7557582492639197e-07, 2.5112080044019785e-08,
        2.082650536486366e-09,
      ]
      : [
        0.5, 0.1666666567325592, 0.04166629537940025, 0.008333497680723667,
        0.0013944703387096524, 0.0001979027729248628,
      ]
  }

  /// `log 2` in two parts, neither of them negative.
  var logTwo: (high: Double, low: Double) {
    isDouble
      ? (0.6931471805599453, 2.3190468138462996e-17)
      : (0.693147122859955, 5.76999903e-08)
  }

  /// `x` brought into `least...greatest`; nan stays.
  func clamped(_ x: VectorValue, _ least: Double, _ greatest: Double) -> VectorValue {
    constant(least).applying(.maximum, constant(greatest).applying(.minimum, x))
  }

  /// The integer `n` and `eʳ − 1` with `x = n log 2 + r`.
  private func reducedExponential(_ x: VectorValue) -> (n: VectorValue, rest: VectorValue) {
    let (n, r) = reduced(x)
    return (n, exponentialLessOne(r))
  }

  func reducedExponential(_ x: VectorPair) -> (n: VectorValue, rest: VectorValue) {
    let (n, r) = reduced(x.high)
    return (n, exponentialLessOne(r + x.low))
  }

  private func reduced(_ x: VectorValue) -> (n: VectorValue, r: VectorValue) {
    let n = (x * 1.4426950408889634).rounded(.nearest)
    let high = x.subtractingProduct(n, constant(logTwo.high))
    return (n, high.subtractingProduct(n, constant(logTwo.low)))
  }

  private func exponentialLessOne(_ r: VectorValue) -> VectorValue {
    (r * r).multiplied(by: polynomial(r, exponentialTail), adding: r)
  }

  func exponential(_ x: VectorValue) -> VectorValue {
    let (n, rest) = reducedExponential(isDouble ? clamped(x, -746, 710) : clamped(x, -104, 89))
    return scaled(rest + 1, by: n)
  }

  func exponential2(_ x: VectorValue) -> VectorValue {
    let x = clampedExponent(x)
    let n = x.rounded(.nearest)
    return exponential((x - n) * logTwoPair, timesPowerOfTwo: n)
  }

  func exponential2(_ x: VectorPair) -> VectorValue {
    let high = clampedExponent(x.high)
    let n = high.rounded(.nearest)
    // Where the exponent is infinite the low part is nan.
    let low = high.selecting(.equal, x.high, x.low, else: constant(0))
    return exponential(VectorPair.sum(high - n, low) * logTwoPair, timesPowerOfTwo: n)
  }

  private func clampedExponent(_ x: VectorValue) -> VectorValue {
    isDouble ? clamped(x, -1076, 1025) : clamped(x, -151, 129)
  }

  private var logTwoPair: VectorPair {
    VectorPair(high: constant(logTwo.high), low: constant(logTwo.low))
  }

  /// `2ⁿ eʳ` for `|r| ≤ log 2 / 2`.
  private func exponential(_ r: VectorPair, timesPowerOfTwo n: VectorValue) -> VectorValue {
    let tail = (r.high * r.high).multiplied(by: polynomial(r.high, exponentialTail), adding: r.low)
    return scaled((tail + r.high) + 1, by: n)
  }

  /// `10ˣ = 2^(x log₂ 10)`.
  func exponential10(_ x: VectorValue) -> VectorValue {
    let factor = constant(
      (3.321928094887362, 1.661617516973592e-16), (3.321928024291992, 7.0595369e-08))
    return exponential2(factor * x)
  }

  /// `eˣ − 1 = 2ⁿ ((eʳ − 1) + (1 − 2⁻ⁿ))`.
  func exponentialMinusOne(_ x: VectorValue) -> VectorValue {
    let (n, rest) = reducedExponential(isDouble ? clamped(x, -40, 710) : clamped(x, -20, 89))
    // Where 2⁻ⁿ is no normal number it is nothing beside 1.
    let inverse = powerOfTwo(constant(isDouble ? -1000 : -100).applying(.maximum, -n))
    let result = scaled(rest + (1 - inverse), by: n)
    // Keeps the sign of zero.
    return x.selecting(.equal, constant(0), x, else: result)
  }

  func sigmoid(_ x: VectorValue) -> VectorValue {
    let power = exponential(-x.magnitude)
    let numerator = x.selecting(.less, constant(0), power, else: constant(1))
    return VectorPair.quotient(
      VectorPair(high: numerator, low: constant(0)), VectorPair.sum(constant(1), power))
  }

  func softplus(_ x: VectorValue) -> VectorValue {
    let rest = logarithmOnePlus(exponential(-x.magnitude))
    return constant(0).selecting(.less, x, x + rest, else: rest)
  }
}
