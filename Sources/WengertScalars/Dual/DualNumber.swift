// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A dual number `a + b ε`, where `ε² = 0`: a value with its derivative, which is forward mode.
///
/// Every function extends to dual numbers by its derivative, `f(a + b ε) = f(a) + f′(a) b ε`, which
/// is the chain rule. The tangent `b` may hold several directions at once (``Lanes8``).
///
/// ```swift
/// let y = Dual.sin(Dual(2.0, tangent: 1))     // sin 2 + cos 2 · ε
/// ```
///
/// Dual numbers nest: the second derivative is the tangent of the tangent of a
/// `Dual<Dual<Double>>`. The nesting is in the type, so the ε of one derivative cannot be taken
/// for that of another.
///
/// - Complexity: about 2–3 times the operations of the function, a tangent.
///
/// W. K. Clifford, "Preliminary sketch of biquaternions" (1873); R. E. Wengert, "A simple
/// automatic derivative evaluation program", CACM 7 (1964).
@frozen
public struct DualNumber<Primal: Scalar, Tangent: TangentSpace>
where Tangent.Coefficient == Primal {
  /// The value.
  public var primal: Primal

  /// The derivative in the direction, or directions, that the inputs were given.
  public var tangent: Tangent

  /// The dual number `primal + tangent · ε`.
  @inlinable @inline(__always)
  public init(_ primal: Primal, tangent: Tangent) {
    self.primal = primal
    self.tangent = tangent
  }

  /// The constant `primal`, whose tangent is zero.
  ///
  /// Lifts a number of an outer derivative into an inner one.
  @inlinable @inline(__always)
  public init(constant primal: Primal) {
    self.init(primal, tangent: .zero)
  }
}

/// A dual number with one tangent.
public typealias Dual<Primal: Scalar> = DualNumber<Primal, Primal>

/// A dual number with as many tangents as the type packs into one pass: eight, for `Double`.
public typealias MultiDual<Primal: Scalar> = DualNumber<Primal, Primal.Lanes>

extension DualNumber: DerivedScalar {
  public typealias Lanes = Self
  public typealias Coefficient = Self
  public typealias Magnitude = Self

  @inlinable @inline(__always)
  public init(_ value: Double) { self.init(Primal(value), tangent: .zero) }

  @inlinable public static var pi: Self { Self(constant: .pi) }
  @inlinable public var double: Double { primal.double }

  @inlinable @inline(__always)
  public func multiplied(by constant: Double) -> Self {
    let product = primal.multiplied(by: constant)
    if constant.isZero { return Self(constant: product) }
    // Now zero and infinity can meet only if the constant is infinite.
    return Self(
      product,
      tangent: _fastPath(constant.isFinite)
        ? tangent.multiplied(by: constant) : tangent.absorbing(Primal(constant)))
  }

  // Sums have partial derivatives of one or minus one, so there is nothing to multiply or to test.

  @inlinable @inline(__always)
  public static func + (x: Self, y: Self) -> Self {
    Self(x.primal + y.primal, tangent: x.tangent + y.tangent)
  }

  @inlinable @inline(__always)
  public static func - (x: Self, y: Self) -> Self {
    Self(x.primal - y.primal, tangent: x.tangent - y.tangent)
  }

  @inlinable @inline(__always)
  public static prefix func - (x: Self) -> Self {
    Self(-x.primal, tangent: x.tangent.multiplied(by: -1))
  }

  @inlinable @inline(__always)
  public static func apply<F: UnaryFunction>(_ function: F.Type, _ x: Self) -> Self {
    let (y, derivative) = Primal.valueWithDerivative(F.self, x.primal)
    return Self(y, tangent: x.tangent.contribution(derivative))
  }

  @inlinable @inline(__always)
  public static func apply<F: BinaryFunction>(_ function: F.Type, _ x: Self, _ y: Self) -> Self {
    let z = Primal.apply(F.self, x.primal, y.primal)
    if F.hasCostlyPartials {
      if y.tangent.isZero {
        return Self(z, tangent: x.tangent.contribution(F.partialX(x.primal, y.primal, z)))
      }
      if x.tangent.isZero {
        return Self(z, tangent: y.tangent.contribution(F.partialY(x.primal, y.primal, z)))
      }
    }
    let partialX = F.partialX(x.primal, y.primal, z)
    let partialY = F.partialY(x.primal, y.primal, z)
    let tangent = x.tangent.scaled(by: partialX) + y.tangent.scaled(by: partialY)
    if _fastPath(!tangent.hasNaN) { return Self(z, tangent: tangent) }
    return Self(z, tangent: x.tangent.absorbing(partialX) + y.tangent.absorbing(partialY))
  }

  @inlinable @inline(__always)
  public static func apply<F: IndexedFunction>(_ function: F.Type, _ n: Int, _ x: Self) -> Self {
    let y = Primal.apply(F.self, n, x.primal)
    return Self(y, tangent: x.tangent.contribution(F.derivative(n, x.primal, y)))
  }

  @inlinable
  public static func select(_ condition: Self, _ x: Self, _ y: Self) -> Self {
    let z = Primal.select(condition.primal, x.primal, y.primal)
    let ofX = x.tangent.contribution(.select(condition.primal, 1, 0))
    return Self(z, tangent: ofX + y.tangent.contribution(.select(condition.primal, 0, 1)))
  }

  @inlinable public static func < (x: Self, y: Self) -> Bool { x.primal < y.primal }
  @inlinable public static func == (x: Self, y: Self) -> Bool { x.primal == y.primal }
}

/// Dual numbers as tangents of further dual numbers.
extension DualNumber {
  @inlinable @inline(__always) public var hasNaN: Bool {
    // Both are asked, so that one comparison can answer for two numbers.
    let (ofPrimal, ofTangent) = (primal.hasNaN, tangent.hasNaN)
    return ofPrimal || ofTangent
  }
  @inlinable public var isZero: Bool { primal.isZero && tangent.isZero }

  /// The product without the rule that zero absorbs, at any depth: who asks for it looks for nan in the
  /// whole.
  @inlinable @inline(__always) public func scaled(by partial: Self) -> Self {
    Self(
      primal.scaled(by: partial.primal),
      tangent: tangent.scaled(by: partial.primal) + partial.tangent.scaled(by: primal))
  }

  @inlinable public func absorbing(_ partial: Self) -> Self {
    Self(
      primal.absorbing(partial.primal),
      tangent: tangent.absorbing(partial.primal) + partial.tangent.absorbing(primal))
  }
}

extension DualNumber: Sendable where Primal: Sendable, Tangent: Sendable {}

extension DualNumber: CustomStringConvertible
where Primal: CustomStringConvertible, Tangent: CustomStringConvertible {
  public var description: String { "\(primal) + (\(tangent))ε" }
}
