// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import RealModule

extension ElementaryFunction {
  /// The sine of an angle in radians.
  public enum Sine: UnaryFunction {
    public static var function: ElementaryFunction { .sine }
    public static var notation: Notation { Notation("sin", latex: "\\sin") }
    public static var rule: String { "derivative of the sine" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T { .sin(x) }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { .cos(x) }
  }

  /// The cosine of an angle in radians.
  public enum Cosine: UnaryFunction {
    public static var function: ElementaryFunction { .cosine }
    public static var notation: Notation { Notation("cos", latex: "\\cos") }
    public static var rule: String { "derivative of the cosine" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T { .cos(x) }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { -.sin(x) }
  }

  /// The tangent of an angle in radians.
  public enum Tangent: UnaryFunction {
    public static var function: ElementaryFunction { .tangent }
    public static var notation: Notation { Notation("tan", latex: "\\tan") }
    public static var rule: String { "derivative of the tangent" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T { .tan(x) }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { 1 + y * y }
  }

  /// The inverse sine.
  public enum ArcSine: UnaryFunction {
    public static var function: ElementaryFunction { .arcSine }
    public static var notation: Notation { Notation("asin", latex: "\\arcsin", mathML: "arcsin") }
    public static var domain: String { "-1 ≤ x ≤ 1" }
    public static var rule: String { "derivative of the inverse sine" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T { .asin(x) }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T {
      1 / .sqrt(.oneMinusSquare(x))
    }
  }

  /// The inverse cosine.
  public enum ArcCosine: UnaryFunction {
    public static var function: ElementaryFunction { .arcCosine }
    public static var notation: Notation { Notation("acos", latex: "\\arccos", mathML: "arccos") }
    public static var domain: String { "-1 ≤ x ≤ 1" }
    public static var rule: String { "derivative of the inverse cosine" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T { .acos(x) }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T {
      -1 / .sqrt(.oneMinusSquare(x))
    }
  }

  /// The inverse tangent.
  public enum ArcTangent: UnaryFunction {
    public static var function: ElementaryFunction { .arcTangent }
    public static var notation: Notation { Notation("atan", latex: "\\arctan", mathML: "arctan") }
    public static var rule: String { "derivative of the inverse tangent" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T { .atan(x) }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { 1 / (1 + x * x) }
  }

  /// The angle of the point `(y, x)`: `atan2(y, x)`, its first operand being the ordinate. The
  /// partial derivatives divide by the radius twice, since its square may overflow.
  public enum ArcTangent2: BinaryFunction {
    public static var function: ElementaryFunction { .arcTangent2 }
    public static var notation: Notation { Notation("atan2") }
    public static var rule: String { "derivative of the angle" }
    @inlinable public static var hasCostlyPartials: Bool { true }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T, _ y: T) -> T { .atan2(y: x, x: y) }
    @inlinable public static func partialX<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T {
      let radius = T.hypot(x, y)
      return .ratio(.ratio(y, radius), radius)
    }
    @inlinable public static func partialY<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T {
      let radius = T.hypot(x, y)
      return -.ratio(.ratio(x, radius), radius)
    }
  }
}
