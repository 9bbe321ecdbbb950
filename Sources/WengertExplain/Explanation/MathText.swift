// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A line of mathematics, which every writer sets in its own syntax.
///
/// It is a flat list of pieces. Only fractions have parts, and they are bracketed by pieces too, so
/// nothing is nested and a writer is a single loop.
///
/// The pieces of `∂L/∂x = 8 + 5 = 13` are a partial derivative, three numbers, and signs between.
public struct MathText: Hashable, Sendable {
  /// A symbol, or an end of a fraction.
  public enum Piece: Hashable, Sendable {
    /// The name of a quantity; digits at its end, and what follows `_`, are a subscript.
    case name(String)
    /// A decimal.
    case decimal(String)
    case plus, minus, times, equals, approximately, comma, open, close
    /// `{ numerator over denominator }`.
    case beginFraction, over, endFraction
    /// `∂f/∂x`.
    case partial(String, by: String)
    /// The operator `∂/∂x`.
    case derivative(by: String)
    /// A formula that is already set.
    case formula(Rendering)
    /// Powers of the ε of dual numbers.
    case epsilon, epsilonSquared, epsilonCubed
  }

  /// An expression in the three syntaxes that ``Expression`` writes.
  public struct Rendering: Hashable, Sendable {
    public let plain: String
    public let latex: String
    public let mathML: String
  }

  /// The pieces, in order of reading.
  public var pieces: [Piece]

  /// The line of the given pieces.
  public init(_ pieces: Piece...) { self.pieces = pieces }

  init(_ pieces: [Piece]) { self.pieces = pieces }

  static func + (a: Self, b: Self) -> Self { Self(a.pieces + b.pieces) }
  static func += (a: inout Self, b: Self) { a.pieces += b.pieces }
}

extension MathText.Piece {
  /// The number to six digits, or to as many as asked for.
  static func number(_ value: Double, digits: Int = 6) -> Self {
    .decimal(value.rounded(toDigits: digits))
  }
}

extension MathText {
  /// `a = b`.
  static func equation(_ sides: Self...) -> Self {
    var line = Self()
    for (i, side) in sides.enumerated() { line += i == 0 ? side : Self(.equals) + side }
    return line
  }

  static func name(_ name: String) -> Self { Self(.name(name)) }
  static func number(_ value: Double, digits: Int = 6) -> Self {
    Self(.number(value, digits: digits))
  }
  static func partial(_ name: String, by other: String) -> Self {
    Self(.partial(name, by: other))
  }

  /// The number, in parentheses if it is negative.
  static func factor(_ value: Double, digits: Int = 6) -> Self {
    value < 0 ? number(value, digits: digits).parenthesized : number(value, digits: digits)
  }

  var parenthesized: Self { Self(.open) + self + Self(.close) }

  /// The terms with plus signs between them; a term that begins with a minus sign brings its own.
  static func sum(_ terms: [Self]) -> Self {
    var line = Self()
    for (i, term) in terms.enumerated() {
      if i > 0, term.pieces.first != .minus { line += Self(.plus) }
      line += term
    }
    return terms.isEmpty ? Self(.decimal("0")) : line
  }

  /// `(numerator) / (denominator)`.
  static func fraction(_ numerator: Self, _ denominator: Self) -> Self {
    Self(.beginFraction) + numerator + Self(.over) + denominator + Self(.endFraction)
  }

  /// `L(2, 3)`.
  static func call(_ function: String, _ arguments: [Self]) -> Self {
    var line = Self(.name(function), .open)
    for (i, argument) in arguments.enumerated() {
      line += i == 0 ? argument : Self(.comma) + argument
    }
    return line + Self(.close)
  }

  /// `40 + 13 ε`, or as much of it as is not zero.
  static func dual(_ primal: Double, _ tangent: Double, digits: Int = 6) -> Self {
    if tangent.isZero { return number(primal, digits: digits) }
    if tangent.isNaN {
      return number(primal, digits: digits) + Self(.plus, .decimal("nan"), .times, .epsilon)
    }
    let sign = tangent < 0 ? Piece.minus : .plus
    let size = tangent.magnitude
    return number(primal, digits: digits) + Self(sign)
      + (size == 1 ? Self() : number(size, digits: digits)) + Self(.epsilon)
  }
}
