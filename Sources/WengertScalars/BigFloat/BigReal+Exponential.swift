// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// The functions of this file, and of its siblings, take the precision `words` of the result, with
// a relative error of a few units in the last place unless they say otherwise. Their callers ask
// for a word more than they need.

extension BigReal {
  /// Beyond this, the exponent of an exponential overflows, or underflows, in ``BigFloat``.
  private static let largestExponent: Int64 = 1 << 42

  /// `e^x`.
  ///
  /// `x = k ln 2 + r`, and `e^r` from ``expMinusOneOfSmall(_:words:)``.
  static func exp(_ x: BigReal, words: Int) -> BigReal {
    guard x.exponent <= 42 else {
      return BigReal.one(words: words).scaled(by: x.isNegative ? -largestExponent : largestExponent)
    }
    let quotient = x.exponent < 0 ? 0 : x.double * 1.4426950408889634
    let power = Int64(quotient < 0 ? quotient - 0.5 : quotient + 0.5)
    let rest = power == 0 ? x : sum(x, -(ln2(words: words + 1) * BigReal(power)), words: words + 1)
    return (expMinusOneOfSmall(rest, words: words) + 1).scaled(by: power)
  }

  /// `e^x - 1`.
  static func expMinusOne(_ x: BigReal, words: Int) -> BigReal {
    x.exponent < 0 ? expMinusOneOfSmall(x, words: words) : exp(x, words: words) - 1
  }

  /// `e^x - 1` for `|x| < 1`.
  ///
  /// The Taylor series at `x / 2^s`, then `s` times `u ↦ u (u + 2)`: the reduction of R. Brent,
  /// "Fast multiple-precision evaluation of elementary functions", J. ACM 23 (1976), for the
  /// exponential less one, which loses no small argument.
  static func expMinusOneOfSmall(_ x: BigReal, words: Int) -> BigReal {
    guard !x.isZero else { return x }
    let halvings = max(0, integerSquareRoot(64 * words) + Int(max(x.exponent, -1 << 20)))
    let r = x.rounded(toWords: words).scaled(by: -halvings)
    var term = r
    var sum = r
    var index = 1
    while term.exponent >= sum.exponent - 64 * Int64(words) {
      index += 1
      term = term * r / BigReal(index)
      sum = sum + term
    }
    for _ in 0..<halvings { sum = sum * (sum + 2) }
    return sum
  }

  /// The natural logarithm of a positive number.
  static func log(_ x: BigReal, words: Int) -> BigReal {
    // x = m 2^k, with m between the square roots of 1/2 and 2.
    var mantissa = x
    let isLow = (x.limbs.last ?? 0) < 0xB504_F333_F9DE_6484
    mantissa.exponent = isLow ? 1 : 0
    let power = x.exponent - mantissa.exponent
    let rest = logNearOne(mantissa, words: words)
    return power == 0 ? rest : ln2(words: words) * BigReal(power) + rest
  }

  /// The natural logarithm of `1 + x`.
  static func log(onePlus x: BigReal, words: Int) -> BigReal {
    guard x.exponent >= -12 else { return logOnePlusSmall(x, words: words) }
    return log(sum(x, 1, words: max(words, x.words) + 1), words: words)
  }

  /// The logarithm of a number between 0.7 and 1.5.
  ///
  /// An estimate `y` in double precision, and the logarithm of `x e^-y`, which is almost 1.
  private static func logNearOne(_ x: BigReal, words: Int) -> BigReal {
    let excess = x - 1
    guard excess.exponent >= -12 else { return logOnePlusSmall(excess, words: words) }
    let estimate = BigReal(logEstimate(x.double))
    let inverse = expMinusOneOfSmall(-estimate, words: words) + 1
    return logOnePlusSmall(product(x, inverse, words: words) - 1, words: words) + estimate
  }

  /// `log(1 + x) = 2 artanh(x / (2 + x))` for a small `x`.
  private static func logOnePlusSmall(_ x: BigReal, words: Int) -> BigReal {
    let x = x.rounded(toWords: words)
    return arctangentSeries(x / (x + 2), isHyperbolic: true, words: words).scaled(by: 1)
  }

  private static func logEstimate(_ x: Double) -> Double {
    let ratio = (x - 1) / (x + 1)
    var sum = 0.0
    for index in stride(from: 25.0, through: 1.0, by: -2.0) {
      sum = sum * ratio * ratio + 1 / index
    }
    return 2 * ratio * sum
  }

  /// The Taylor series of the arctangent, or of the hyperbolic one, for a small `x`.
  static func arctangentSeries(_ x: BigReal, isHyperbolic: Bool, words: Int) -> BigReal {
    guard !x.isZero else { return x }
    let x = x.rounded(toWords: words)
    let square = isHyperbolic ? x * x : -(x * x)
    var power = x
    var sum = x
    var index = 1
    while power.exponent >= sum.exponent - 64 * Int64(words) {
      index += 2
      power = power * square
      sum = sum + power / BigReal(index)
    }
    return sum
  }

  /// The integer part of the square root of `n`, near enough.
  static func integerSquareRoot(_ n: Int) -> Int { Int(Double(n).squareRoot()) }
}
