// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import RealModule

extension ElementaryFunction {
  /// `x + y`.
  public enum Add: BinaryFunction {
    public static var function: ElementaryFunction { .add }
    public static var notation: Notation { Notation("+", latex: "+", form: .sum) }
    public static var rule: String { "sum rule" }
    @inlinable @inline(__always)
    public static func value<T: PrimitiveScalar>(_ x: T, _ y: T) -> T { x + y }
    @inlinable @inline(__always)
    public static func partialX<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T { 1 }
    @inlinable @inline(__always)
    public static func partialY<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T { 1 }
  }

  /// `x − y`.
  public enum Subtract: BinaryFunction {
    public static var function: ElementaryFunction { .subtract }
    public static var notation: Notation { Notation("-", latex: "-", mathML: "−", form: .difference) }
    public static var rule: String { "difference rule" }
    @inlinable @inline(__always)
    public static func value<T: PrimitiveScalar>(_ x: T, _ y: T) -> T { x - y }
    @inlinable @inline(__always)
    public static func partialX<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T { 1 }
    @inlinable @inline(__always)
    public static func partialY<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T { -1 }
  }

  /// `x · y`.
  public enum Multiply: BinaryFunction {
    public static var function: ElementaryFunction { .multiply }
    public static var notation: Notation { Notation("*", latex: "\\cdot", mathML: "⋅", form: .product) }
    public static var rule: String { "product rule" }
    @inlinable @inline(__always)
    public static func value<T: PrimitiveScalar>(_ x: T, _ y: T) -> T { x * y }
    @inlinable @inline(__always)
    public static func partialX<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T { y }
    @inlinable @inline(__always)
    public static func partialY<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T { x }
  }

  /// `x / y`.
  public enum Divide: BinaryFunction {
    public static var function: ElementaryFunction { .divide }
    public static var notation: Notation { Notation("/", latex: "\\frac", mathML: "/", form: .fraction) }
    public static var domain: String { "y ≠ 0" }
    public static var rule: String { "quotient rule" }
    @inlinable public static var hasCostlyPartials: Bool { true }
    @inlinable @inline(__always)
    public static func value<T: PrimitiveScalar>(_ x: T, _ y: T) -> T { x / y }
    @inlinable @inline(__always)
    public static func partialX<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T { 1 / y }
    @inlinable @inline(__always)
    public static func partialY<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T { -z / y }
  }

  /// `x / y`, but 0 wherever `x` is: the quotient that partial derivatives such as `x / hypot(x, y)`
  /// are written with. It gives the norm the derivative zero at the origin.
  public enum Ratio: BinaryFunction {
    public static var function: ElementaryFunction { .ratio }
    public static var notation: Notation { Notation("ratio") }
    public static var domain: String { "y ≠ 0, or x = 0" }
    public static var rule: String { "quotient rule" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T, _ y: T) -> T {
      x.isZero ? x : x / y
    }
    @inlinable @inline(__always)
    public static func partialX<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T { 1 / y }
    @inlinable @inline(__always)
    public static func partialY<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T { -.ratio(z, y) }
  }

  /// `−x`.
  public enum Negate: UnaryFunction {
    public static var function: ElementaryFunction { .negate }
    public static var notation: Notation { Notation("neg", latex: "-", mathML: "−", form: .negation) }
    public static var rule: String { "constant factor rule" }
    @inlinable @inline(__always)
    public static func value<T: PrimitiveScalar>(_ x: T) -> T { -x }
    @inlinable @inline(__always)
    public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { -1 }
  }

  /// `1 / x`.
  public enum Reciprocal: UnaryFunction {
    public static var function: ElementaryFunction { .reciprocal }
    public static var notation: Notation { Notation("reciprocal") }
    public static var domain: String { "x ≠ 0" }
    public static var rule: String { "reciprocal rule" }
    @inlinable @inline(__always)
    public static func value<T: PrimitiveScalar>(_ x: T) -> T { 1 / x }
    @inlinable @inline(__always)
    public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { -(y * y) }
  }

  /// `x²`.
  public enum Square: UnaryFunction {
    public static var function: ElementaryFunction { .square }
    public static var notation: Notation { Notation("square") }
    public static var rule: String { "power rule" }
    @inlinable @inline(__always)
    public static func value<T: PrimitiveScalar>(_ x: T) -> T { x * x }
    @inlinable @inline(__always)
    public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { x.multiplied(by: 2) }
  }

  /// `1 − x²`, as `(1 − x)(1 + x)`, which does not cancel near ±1; its derivative is exact near 0.
  public enum OneMinusSquare: UnaryFunction {
    public static var function: ElementaryFunction { .oneMinusSquare }
    public static var notation: Notation { Notation("oneMinusSquare") }
    public static var rule: String { "power rule" }
    @inlinable @inline(__always)
    public static func value<T: PrimitiveScalar>(_ x: T) -> T { (1 - x) * (1 + x) }
    @inlinable @inline(__always)
    public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { x.multiplied(by: -2) }
  }

  /// `|x|`, with derivative 0 at 0.
  public enum AbsoluteValue: UnaryFunction {
    public static var function: ElementaryFunction { .absoluteValue }
    public static var notation: Notation { Notation("abs", form: .absolute) }
    public static var rule: String { "derivative of the absolute value" }
    @inlinable @inline(__always)
    public static func value<T: PrimitiveScalar>(_ x: T) -> T { x.magnitude }
    @inlinable @inline(__always)
    public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { .sign(x) }
  }

  /// −1, 0 or 1: the sign of `x`; its derivative is 0 everywhere.
  public enum Sign: UnaryFunction {
    public static var function: ElementaryFunction { .sign }
    public static var notation: Notation { Notation("sign", latex: "\\operatorname{sgn}", mathML: "sgn") }
    public static var rule: String { "derivative of a step" }
    @inlinable @inline(__always)
    public static func value<T: PrimitiveScalar>(_ x: T) -> T { x > 0 ? 1 : x < 0 ? -1 : x }
    @inlinable @inline(__always)
    public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { 0 }
  }
}
