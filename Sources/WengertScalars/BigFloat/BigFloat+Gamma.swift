// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import RealModule

extension BigFloat: RealFunctions {
  /// The gamma function, not a number at negative integers.
  ///
  /// Stirling's series (DLMF 5.11.1) after the recurrence, and the reflection formula (5.5.3).
  public static func gamma(_ x: Self) -> Self {
    if x.isZero { return .infinity(isNegative: x.isNegative) }
    guard x.isOrdinary else { return x.isNegative ? .nan : x }
    if x.isPole { return .nan }
    return Self(rounding: .gamma(x.real, words: workingWords))
  }

  /// The logarithm of the magnitude of the gamma function, infinite at its poles.
  ///
  /// The same series, at a precision that grows near the zeros, those of negative arguments too.
  public static func logGamma(_ x: Self) -> Self {
    if x.isNaN { return x }
    if !x.isOrdinary || x.isPole { return .infinity }
    if x == 1 || x == 2 { return 0 }
    return Self(rounding: .logGamma(x.real, words: P.words))
  }

  /// The sign of the gamma function, plus at its poles.
  public static func signGamma(_ x: Self) -> FloatingPointSign {
    guard x < 0, x.kind == .finite, !x.isPole else { return .plus }
    return x.real.rounded(.down).isOddInteger ? .minus : .plus
  }

  /// The digamma function, the derivative of ``logGamma(_:)``.
  ///
  /// ```swift
  /// let euler = -BigFloat<Bits256>.digamma(1)  // 0.5772156649…
  /// ```
  public static func digamma(_ x: Self) -> Self { polygamma(0, x) }

  /// The derivative of order `n` of the digamma function; `n` is not negative.
  ///
  /// An asymptotic series (DLMF 5.15.9) after the recurrence, and the reflection formula (5.15.6),
  /// at a precision that grows near the zeros. At 0 and at negative integers it is infinite if the
  /// two sides agree; else it is infinite with the side that the sign of a zero tells, and not a
  /// number at the others.
  public static func polygamma(_ n: Int, _ x: Self) -> Self {
    precondition(n >= 0, "The order of a derivative is not negative.")
    if x.isNaN || (x.kind == .infinity && x.isNegative) { return .nan }
    if x.kind == .infinity { return n == 0 ? x : .zero(isNegative: n % 2 == 0) }
    if x.isZero { return .infinity(isNegative: n % 2 == 0 && !x.isNegative) }
    if x.isPole { return n % 2 == 0 ? .nan : .infinity }
    return Self(rounding: .polygamma(n, x.real, words: P.words))
  }

  /// Whether the number is a negative integer.
  private var isPole: Bool { isOrdinary && isNegative && real.isInteger }
}
