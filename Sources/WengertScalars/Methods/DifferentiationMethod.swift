// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A way to differentiate: ``Forward``, ``Reverse``, ``Numerical`` or ``Symbolic``.
///
/// All four answer to the same verbs, so that one function can be differentiated four ways:
///
/// ```swift
/// func f<T: Scalar>(_ x: T, _ y: T) -> T { (x + y) * (x + 2 * y) }
///
/// Forward.gradient(at: 2, 3, of: f)         // (13, 18)
/// Reverse.gradient(at: 2, 3, of: f)
/// Symbolic.gradient(at: 2, 3, of: f)
/// Numerical.gradient(at: 2, 3, of: f)       // 13 and 18 to about 12 digits
/// ```
///
/// A conforming type states six cores; the verbs for one to four arguments,
/// for values and for mixed derivatives follow from them in `DifferentiationMethod+….swift`.
///
/// A function that has no value (nan) at a point has no derivative there: every derivative of it
/// is nan too.
public protocol DifferentiationMethod {
  /// The numbers that go in and come out.
  associatedtype Number: Scalar
  /// What a function computes with while its derivative in one direction is taken.
  associatedtype Directional: Scalar
  /// What a function computes with while its gradient or Jacobian is taken.
  associatedtype Active: Scalar
  /// What a function computes with while its second derivatives are taken.
  associatedtype SecondOrder: Scalar
  /// What a function computes with while derivatives of any order in one direction are taken.
  associatedtype Series: Scalar

  /// The value and the derivative of a function of one number.
  static func valueWithDerivative<E: Error>(
    at x: Number, of f: (Directional) throws(E) -> Directional
  ) throws(E) -> (value: Number, derivative: Number)

  /// The value and the gradient: `∂f/∂xᵢ`.
  static func valueWithGradient<E: Error>(
    at x: [Number], of f: ([Active]) throws(E) -> Active
  ) throws(E) -> (value: Number, gradient: [Number])

  /// The values and the Jacobian, by rows: `∂fᵢ/∂xⱼ` is `jacobian[i][j]`.
  static func valueWithJacobian<E: Error>(
    at x: [Number], of f: ([Active]) throws(E) -> [Active]
  ) throws(E) -> (value: [Number], jacobian: [[Number]])

  /// The value, the gradient and the Hessian: `∂²f/∂xᵢ∂xⱼ` is `hessian[i][j]`.
  static func valueWithHessian<E: Error>(
    at x: [Number], of f: ([SecondOrder]) throws(E) -> SecondOrder
  ) throws(E) -> (value: Number, gradient: [Number], hessian: [[Number]])

  /// The Hessian times a vector: `∂²f · v`.
  static func hessianVectorProduct<E: Error>(
    at x: [Number], along v: [Number], of f: ([SecondOrder]) throws(E) -> SecondOrder
  ) throws(E) -> [Number]

  /// The derivatives of order 0 … `order` of `t ↦ f(x + t v)` at `t = 0`.
  static func directionalDerivatives<E: Error>(
    at x: [Number], along v: [Number], upTo order: Int,
    of f: ([Series]) throws(E) -> Series
  ) throws(E) -> [Number]
}

extension Scalar {
  /// Whether there is no value. A formula, whose value is not known, has one.
  @inlinable
  var isMissing: Bool { hasNaN && double.isNaN }

  /// The derivative of a value that may not exist: nan where the value is.
  @inlinable
  func ofValue(_ value: Self) -> Self { value.isMissing ? Self(.nan) : self }
}

extension Array where Element: Scalar {
  /// Derivatives of a value that may not exist: nan where the value is.
  @inlinable
  func ofValue(_ value: Element) -> [Element] {
    value.isMissing ? [Element](repeating: Element(.nan), count: count) : self
  }
}

@inlinable
func requireOrder(_ order: Int, _ verb: String) {
  precondition(order >= 0, "\(verb): the order is not negative; found \(order).")
}

@inlinable
func requireSameCount(_ x: Int, _ v: Int, _ verb: String) {
  precondition(x == v, "\(verb): the point has \(x) numbers and the direction \(v).")
}
