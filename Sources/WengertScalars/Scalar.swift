// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import RealModule

/// A number that a differentiable function computes with.
///
/// Write a function once, generic over `Scalar`, and it runs on every kind of number that the
/// library knows: plain ones (`Double`, `Float`, ``BigFloat``), ones that carry derivatives along
/// (``DualNumber``, ``Variable``, ``Taylor``), and formulas (``Expression``).
///
/// ```swift
/// func f<T: Scalar>(_ x: T, _ y: T) -> T { (x + y) * (x + 2 * y) + .sin(x) }
///
/// Forward.gradient(at: 2, 3, of: f)
/// Reverse.gradient(at: 2, 3, of: f)
/// ```
///
/// `Scalar` refines the protocols of swift-numerics, so generic numeric code written against
/// those can be differentiated as it stands.
///
/// A conforming type is one *interpretation* of the table of elementary functions
/// (``ElementaryFunction``): it says what applying one row means, and gets every function of the
/// table in return. Types that do so refine ``DerivedScalar``.
///
/// Comparisons look at the value only, never at derivatives, so that `if x > 0` takes the same
/// branch whether or not the function is being differentiated.
public protocol Scalar:
  AlgebraicField, RealFunctions, Comparable, ExpressibleByFloatLiteral, TangentSpace
where Magnitude == Self, Coefficient == Self {
  /// Several tangents side by side, which forward mode propagates in one pass.
  ///
  /// A type without a packed form uses itself: one tangent a pass.
  associatedtype Lanes: TangentSpace where Lanes.Coefficient == Self

  /// The constant π, to the precision of the type.
  static var pi: Self { get }

  /// The number `value`, as a constant: its derivative with respect to anything is zero.
  init(_ value: Double)

  /// The value, without derivatives, rounded to the nearest double.
  var double: Double { get }

  /// The value of a function of one operand.
  static func apply<F: UnaryFunction>(_ function: F.Type, _ x: Self) -> Self

  /// The value and the derivative of a function of one operand.
  static func valueWithDerivative<F: UnaryFunction>(
    _ function: F.Type, _ x: Self
  ) -> (value: Self, derivative: Self)

  /// The value of a function of two operands.
  static func apply<F: BinaryFunction>(_ function: F.Type, _ x: Self, _ y: Self) -> Self

  /// The value of a function of an integer, which is never differentiated, and one operand.
  static func apply<F: IndexedFunction>(_ function: F.Type, _ n: Int, _ x: Self) -> Self

  /// `f` of some operands, as one operation.
  ///
  /// Reverse mode differentiates `f` on its own, at once, and keeps its derivatives alone: one number for
  /// each operand in place of the operations of `f`. That saves memory where a function of few operands
  /// takes many operations, and time, as they stay near the processor. For other numbers it is `f`.
  ///
  /// ```swift
  /// func sum<T: Scalar>(_ x: [T]) -> T {
  ///   var total: T = 0
  ///   for i in 1..<x.count {
  ///     total += T.preaccumulated([x[i - 1], x[i]]) { pair in .sin(pair[0] * pair[1]) * .exp(pair[0]) }
  ///   }
  ///   return total
  /// }
  /// ```
  ///
  /// A. Griewank, A. Walther, "Evaluating Derivatives", 2nd ed. (2008), section 10.2.
  ///
  /// - Parameter f: A function that uses the operands that it is given, and else constants only.
  static func preaccumulated<E: Error>(
    _ operands: [Self], _ f: ([Self]) throws(E) -> Self
  ) throws(E) -> Self

  /// `x` where `condition` is not zero, `y` where it is; the other operand has no influence, not
  /// even on derivatives.
  ///
  /// Use it in place of `if` where the value of the condition is not known while the function
  /// runs, as in a recorded ``Expression``.
  ///
  /// ```swift
  /// func root<T: Scalar>(_ x: T) -> T { T.select(.less(0, x), .sqrt(x), 0) }
  /// Forward.derivative(at: -1, of: root)      // 0, not nan
  /// ```
  static func select(_ condition: Self, _ x: Self, _ y: Self) -> Self
}

/// A vector space over a scalar: what a tangent is an element of.
///
/// Every ``Scalar`` is one over itself, and ``Lanes8`` is eight of them.
public protocol TangentSpace: AdditiveArithmetic {
  /// The scalars that a tangent is multiplied by.
  associatedtype Coefficient

  /// How many independent tangents this holds.
  static var laneCount: Int { get }

  /// The tangent times `partial`, by the rules of floating-point numbers: zero times infinity is nan.
  func scaled(by partial: Coefficient) -> Self

  /// The product with a constant.
  ///
  /// For a scalar it costs less than a product with another one whose derivative is zero.
  ///
  /// ```swift
  /// func plane<T: Scalar>(_ x: T, _ y: T) -> T { x.multiplied(by: 0.25) + y.multiplied(by: 3) }
  /// ```
  func multiplied(by constant: Double) -> Self

  /// The tangent times `partial`, where zero times anything, infinity and nan included, is zero.
  ///
  /// A derivative is a sum over paths, and a path with a zero on it has no influence. Forward and
  /// reverse mode multiply the same factors in opposite orders; this rule makes them agree where
  /// a factor is infinite.
  func absorbing(_ partial: Coefficient) -> Self

  /// Whether any lane is not a number.
  var hasNaN: Bool { get }

  /// Whether every lane is zero.
  var isZero: Bool { get }

  /// One tangent of the ``laneCount``.
  subscript(lane lane: Int) -> Coefficient { get set }
}

extension TangentSpace {
  /// `tangent · partial`, by the rule that zero absorbs.
  ///
  /// The plain product is right unless it is nan, so only then is the rule looked at.
  @inlinable @inline(__always)
  public func contribution(_ partial: Coefficient) -> Self {
    let product = scaled(by: partial)
    return _fastPath(!product.hasNaN) ? product : absorbing(partial)
  }
}

extension Scalar {
  @inlinable @inline(__always) public static var laneCount: Int { 1 }

  @inlinable @inline(__always) public func scaled(by partial: Self) -> Self { self * partial }

  @inlinable @inline(__always)
  public func multiplied(by constant: Double) -> Self { Self(constant) * self }

  @inlinable @inline(__always)
  public static func valueWithDerivative<F: UnaryFunction>(
    _ function: F.Type, _ x: Self
  ) -> (value: Self, derivative: Self) {
    let y = apply(F.self, x)
    return (y, F.derivative(x, y))
  }

  @inlinable @inline(__always)
  public static func preaccumulated<E: Error>(
    _ operands: [Self], _ f: ([Self]) throws(E) -> Self
  ) throws(E) -> Self {
    try f(operands)
  }

  @inlinable public subscript(lane lane: Int) -> Self {
    @inline(__always) get { self }
    @inline(__always) set { self = newValue }
  }
}
