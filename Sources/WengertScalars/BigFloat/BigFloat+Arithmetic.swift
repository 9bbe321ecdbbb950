// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import RealModule

extension BigFloat: AlgebraicField {
  /// The absolute value; of what is not a number, itself.
  public var magnitude: Self {
    var result = self
    result.real.isNegative = false
    return result
  }

  public static prefix func - (a: Self) -> Self {
    var result = a
    result.negate()
    return result
  }

  public mutating func negate() {
    if !isNaN { real.isNegative.toggle() }
  }

  /// The sum, correctly rounded.
  public static func + (a: Self, b: Self) -> Self {
    if a.kind == .finite && b.kind == .finite {
      return Self(rounding: a.real + b.real)
    }
    if a.isNaN || b.isNaN { return .nan }
    if a.kind == b.kind && a.sign != b.sign { return .nan }
    return a.kind == .infinity ? a : b
  }

  /// The difference, correctly rounded.
  public static func - (a: Self, b: Self) -> Self { a + -b }

  /// The product, correctly rounded.
  public static func * (a: Self, b: Self) -> Self {
    if a.kind == .finite && b.kind == .finite {
      return Self(rounding: a.real * b.real)
    }
    if a.isNaN || b.isNaN || a.isZero || b.isZero { return .nan }
    return .infinity(isNegative: a.isNegative != b.isNegative)
  }

  /// The quotient, correctly rounded.
  public static func / (a: Self, b: Self) -> Self {
    if a.kind == .finite && b.isOrdinary {
      return Self(rounding: a.real / b.real)
    }
    if a.isNaN || b.isNaN || a.kind == b.kind && a.isZero == b.isZero { return .nan }
    let isNegative = a.isNegative != b.isNegative
    return b.kind == .infinity ? .zero(isNegative: isNegative) : .infinity(isNegative: isNegative)
  }

  public static func += (a: inout Self, b: Self) { a = a + b }

  public static func -= (a: inout Self, b: Self) { a = a - b }

  public static func *= (a: inout Self, b: Self) { a = a * b }

  public static func /= (a: inout Self, b: Self) { a = a / b }

  /// `1 / self`, or nil if it is not finite or the number is infinite.
  public var reciprocal: Self? {
    guard isOrdinary else { return nil }
    let result = 1 / self
    return result.isOrdinary ? result : nil
  }

  /// The square root, correctly rounded. Heron's iteration.
  public static func sqrt(_ x: Self) -> Self {
    if x.isZero || x.isNaN { return x }
    if x.isNegative { return .nan }
    if x.kind == .infinity { return x }
    return Self(rounding: .squareRoot(x.real, words: P.words))
  }

  /// The length of the vector (`x`, `y`), infinite if a component is, without undue overflow.
  public static func hypot(_ x: Self, _ y: Self) -> Self {
    if x.kind == .infinity || y.kind == .infinity { return .infinity }
    if x.isNaN || y.isNaN { return .nan }
    let words = 2 * P.words + 1
    let square = BigReal.sum(
      .product(x.real, x.real, words: words), .product(y.real, y.real, words: words), words: words)
    return Self(rounding: .squareRoot(square, words: P.words))
  }
}
