// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Exponentials: x = n log 2 + r with |r| ≤ log 2 / 2, and eˣ = 2ⁿ (1 + r + r² P(r)).
//
// P. T. P. Tang, "Table-driven implementation of the exponential function in IEEE floating-point
// arithmetic", ACM TOMS 15 (1989); the polynomials are minimax fits of our own.

extension VectorBuilder {
  /// `(eʳ − 1 − r) / r²` for `|r| ≤ log 2 / 2`, to 2⁻⁵⁵ and 2⁻²⁶ of `eʳ − 1`.
  private var exponentialTail: [Double] {
    isDouble
      ? [
        0.5000000000000006, 0.16666666666666588, 0.04166666666657676, 0.008333333333389573,
        0.0013888888931564913, 0.00019841269718958435, 2.4801505273536287e-05,
        2.7557407585452164e-06, 2.762603803564928e-07, 2.5053761941135393e-08,
      ]
      : [
        0.49999998153962416, 0.16666543621845986, 0.04166719992725901, 0.008366520523211055,
        0.0013882516507106096,
      ]
  }

  /// The same for `|r| ≤ ¾ log 2`, to 2⁻⁶⁰ and 2⁻²⁷.
  private var wideExponentialTail: [Double] {
    isDouble
      ? [
        0.5, 0.16666666666666669, 0.04166666666666805, 0.00833333333333213, 0.0013888888888467564,
        0.0001984126984314899, 2.4801587844162e-05, 2.7557318003708483e-06, 2.75569815271428e-07,
        2.505241136602679e-08, 2.09772885603409e-09, 1.6060317992702126e-10,
      ]
      : [
        0.5000000487486292, 0.16666663257714123, 0.041665134501465514, 0.008333622062922524,
        0.0014005046304825684, 0.00019850372956679326,
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

  /// The integer next to `x / log 2`.
  private func integerPart(_ x: VectorValue) -> VectorValue {
    (x * 1.4426950408889634).rounded(.nearest)
  }

  /// `x − n log 2`.
  private func reduced(_ x: VectorValue, _ n: VectorValue) -> VectorValue {
    x.subtractingProduct(n, constant(logTwo.high)).subtractingProduct(n, constant(logTwo.low))
  }

  private func exponentialMinusOne(
    reduced r: VectorValue, _ tail: [Double]
  ) -> VectorValue {
    (r * r).multiplied(by: polynomial(r, tail), adding: r)
  }

  /// The integer `n` and `eʳ − 1` with `x = n log 2 + r`.
  func reducedExponential(_ x: VectorPair) -> (n: VectorValue, rest: VectorValue) {
    let n = integerPart(x.high)
    return (n, exponentialMinusOne(reduced: reduced(x.high, n) + x.low, exponentialTail))
  }

  /// The same with `|n|` lessened by a quarter before it is rounded: so `2ⁿ (eʳ − 1)` is never about
  /// as large as `1 − 2ⁿ`, from which it could not be subtracted without losing accuracy.
  ///
  /// - Parameter quarter: ¼ with the sign of `x`.
  func reducedExponential(
    _ x: VectorValue, _ quarter: VectorValue
  ) -> (n: VectorValue, rest: VectorValue) {
    let n = x.multiplied(by: constant(1.4426950408889634), subtracting: quarter).rounded(.nearest)
    return (n, exponentialMinusOne(reduced: reduced(x, n), wideExponentialTail))
  }

  func exponential(_ x: VectorValue) -> VectorValue {
    exponentialWithinRange(isDouble ? clamped(x, -746, 710) : clamped(x, -104, 89))
  }

  /// `eˣ` for an `x` where it is neither far above the greatest number nor far below the least.
  func exponentialWithinRange(_ x: VectorValue) -> VectorValue {
    let n = integerPart(x)
    let r = reduced(x, n)
    let slope = r.multiplied(by: polynomial(r, exponentialTail), adding: constant(1))
    return scaled(r.multiplied(by: slope, adding: constant(1)), by: n)
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
    let (n, rest) = reducedExponential(
      isDouble ? clamped(x, -40, 710) : clamped(x, -20, 89), x.sign | constant(0.25))
    // Where 2⁻ⁿ is no normal number it is nothing beside 1.
    let inverse = powerOfTwo(constant(isDouble ? -1000 : -100).applying(.maximum, -n))
    let result = scaled(rest + (1 - inverse), by: n)
    // Keeps the sign of zero.
    return x.selecting(.equal, constant(0), x, else: result)
  }

  func sigmoid(_ x: VectorValue) -> VectorValue {
    let power = exponential(-x.magnitude)
    return VectorPair.quotient(
      x.selecting(.less, constant(0), power, else: constant(1)), VectorPair.sum(constant(1), power))
  }

  func softplus(_ x: VectorValue) -> VectorValue {
    let rest = logarithmOnePlusFraction(exponential(-x.magnitude))
    return constant(0).selecting(.less, x, x + rest, else: rest)
  }
}
