// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import RealModule

extension ElementaryFunction {
  /// The hyperbolic sine.
  public enum HyperbolicSine: UnaryFunction {
    public static var function: ElementaryFunction { .hyperbolicSine }
    public static var notation: Notation { Notation("sinh", latex: "\\sinh") }
    public static var rule: String { "derivative of the hyperbolic sine" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T { .sinh(x) }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { .cosh(x) }
  }

  /// The hyperbolic cosine.
  public enum HyperbolicCosine: UnaryFunction {
    public static var function: ElementaryFunction { .hyperbolicCosine }
    public static var notation: Notation { Notation("cosh", latex: "\\cosh") }
    public static var rule: String { "derivative of the hyperbolic cosine" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T { .cosh(x) }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { .sinh(x) }
  }

  /// The hyperbolic tangent. The derivative is `sech² x` and not `1 − y²`, which is 0 from `x = 19` on.
  public enum HyperbolicTangent: UnaryFunction {
    public static var function: ElementaryFunction { .hyperbolicTangent }
    public static var notation: Notation { Notation("tanh", latex: "\\tanh") }
    public static var rule: String { "derivative of the hyperbolic tangent" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T { .tanh(x) }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T {
      .square(1 / .cosh(x))
    }

    /// `sech² x` is `(1 − y)(1 + y)`, where that does not cancel, and `4 t / (1 + t)²` with `t = e^−2|x|`.
    @inlinable
    public static func valueWithDerivative<T: PrimitiveScalar>(_ x: T) -> (value: T, derivative: T) {
      let y = T.tanh(x)
      if y.magnitude < 0.5 { return (y, (1 - y) * (1 + y)) }
      let power = T.exp(-2 * x.magnitude)
      return (y, 4 * power / .square(1 + power))
    }
  }

  /// The inverse hyperbolic sine.
  public enum ArcHyperbolicSine: UnaryFunction {
    public static var function: ElementaryFunction { .arcHyperbolicSine }
    public static var notation: Notation {
      Notation("asinh", latex: "\\operatorname{arsinh}", mathML: "arsinh")
    }
    public static var rule: String { "derivative of the inverse hyperbolic sine" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T { .asinh(x) }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { 1 / .hypot(1, x) }
  }

  /// The inverse hyperbolic cosine.
  public enum ArcHyperbolicCosine: UnaryFunction {
    public static var function: ElementaryFunction { .arcHyperbolicCosine }
    public static var notation: Notation {
      Notation("acosh", latex: "\\operatorname{arcosh}", mathML: "arcosh")
    }
    public static var domain: String { "x ≥ 1" }
    public static var rule: String { "derivative of the inverse hyperbolic cosine" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T { .acosh(x) }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T {
      1 / (.sqrt(x - 1) * .sqrt(x + 1))
    }
  }

  /// The inverse hyperbolic tangent.
  public enum ArcHyperbolicTangent: UnaryFunction {
    public static var function: ElementaryFunction { .arcHyperbolicTangent }
    public static var notation: Notation {
      Notation("atanh", latex: "\\operatorname{artanh}", mathML: "artanh")
    }
    public static var domain: String { "-1 < x < 1" }
    public static var rule: String { "derivative of the inverse hyperbolic tangent" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T { .atanh(x) }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T {
      1 / .oneMinusSquare(x)
    }
  }
}
