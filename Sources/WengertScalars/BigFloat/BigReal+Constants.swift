// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension BigReal {
  /// π to `words` limbs.
  static func pi(words: Int) -> BigReal {
    guard words <= Constants.words else { return Constants.pi(words: words) }
    return Constants.pi.rounded(toWords: words)
  }

  /// The natural logarithm of 2 to `words` limbs.
  static func ln2(words: Int) -> BigReal {
    guard words <= Constants.words else { return Constants.ln2(words: words) }
    return Constants.ln2.rounded(toWords: words)
  }

  /// The natural logarithm of 10 to `words` limbs.
  static func ln10(words: Int) -> BigReal {
    guard words <= Constants.words else { return Constants.ln10(words: words) }
    return Constants.ln10.rounded(toWords: words)
  }
}

/// The mathematical constants, computed once to a precision that serves 4096 bits.
///
/// The stored ones are immutable, and initialised on first use; wider ones are computed each time.
private enum Constants {
  static let words = 96
  static let pi = pi(words: words)
  static let ln2 = ln2(words: words)
  static let ln10 = ln10(words: words)

  /// Machin's formula: π = 16 arctan(1/5) - 4 arctan(1/239).
  static func pi(words: Int) -> BigReal {
    let first = arctangent(reciprocalOf: 5, isHyperbolic: false, words: words + 1)
    let second = arctangent(reciprocalOf: 239, isHyperbolic: false, words: words + 1)
    return (first.scaled(by: 4) - second.scaled(by: 2)).rounded(toWords: words)
  }

  static func ln2(words: Int) -> BigReal { logarithm([14, 10, 6], words: words) }

  static func ln10(words: Int) -> BigReal { logarithm([46, 34, 20], words: words) }

  /// A logarithm of a product of 2, 3 and 5 as a combination of the inverse hyperbolic tangents of
  /// 1/31, 1/49 and 1/161.
  private static func logarithm(_ coefficients: [BigReal], words: Int) -> BigReal {
    var sum = BigReal.zero()
    for (coefficient, divisor) in zip(coefficients, [31, 49, 161] as [Int64]) {
      sum =
        sum
        + coefficient * arctangent(reciprocalOf: divisor, isHyperbolic: true, words: words + 1)
    }
    return sum.rounded(toWords: words)
  }

  /// The (hyperbolic) arctangent of `1 / n` from its Taylor series, with terms whose precision
  /// shrinks with their size.
  private static func arctangent(reciprocalOf n: Int64, isHyperbolic: Bool, words: Int) -> BigReal {
    let square = BigReal(isHyperbolic ? n * n : -n * n)
    var power = BigReal.one(words: words) / BigReal(n)
    var sum = power
    var index: Int64 = 1
    while power.exponent > -64 * Int64(words) {
      index += 2
      power = .quotient(power, square, words: max(1, words + Int(power.exponent / 64) + 1))
      sum = sum + power / BigReal(index)
    }
    return sum
  }
}
