// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule

/// The precision of a ``BigFloat``, as a type.
///
/// ```swift
/// enum Bits768: Precision { static var words: Int { 12 } }
/// ```
public protocol Precision: Sendable {
  /// The number of 64-bit words of the significand, at least 1.
  static var words: Int { get }
}

/// A significand of 256 bits, about 77 decimal digits.
public enum Bits256: Precision { public static var words: Int { 4 } }

/// A significand of 512 bits, about 154 decimal digits.
public enum Bits512: Precision { public static var words: Int { 8 } }

/// A significand of 1024 bits, about 308 decimal digits.
public enum Bits1024: Precision { public static var words: Int { 16 } }

/// A significand of 2048 bits, about 616 decimal digits.
public enum Bits2048: Precision { public static var words: Int { 32 } }

/// A significand of 4096 bits, about 1233 decimal digits.
public enum Bits4096: Precision { public static var words: Int { 64 } }

/// A binary floating-point number with a significand of a fixed, arbitrary size.
///
/// A scalar for generic numeric code that shows what the same code computes without rounding:
///
/// ```swift
/// let x: BigFloat<Bits256> = 0.1
/// let y = (.exp(x) - 1 - x).double  // All 53 bits are right.
/// ```
///
/// Sums, products, quotients and square roots are correctly rounded, to nearest with ties to even.
/// The other functions are computed with at least one word more than the result has, and so are
/// correctly rounded but for about one argument in 2⁵⁰. Exponents go up to 2⁴⁰ either way: what is
/// larger is infinite and what is smaller is zero; there are no subnormal numbers. Special values
/// and signed zeros follow annex F of the C standard.
public struct BigFloat<P: Precision>: Sendable {
  enum Kind: Sendable { case finite, infinity, nan }

  var kind: Kind

  /// The value of a finite number; of an infinity, only the sign matters.
  var real: BigReal

  init(kind: Kind, isNegative: Bool = false) {
    self.init(kind: kind, real: .zero(isNegative: isNegative))
  }

  private init(kind: Kind, real: BigReal) {
    self.kind = kind
    self.real = real
  }

  /// The number `value`, rounded to the precision and to the range of exponents.
  init(rounding value: BigReal) {
    let rounded = value.rounded(toWords: P.words)
    let limit: Int64 = 1 << 40
    if rounded.exponent > limit {
      self.init(kind: .infinity, isNegative: rounded.isNegative)
    } else if rounded.exponent < -limit {
      self.init(kind: .finite, isNegative: rounded.isNegative)
    } else {
      self.init(kind: .finite, real: rounded)
    }
  }

  /// The precision that the elementary functions work with, in words.
  static var workingWords: Int { P.words + 1 }

  var isNegative: Bool { real.isNegative }

  /// Whether the number is finite and not zero.
  var isOrdinary: Bool { kind == .finite && !real.isZero }

  static func zero(isNegative: Bool) -> Self { Self(kind: .finite, isNegative: isNegative) }

  static func infinity(isNegative: Bool) -> Self { Self(kind: .infinity, isNegative: isNegative) }
}

// MARK: - Constants and classification

extension BigFloat {
  /// Not a number. It has no sign and no payload.
  public static var nan: Self { Self(kind: .nan) }

  /// Positive infinity.
  public static var infinity: Self { infinity(isNegative: false) }

  /// The number nearest to π.
  public static var pi: Self { Self(rounding: .pi(words: workingWords)) }

  /// Whether the number is not a number.
  public var isNaN: Bool { kind == .nan }

  /// Whether the number is neither infinite nor not a number.
  public var isFinite: Bool { kind == .finite }

  /// Whether the number is 0 or -0.
  public var isZero: Bool { kind == .finite && real.isZero }

  /// The sign, of zeros and infinities as well.
  public var sign: FloatingPointSign { isNegative ? .minus : .plus }
}

// MARK: - Conversions

extension BigFloat: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// The number `value`, exactly.
  public init(_ value: Double) {
    if value.isNaN {
      self = .nan
    } else if value.isInfinite {
      self = .infinity(isNegative: value < 0)
    } else {
      self.init(rounding: BigReal(value))
    }
  }

  /// The number nearest to an integer, ties to even.
  public init<Source: BinaryInteger>(_ value: Source) {
    self.init(rounding: BigReal(integer: value))
  }

  /// The integer `source`, or nil if its significand is too long.
  public init?<Source: BinaryInteger>(exactly source: Source) {
    let exact = BigReal(integer: source)
    self.init(rounding: exact)
    guard kind == .finite, real == exact else { return nil }
  }

  public init(floatLiteral value: Double) { self.init(value) }

  public init(integerLiteral value: Int64) { self.init(rounding: BigReal(value)) }

  /// The nearest `Double`, ties to even, by a single rounding even for subnormal results.
  ///
  /// ```swift
  /// let third: BigFloat<Bits256> = 1 / 3
  /// third.double == 1.0 / 3.0  // true
  /// ```
  public var double: Double {
    switch kind {
    case .finite: real.double
    case .infinity: isNegative ? -.infinity : .infinity
    case .nan: .nan
    }
  }
}

extension BigReal {
  /// The integer `value`, exactly.
  init<Source: BinaryInteger>(integer value: Source) {
    var sum = BigReal.zero()
    var position = 0
    for word in value.magnitude.words {
      let limb = BigReal(high: UInt64(word)).scaled(by: position)
      sum = .sum(sum, limb, words: position / 64 + 2)
      position += UInt.bitWidth
    }
    self = value < 0 ? -sum : sum
  }

  private init(high value: UInt64) {
    let shift = value.leadingZeroBitCount
    self.init(
      isNegative: false, exponent: value == 0 ? Self.zeroExponent : Int64(64 - shift),
      limbs: value == 0 ? [] : [value &<< UInt64(shift)])
  }
}

// MARK: - Order

extension BigFloat: Comparable {
  /// Whether two numbers are equal; 0 and -0 are, and nothing is equal to what is not a number.
  public static func == (a: Self, b: Self) -> Bool { !a.isUnordered(with: b) && compare(a, b) == 0 }

  public static func < (a: Self, b: Self) -> Bool { !a.isUnordered(with: b) && compare(a, b) < 0 }

  public static func <= (a: Self, b: Self) -> Bool { !a.isUnordered(with: b) && compare(a, b) <= 0 }

  public static func > (a: Self, b: Self) -> Bool { b < a }

  public static func >= (a: Self, b: Self) -> Bool { b <= a }

  private func isUnordered(with other: Self) -> Bool { isNaN || other.isNaN }

  private static func compare(_ a: Self, _ b: Self) -> Int {
    if a.kind == .finite && b.kind == .finite { return BigReal.compare(a.real, b.real) }
    let left = a.kind == .finite ? 0 : a.isNegative ? -1 : 1
    let right = b.kind == .finite ? 0 : b.isNegative ? -1 : 1
    return left - right
  }
}

// MARK: - Rounding to an integer

extension BigFloat {
  /// The integer nearest to the number under `rule`.
  ///
  /// Down is `floor`, up is `ceil`, toward zero is `trunc`, to nearest or even is `rint`, and to
  /// nearest or away from zero is `round`.
  public func rounded(_ rule: FloatingPointRoundingRule) -> Self {
    isOrdinary ? Self(rounding: real.rounded(rule)) : self
  }
}
