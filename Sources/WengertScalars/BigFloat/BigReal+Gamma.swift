// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The Bernoulli numbers of even index, B₂, B₄, …
private enum BernoulliNumbers {
  // Immutable, and computed on first use: one table for each of the usual precisions.
  private static let upTo12 = numbers(words: 12)
  private static let upTo20 = numbers(words: 20)
  private static let upTo36 = numbers(words: 36)
  private static let upTo68 = numbers(words: 68)

  /// As many numbers as Stirling's series takes, to at least `words` limbs.
  static func even(words: Int) -> [BigReal] {
    switch words {
    case ...12: upTo12
    case ...20: upTo20
    case ...36: upTo36
    case ...68: upTo68
    default: numbers(words: words)
    }
  }

  /// From the tangent numbers, by a recurrence in which nothing cancels: R. Brent and D. Harvey,
  /// "Fast computation of Bernoulli, tangent and secant numbers" (2013), algorithm 2.
  private static func numbers(words: Int) -> [BigReal] {
    let count = 9 * words + 16
    var tangents = [BigReal.one(words: words)]
    for index in 1..<count { tangents.append(tangents[index - 1] * BigReal(index)) }
    for first in 1..<count {
      for index in first..<count {
        let step = index - first
        tangents[index] =
          tangents[index] * BigReal(step + 2)
          + (step == 0 ? 0 : tangents[index - 1] * BigReal(step))
      }
    }
    return tangents.indices.map { index in
      let power = BigReal.one(words: words).scaled(by: 2 * (index + 1))
      let number = tangents[index] * BigReal(2 * (index + 1)) / (power * (power - 1))
      return index % 2 == 0 ? number : -number
    }
  }
}

extension BigReal {
  /// `x + n`, large enough for the asymptotic series, and `n`.
  ///
  /// At a quarter of the number of bits the terms shrink below the last one soon enough.
  private static func shifted(
    _ x: BigReal, beyond minimum: Int = 0, words: Int
  ) -> (y: BigReal, count: Int) {
    let target = 16 * words + minimum
    let x = x.rounded(toWords: max(x.words, words))
    let count = x.exponent > 30 ? 0 : max(0, target - Int(x.double))
    return (x + BigReal(count), count)
  }

  /// `Σ coefficient(k, B₂ₖ) / y^2k`, where the terms are small next to `scale`.
  private static func asymptoticSeries(
    _ y: BigReal, scale: Int64, words: Int, _ coefficient: (Int, BigReal) -> BigReal
  ) -> BigReal {
    let inverse = BigReal.one(words: words) / (y * y)
    var power = inverse
    var sum = BigReal.zero()
    for (index, number) in BernoulliNumbers.even(words: words).enumerated() {
      let term = product(coefficient(index + 1, number), power, words: words)
      sum = sum + term
      if term.exponent < scale - 64 * Int64(words) { break }
      power = power * inverse
    }
    return sum
  }

  /// The logarithm of the gamma function of a large number, by Stirling's series.
  private static func stirling(_ y: BigReal, words: Int) -> BigReal {
    let half = BigReal.one(words: words).scaled(by: -1)
    let series = asymptoticSeries(y, scale: 0, words: words) { k, number in
      number / BigReal(2 * k * (2 * k - 1))
    }
    let twoPi = pi(words: words).scaled(by: 1)
    return (y - half) * log(y, words: words) - y + log(twoPi, words: words).scaled(by: -1)
      + series * y
  }

  /// The logarithm of the gamma function of a number beyond the recurrence, and the factors of
  /// `Γ(x + n) / Γ(x)` in between.
  private static func shiftedLogGamma(
    _ x: BigReal, words: Int
  ) -> (logGamma: BigReal, factors: BigReal) {
    let (y, count) = shifted(x, words: words)
    var factors = BigReal.one(words: words)
    var factor = x.rounded(toWords: max(x.words, words))
    for _ in 0..<count {
      factors = product(factors, factor, words: words)
      factor = factor + 1
    }
    return (stirling(y, words: words), factors)
  }

  /// The gamma function, away from its poles.
  static func gamma(_ x: BigReal, words: Int) -> BigReal {
    // One word more for the logarithm, whose size is an error of the exponential.
    let working = words + 1
    if x.isNegative {
      let reflected = gamma(sum(1, -x, words: max(x.words, working) + 1), words: working)
      return pi(words: working) / (sinCosPi(x, words: working).sin * reflected)
    }
    let (logGamma, factors) = shiftedLogGamma(x, words: working)
    return exp(logGamma, words: working) / factors
  }

  /// The logarithm of the magnitude of the gamma function, away from its poles and from 1 and 2.
  static func logGamma(_ x: BigReal, words: Int) -> BigReal {
    resolvingCancellation(words: words) { words in
      if x.isNegative {
        let reflected = logGamma(sum(1, -x, words: max(x.words, words) + 1), words: words)
        let sine = sinCosPi(x, words: words).sin.magnitude
        let logarithm = log(pi(words: words) / sine, words: words)
        return (logarithm - reflected, max(logarithm.exponent, reflected.exponent) + 1)
      }
      let (value, factors) = shiftedLogGamma(x, words: words)
      return (value - log(factors, words: words), value.exponent + 8)
    }
  }

  /// The derivative of order `order` of the digamma function, away from the poles.
  ///
  /// The recurrence up to a large argument, and there the asymptotic series of DLMF 5.11.2 and
  /// 5.15.9; the reflections 5.5.4 and 5.15.6 for a negative argument.
  static func polygamma(_ order: Int, _ x: BigReal, words: Int) -> BigReal {
    resolvingCancellation(words: words) { words in
      guard x.isNegative else { return polygammaOfPositive(order, x, words: words) }
      let argument = sum(1, -x, words: max(x.words, words) + 1)
      let (reflected, scale) = polygammaOfPositive(order, argument, words: words)
      let (sin, cos) = sinCosPi(x, words: words)
      let polynomial = cotangentDerivative(order, at: cos / sin, words: words)
      let correction = pi(words: words).power(UInt(order + 1)) * polynomial
      // Where the sine is small, so is the correction's error next to the correction; where the
      // cosine is, only its absolute error is.
      let value = (order % 2 == 0 ? reflected : -reflected) - correction
      let slope = Int64(2 * (order + 1))
      return (value, max(scale, correction.exponent, slope) + 8)
    }
  }

  private static func polygammaOfPositive(
    _ order: Int, _ x: BigReal, words: Int
  ) -> (value: BigReal, scale: Int64) {
    let (y, count) = shifted(x, beyond: 2 * order, words: words)
    var sum = BigReal.zero()
    var argument = x.rounded(toWords: max(x.words, words))
    let one = BigReal.one(words: words)
    for _ in 0..<count {
      sum = sum + quotient(one, argument.power(UInt(order + 1)), words: words)
      argument = argument + 1
    }
    if order == 0 {
      let series = asymptoticSeries(y, scale: 0, words: words) { k, number in
        number / BigReal(2 * k)
      }
      let logarithm = log(y, words: words)
      let value = logarithm - (one / y).scaled(by: -1) - series - sum
      return (value, max(logarithm.exponent, sum.exponent) + 8)
    }
    // In units of (n - 1)!: 1 / y^n (1 + n / 2y + Σ B₂ₖ (n)(n + 1)…(n + 2k - 1) / (2k)! / y^2k).
    var rising = one
    let series = asymptoticSeries(y, scale: 0, words: words) { k, number in
      rising =
        rising * BigReal((order + 2 * k - 2) * (order + 2 * k - 1))
        / BigReal(2 * k * (2 * k - 1))
      return number * rising
    }
    let tail = (1 + (BigReal(order) / y).scaled(by: -1) + series) / y.power(UInt(order))
    let value = (tail + sum * BigReal(order)) * factorial(order - 1, words: words)
    return (order % 2 == 0 ? -value : value, value.exponent + 8)
  }

  private static func factorial(_ n: Int, words: Int) -> BigReal {
    var result = BigReal.one(words: words)
    for factor in stride(from: 2, through: n, by: 1) { result = result * BigReal(factor) }
    return result
  }

  /// The derivative of order `order` of `t ↦ cot(t)`, as a polynomial in `c = cot(t)`.
  private static func cotangentDerivative(
    _ order: Int, at c: BigReal, words: Int
  ) -> BigReal {
    // Each derivative is -(1 + c²) times that with respect to c.
    var coefficients: [BigReal] = [.zero(), .one(words: words)]
    for _ in 0..<order {
      var next = [BigReal](repeating: .zero(), count: coefficients.count + 1)
      for index in 1..<coefficients.count {
        let slope = -(coefficients[index] * BigReal(index))
        next[index - 1] = next[index - 1] + slope
        next[index + 1] = next[index + 1] + slope
      }
      coefficients = next
    }
    var value = BigReal.zero()
    for coefficient in coefficients.reversed() { value = value * c + coefficient }
    return value
  }
}
