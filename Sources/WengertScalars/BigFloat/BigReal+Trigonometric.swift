// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension BigReal {
  /// The sine and the cosine of `x`, for `|x| < 2`; the cosine with a small *absolute* error.
  ///
  /// The Taylor series of the versine `1 - cos x` at `x / 2^s`, then `s` times `v ↦ 2v (2 - v)`,
  /// in which nothing cancels; the sine is the root of `v (2 - v)`.
  static func sinCosOfSmall(_ x: BigReal, words: Int) -> (sin: BigReal, cos: BigReal) {
    guard !x.isZero else { return (x, .one(words: words)) }
    let halvings = max(0, integerSquareRoot(16 * words) + Int(max(x.exponent, -1 << 20)))
    let r = x.rounded(toWords: words).scaled(by: -halvings)
    let square = -(r * r)
    var term = square.scaled(by: -1)
    var versine = term
    var index = 2
    while term.exponent >= versine.exponent - 64 * Int64(words) {
      index += 2
      term = term * square / BigReal(index * (index - 1))
      versine = versine + term
    }
    versine = -versine
    for _ in 0..<halvings { versine = (versine * (2 - versine)).scaled(by: 1) }
    let sine = (versine * (2 - versine)).squareRoot()
    return (x.isNegative ? -sine : sine, 1 - versine)
  }

  /// The sine and the cosine of any `x`.
  static func sinCos(_ x: BigReal, words: Int) -> (sin: BigReal, cos: BigReal) {
    let (quadrant, rest) = reducedByQuarterTurns(x, words: words)
    let (sin, cos) = sinCosOfSmall(rest, words: words)
    switch quadrant {
    case 0: return (sin, cos)
    case 1: return (cos, -sin)
    case 2: return (-sin, -cos)
    default: return (-cos, sin)
    }
  }

  /// `x - q π/2`, at most about π/4, and `q` modulo 4, with as many digits of π as it takes.
  private static func reducedByQuarterTurns(
    _ x: BigReal, words: Int
  ) -> (quadrant: Int, rest: BigReal) {
    guard x.exponent >= 0 else { return (0, x) }
    var quadrant = 0
    let rest = resolvingCancellation(words: words) { words in
      let words = words + Int(x.exponent / 64) + 1
      let quarter = pi(words: words).scaled(by: -1)
      let turns = quotient(x, quarter, words: words).rounded(.toNearestOrEven)
      let magnitude = (turns.bit(0) ? 1 : 0) + (turns.bit(1) ? 2 : 0)
      quadrant = (turns.isNegative ? 4 - magnitude : magnitude) & 3
      return (sum(x, -(turns * quarter), words: words), 0)
    }
    return (quadrant, rest)
  }

  /// The sine and the cosine of `πx`, the cosine with a small *absolute* error.
  static func sinCosPi(_ x: BigReal, words: Int) -> (sin: BigReal, cos: BigReal) {
    let nearest = x.rounded(.toNearestOrEven)
    let (sin, cos) = sinCosOfSmall(pi(words: words) * (x - nearest), words: words)
    return nearest.isOddInteger ? (-sin, -cos) : (sin, cos)
  }

  /// The angle of the point (`x`, `y`), which is not the origin.
  static func atan2(y: BigReal, x: BigReal, words: Int) -> BigReal {
    let isSteep = compareMagnitudes(y, x) > 0
    let ratio = quotient(isSteep ? x : y, isSteep ? y : x, words: words).magnitude
    var angle = atanOfRatio(ratio, words: words)
    if isSteep { angle = pi(words: words).scaled(by: -1) - angle }
    if x.isNegative { angle = pi(words: words) - angle }
    return y.isNegative ? -angle : angle
  }

  /// The arctangent of a number from 0 to 1.
  ///
  /// An estimate `a` in double precision, and what is left after a rotation by `-a`.
  private static func atanOfRatio(_ x: BigReal, words: Int) -> BigReal {
    guard x.exponent >= -12 else { return arctangentSeries(x, isHyperbolic: false, words: words) }
    let estimate = BigReal(atanEstimate(x.double))
    let (sin, cos) = sinCosOfSmall(estimate, words: words)
    let rest = (x * cos - sin) / (cos + x * sin)
    return arctangentSeries(rest, isHyperbolic: false, words: words) + estimate
  }

  private static func atanEstimate(_ x: Double) -> Double {
    // The tangent of a quarter of the angle is at most 0.2.
    var x = x
    for _ in 0..<2 { x /= 1 + (1 + x * x).squareRoot() }
    var sum = 0.0
    for index in stride(from: 25.0, through: 1.0, by: -2.0) { sum = 1 / index - sum * x * x }
    return 4 * x * sum
  }

  /// The value of `body`, at a working precision raised until what cancels no longer matters.
  ///
  /// `body` is given a precision, and returns a value with an absolute error of about
  /// `2^(scale - 64 · precision)`. The value must not be zero.
  static func resolvingCancellation(
    words: Int, _ body: (_ words: Int) -> (value: BigReal, scale: Int64)
  ) -> BigReal {
    var extra = 1
    while true {
      let (value, scale) = body(words + extra)
      let lost = value.isZero ? 64 * (words + extra) : Int(max(0, scale - value.exponent))
      if lost <= 64 * extra - 8 { return value }
      extra = lost / 64 + 2
    }
  }
}
