// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Two tangents that one pass of forward mode carries side by side, of any scalars: the gradient of a
/// function of two numbers that may themselves carry derivatives.
///
/// ```swift
/// typealias Active = DualNumber<T, Lanes2<T>>
/// let y = f(Active(a, tangent: Lanes2(1, 0)), Active(b, tangent: Lanes2(0, 1)))
/// y.tangent                                 // (∂f/∂a, ∂f/∂b)
/// ```
///
/// It is also the plane over those scalars: a point with sums, multiples and two coordinates.
@frozen
public struct Lanes2<Coefficient: Scalar>: TangentSpace {
  /// The first tangent.
  public var x: Coefficient

  /// The second tangent.
  public var y: Coefficient

  @inlinable @inline(__always)
  public init(_ x: Coefficient, _ y: Coefficient) {
    self.x = x
    self.y = y
  }

  @inlinable @inline(__always) public static var zero: Self { Self(.zero, .zero) }
  @inlinable @inline(__always) public static var laneCount: Int { 2 }

  @inlinable @inline(__always) public static func + (a: Self, b: Self) -> Self {
    Self(a.x + b.x, a.y + b.y)
  }

  @inlinable @inline(__always) public static func - (a: Self, b: Self) -> Self {
    Self(a.x - b.x, a.y - b.y)
  }

  @inlinable @inline(__always) public static func == (a: Self, b: Self) -> Bool {
    a.x == b.x && a.y == b.y
  }

  @inlinable @inline(__always) public func scaled(by partial: Coefficient) -> Self {
    Self(x.scaled(by: partial), y.scaled(by: partial))
  }

  @inlinable public func absorbing(_ partial: Coefficient) -> Self {
    Self(x.absorbing(partial), y.absorbing(partial))
  }

  @inlinable @inline(__always) public var hasNaN: Bool { x.hasNaN || y.hasNaN }
  @inlinable public var isZero: Bool { x.isZero && y.isZero }

  @inlinable public subscript(lane lane: Int) -> Coefficient {
    @inline(__always) get { lane == 0 ? x : y }
    @inline(__always) set { if lane == 0 { x = newValue } else { y = newValue } }
  }
}

extension Lanes2: Sendable where Coefficient: Sendable {}
