// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import RealModule

extension ElementaryFunction {
  /// `eˣ`.
  public enum Exp: UnaryFunction {
    public static var function: ElementaryFunction { .exp }
    public static var notation: Notation { Notation("exp", latex: "\\exp") }
    public static var rule: String { "derivative of the exponential" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T { .exp(x) }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { y }
  }

  /// `2ˣ`.
  public enum Exp2: UnaryFunction {
    public static var function: ElementaryFunction { .exp2 }
    public static var notation: Notation { Notation("exp2") }
    public static var rule: String { "derivative of an exponential" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T { .exp2(x) }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { y * .log(2) }
  }

  /// `10ˣ`.
  public enum Exp10: UnaryFunction {
    public static var function: ElementaryFunction { .exp10 }
    public static var notation: Notation { Notation("exp10") }
    public static var rule: String { "derivative of an exponential" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T { .exp10(x) }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { y * .log(10) }
  }

  /// `eˣ − 1`, accurate near 0. The derivative is `eˣ` and not `y + 1`, which cancels where `y ≈ −1`.
  public enum ExpMinusOne: UnaryFunction {
    public static var function: ElementaryFunction { .expMinusOne }
    public static var notation: Notation { Notation("expm1") }
    public static var rule: String { "derivative of the exponential" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T { .expMinusOne(x) }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { .exp(x) }
  }

  /// The natural logarithm.
  public enum Log: UnaryFunction {
    public static var function: ElementaryFunction { .log }
    public static var notation: Notation { Notation("log", latex: "\\log") }
    public static var domain: String { "x > 0" }
    public static var rule: String { "derivative of the logarithm" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T { .log(x) }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { 1 / x }
  }

  /// The logarithm to base 2.
  public enum Log2: UnaryFunction {
    public static var function: ElementaryFunction { .log2 }
    public static var notation: Notation { Notation("log2", latex: "\\log_2") }
    public static var domain: String { "x > 0" }
    public static var rule: String { "derivative of a logarithm" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T { .log2(x) }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { 1 / (x * .log(2)) }
  }

  /// The logarithm to base 10.
  public enum Log10: UnaryFunction {
    public static var function: ElementaryFunction { .log10 }
    public static var notation: Notation { Notation("log10", latex: "\\log_{10}") }
    public static var domain: String { "x > 0" }
    public static var rule: String { "derivative of a logarithm" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T { .log10(x) }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { 1 / (x * .log(10)) }
  }

  /// `log(1 + x)`, accurate near 0.
  public enum LogOnePlus: UnaryFunction {
    public static var function: ElementaryFunction { .logOnePlus }
    public static var notation: Notation { Notation("log1p") }
    public static var domain: String { "x > -1" }
    public static var rule: String { "derivative of the logarithm" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T { .log(onePlus: x) }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { 1 / (1 + x) }
  }
}
