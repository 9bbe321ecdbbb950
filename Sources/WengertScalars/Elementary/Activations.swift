// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import RealModule

extension ElementaryFunction {
  /// `1 / (1 + e⁻ˣ)`. The derivative is `s(x) s(−x)` and not `s (1 − s)`, which is 0 from `x = 37` on.
  public enum Sigmoid: UnaryFunction {
    public static var function: ElementaryFunction { .sigmoid }
    public static var notation: Notation { Notation("sigmoid", latex: "\\sigma", mathML: "σ") }
    public static var rule: String { "derivative of the sigmoid" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T {
      if x >= 0 { return 1 / (1 + .exp(-x)) }
      let power = T.exp(x)
      return power / (1 + power)
    }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { y * .sigmoid(-x) }

    /// `s(x)` and `s(−x)` are `1 / (1 + t)` and `t / (1 + t)` with `t = e^−|x|`, or the other way round.
    @inlinable
    public static func valueWithDerivative<T: PrimitiveScalar>(_ x: T) -> (value: T, derivative: T) {
      let power = T.exp(-x.magnitude)
      let (large, small) = (1 / (1 + power), power / (1 + power))
      return (x >= 0 ? large : small, large * small)
    }
  }

  /// `log(1 + eˣ)`, without overflow and accurate where it is tiny.
  public enum Softplus: UnaryFunction {
    public static var function: ElementaryFunction { .softplus }
    public static var notation: Notation { Notation("softplus") }
    public static var rule: String { "derivative of the softplus" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T {
      let rest = T.log(onePlus: .exp(-x.magnitude))
      return x > 0 ? x + rest : rest
    }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { .sigmoid(x) }
  }

  /// `max(x, 0)`, with derivative 0 at 0.
  public enum Rectifier: UnaryFunction {
    public static var function: ElementaryFunction { .rectifier }
    public static var notation: Notation { Notation("relu") }
    public static var rule: String { "derivative of the rectifier" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T {
      x > 0 || x.isNaN ? x : 0
    }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { .less(0, x) }
  }

  /// `x log y`, which is 0 where `x` is.
  public enum XLogY: BinaryFunction {
    public static var function: ElementaryFunction { .xLogY }
    public static var notation: Notation { Notation("xlogy") }
    public static var domain: String { "y > 0, or x = 0" }
    public static var rule: String { "product rule" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T, _ y: T) -> T {
      x.isZero && !y.isNaN ? 0 : x * .log(y)
    }
    @inlinable public static func partialX<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T { .log(y) }
    @inlinable public static func partialY<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T {
      .ratio(x, y)
    }
  }

  /// `log(eˣ + eʸ)`, without overflow.
  public enum LogAddExp: BinaryFunction {
    public static var function: ElementaryFunction { .logAddExp }
    public static var notation: Notation { Notation("logaddexp") }
    public static var rule: String { "derivative of log-add-exp" }
    @inlinable public static var hasCostlyPartials: Bool { true }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T, _ y: T) -> T {
      if x == y { return x + .log(2) }
      let gap = (x - y).magnitude
      return (x > y ? x : y) + .log(onePlus: .exp(-gap))
    }
    @inlinable public static func partialX<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T { .sigmoid(x - y) }
    @inlinable public static func partialY<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T { .sigmoid(y - x) }
  }
}
