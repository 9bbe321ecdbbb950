// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import RealModule

extension ElementaryFunction {
  /// The larger of two numbers; where they are equal each has half the derivative.
  public enum Maximum: BinaryFunction {
    public static var function: ElementaryFunction { .maximum }
    public static var notation: Notation { Notation("max", latex: "\\max") }
    public static var rule: String { "derivative of the maximum" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T, _ y: T) -> T {
      if x > y { return x }
      if y > x { return y }
      return x == y ? (x.sign == .minus ? y : x) : x + y
    }
    @inlinable public static func partialX<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T { .precedes(y, x) }
    @inlinable public static func partialY<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T { .precedes(x, y) }
  }

  /// The smaller of two numbers; where they are equal each has half the derivative.
  public enum Minimum: BinaryFunction {
    public static var function: ElementaryFunction { .minimum }
    public static var notation: Notation { Notation("min", latex: "\\min") }
    public static var rule: String { "derivative of the minimum" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T, _ y: T) -> T {
      if x < y { return x }
      if y < x { return y }
      return x == y ? (x.sign == .minus ? x : y) : x + y
    }
    @inlinable public static func partialX<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T { .precedes(x, y) }
    @inlinable public static func partialY<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T { .precedes(y, x) }
  }

  /// The magnitude of `x` with the sign of `y`.
  public enum CopySign: BinaryFunction {
    public static var function: ElementaryFunction { .copySign }
    public static var notation: Notation { Notation("copysign") }
    public static var rule: String { "derivative of the absolute value" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T, _ y: T) -> T {
      x.sign == y.sign ? x : -x
    }
    @inlinable public static func partialX<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T {
      .sign(x) * .copysign(1, y)
    }
    @inlinable public static func partialY<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T { 0 }
  }

  /// The remainder of `x / y` with the sign of `y`: `x − y ⌊x / y⌋`.
  public enum Modulo: BinaryFunction {
    public static var function: ElementaryFunction { .modulo }
    public static var notation: Notation { Notation("mod") }
    public static var domain: String { "y ≠ 0" }
    public static var rule: String { "derivative of the remainder" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T, _ y: T) -> T { .moduloValue(x, y) }
    @inlinable public static func partialX<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T { 1 }
    @inlinable public static func partialY<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T { -.round((x - z) / y) }
  }

  /// The greatest integer not above `x`; the derivative is 0 everywhere.
  public enum Floor: UnaryFunction {
    public static var function: ElementaryFunction { .floor }
    public static var notation: Notation { Notation("floor") }
    public static var rule: String { "derivative of a step" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T { x.rounded(.down) }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { 0 }
  }

  /// The smallest integer not below `x`; the derivative is 0 everywhere.
  public enum Ceiling: UnaryFunction {
    public static var function: ElementaryFunction { .ceiling }
    public static var notation: Notation { Notation("ceil") }
    public static var rule: String { "derivative of a step" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T { x.rounded(.up) }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { 0 }
  }

  /// The nearest integer, halves to the even one; the derivative is 0 everywhere.
  public enum Round: UnaryFunction {
    public static var function: ElementaryFunction { .round }
    public static var notation: Notation { Notation("round") }
    public static var rule: String { "derivative of a step" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T {
      x.rounded(.toNearestOrEven)
    }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { 0 }
  }

  /// The integer part; the derivative is 0 everywhere.
  public enum Truncate: UnaryFunction {
    public static var function: ElementaryFunction { .truncate }
    public static var notation: Notation { Notation("trunc") }
    public static var rule: String { "derivative of a step" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T { x.rounded(.towardZero) }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { 0 }
  }

  /// 1 where `x < y`, else 0.
  public enum Less: BinaryFunction {
    public static var function: ElementaryFunction { .less }
    public static var notation: Notation { Notation("<", latex: "<", mathML: "<", form: .relation) }
    public static var rule: String { "derivative of a step" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T, _ y: T) -> T { x < y ? 1 : 0 }
    @inlinable public static func partialX<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T { 0 }
    @inlinable public static func partialY<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T { 0 }
  }

  /// 1 where `x ≤ y`, else 0.
  public enum LessOrEqual: BinaryFunction {
    public static var function: ElementaryFunction { .lessOrEqual }
    public static var notation: Notation { Notation("<=", latex: "\\le", mathML: "≤", form: .relation) }
    public static var rule: String { "derivative of a step" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T, _ y: T) -> T { x <= y ? 1 : 0 }
    @inlinable public static func partialX<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T { 0 }
    @inlinable public static func partialY<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T { 0 }
  }

  /// 1 where `x = y`, else 0.
  public enum Equal: BinaryFunction {
    public static var function: ElementaryFunction { .equal }
    public static var notation: Notation { Notation("==", latex: "=", mathML: "=", form: .relation) }
    public static var rule: String { "derivative of a step" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T, _ y: T) -> T { x == y ? 1 : 0 }
    @inlinable public static func partialX<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T { 0 }
    @inlinable public static func partialY<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T { 0 }
  }

  /// Which of two numbers comes first: 1 where `x < y`, ½ where they are equal, else 0.
  ///
  /// The share of `x` in the derivative of the smaller one.
  public enum Precedes: BinaryFunction {
    public static var function: ElementaryFunction { .precedes }
    public static var notation: Notation { Notation("precedes") }
    public static var rule: String { "derivative of a step" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T, _ y: T) -> T {
      x < y ? 1 : x == y ? 0.5 : 0
    }
    @inlinable public static func partialX<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T { 0 }
    @inlinable public static func partialY<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T { 0 }
  }
}
