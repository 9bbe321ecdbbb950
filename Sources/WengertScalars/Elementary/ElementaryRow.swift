// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// One row of the table of elementary functions: what every row says of itself.
///
/// A row is a type without cases that conforms to ``UnaryFunction``, ``BinaryFunction`` or
/// ``IndexedFunction``. It holds *everything* the library knows of a function; evaluation, forward
/// and reverse mode, Taylor series, formulas, programs and explanations all read the same row.
public protocol ElementaryRow {
  /// The case of ``ElementaryFunction`` that stands for this row in programs.
  static var function: ElementaryFunction { get }

  /// What it is called in expressions and listings, and how it is written.
  static var notation: Notation { get }

  /// Where the function is defined, as a condition on its operands: `"x > 0"`.
  static var domain: String { get }

  /// What the rule for its derivative is called: `"product rule"`.
  static var rule: String { get }
}

extension ElementaryRow {
  public static var domain: String { "" }
}

/// A function of one operand: its value, and its derivative written once for every scalar type.
public protocol UnaryFunction: ElementaryRow {
  /// `f(x)` on plain numbers, to the last bit or two.
  static func value<T: PrimitiveScalar>(_ x: T) -> T

  /// `f′(x)`, where `y` is `f(x)`.
  static func derivative<T: Scalar>(_ x: T, _ y: T) -> T

  /// Both on plain numbers, for functions that share work between them: the same as ``value(_:)`` to the
  /// last bit, and as ``derivative(_:_:)`` to a bit or two.
  static func valueWithDerivative<T: PrimitiveScalar>(_ x: T) -> (value: T, derivative: T)
}

extension UnaryFunction {
  @inlinable @inline(__always)
  public static func valueWithDerivative<T: PrimitiveScalar>(_ x: T) -> (value: T, derivative: T) {
    let y = value(x)
    return (y, derivative(x, y))
  }
}

/// A function of two operands, with its two partial derivatives.
public protocol BinaryFunction: ElementaryRow {
  /// `f(x, y)` on plain numbers.
  static func value<T: PrimitiveScalar>(_ x: T, _ y: T) -> T

  /// `∂f/∂x`, where `z` is `f(x, y)`.
  static func partialX<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T

  /// `∂f/∂y`, where `z` is `f(x, y)`.
  static func partialY<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T

  /// Whether a partial derivative is so costly that an operand without a tangent is worth a test.
  static var hasCostlyPartials: Bool { get }
}

extension BinaryFunction {
  @inlinable public static var hasCostlyPartials: Bool { false }
}

/// A function of an integer `n`, a parameter that is never differentiated, and one operand.
public protocol IndexedFunction: ElementaryRow {
  /// `fₙ(x)` on plain numbers.
  static func value<T: PrimitiveScalar>(_ n: Int, _ x: T) -> T

  /// `fₙ′(x)`, where `y` is `fₙ(x)`.
  static func derivative<T: Scalar>(_ n: Int, _ x: T, _ y: T) -> T
}

/// How a function is called and written.
public struct Notation: Sendable {
  /// The shape that formulas give it.
  public enum Form: Sendable {
    case sum, difference, product, fraction, negation, power, squareRoot, absolute, relation, call
  }

  /// The name in expressions and listings, `sin`; for operators the sign, `+`.
  public let name: String

  /// The command or name in LaTeX: `\sin`.
  public let latex: String

  /// The identifier or operator in MathML: `sin`.
  public let mathML: String

  public let form: Form

  public init(_ name: String, latex: String? = nil, mathML: String? = nil, form: Form = .call) {
    self.name = name
    self.latex = latex ?? "\\operatorname{" + name + "}"
    self.mathML = mathML ?? name
    self.form = form
  }
}
