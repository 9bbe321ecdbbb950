// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import RealModule

extension ElementaryFunction {
  /// `xʸ` for a real exponent. An operand of zero influence (a constant exponent, or the exponent of
  /// base 0 to a positive power) contributes nothing, so a negative base with a constant exponent
  /// has its derivative.
  public enum Power: BinaryFunction {
    public static var function: ElementaryFunction { .power }
    public static var notation: Notation { Notation("pow", form: .power) }
    public static var domain: String { "x > 0, or y an integer" }
    public static var rule: String { "power rule" }
    @inlinable public static var hasCostlyPartials: Bool { true }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T, _ y: T) -> T { .realPower(x, y) }
    @inlinable public static func partialX<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T {
      y.contribution(.power(x, y - 1))
    }
    @inlinable public static func partialY<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T {
      z.contribution(.log(x))
    }
  }

  /// `xⁿ` for an integer exponent; `x⁰` is 1 with derivative 0 for every `x`.
  public enum IntegerPower: IndexedFunction {
    public static var function: ElementaryFunction { .integerPower }
    public static var notation: Notation { Notation("pow", form: .power) }
    public static var domain: String { "x ≠ 0 if n < 0" }
    public static var rule: String { "power rule" }
    @inlinable public static func value<T: PrimitiveScalar>(_ n: Int, _ x: T) -> T {
      switch n {
      case 0: 1
      case 1: x
      case 2: x * x
      case 3: x * x * x
      case -1: 1 / x
      default: .pow(x, n)
      }
    }
    @inlinable public static func derivative<T: Scalar>(_ n: Int, _ x: T, _ y: T) -> T {
      n == 0 ? 0 : T(Double(n)) * .pow(x, n - 1)
    }
  }

  /// `√x`, with derivative ∞ at 0.
  public enum SquareRoot: UnaryFunction {
    public static var function: ElementaryFunction { .squareRoot }
    public static var notation: Notation { Notation("sqrt", latex: "\\sqrt", form: .squareRoot) }
    public static var domain: String { "x ≥ 0" }
    public static var rule: String { "derivative of the square root" }
    @inlinable @inline(__always)
    public static func value<T: PrimitiveScalar>(_ x: T) -> T { .sqrt(x) }
    /// Adding zero turns the −0 that is the root of −0 into +0.
    @inlinable @inline(__always)
    public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { 1 / (y + 0).multiplied(by: 2) }
  }

  /// `∛x`, for negative `x` too.
  public enum CubeRoot: UnaryFunction {
    public static var function: ElementaryFunction { .cubeRoot }
    public static var notation: Notation { Notation("cbrt") }
    public static var rule: String { "derivative of the cube root" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T { .cubeRootValue(x) }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { 1 / (3 * (y * y)) }
  }

  /// The `n`-th root of `x`; of a negative `x` for odd `n`.
  public enum Root: IndexedFunction {
    public static var function: ElementaryFunction { .root }
    public static var notation: Notation { Notation("root") }
    public static var domain: String { "x ≥ 0, or n odd" }
    public static var rule: String { "derivative of a root" }
    @inlinable public static func value<T: PrimitiveScalar>(_ n: Int, _ x: T) -> T { .root(x, n) }
    @inlinable public static func derivative<T: Scalar>(_ n: Int, _ x: T, _ y: T) -> T {
      1 / (T(Double(n)) * .pow(y, n - 1))
    }
  }

  /// `√(x² + y²)` without overflow, with derivative 0 at the origin.
  public enum Hypotenuse: BinaryFunction {
    public static var function: ElementaryFunction { .hypotenuse }
    public static var notation: Notation { Notation("hypot") }
    public static var rule: String { "derivative of the norm" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T, _ y: T) -> T { .hypot(x, y) }
    @inlinable public static func partialX<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T {
      .ratio(x, z)
    }
    @inlinable public static func partialY<T: Scalar>(_ x: T, _ y: T, _ z: T) -> T {
      .ratio(y, z)
    }
  }
}
