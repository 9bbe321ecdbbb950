// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Twice as many tangents as `Half` has, side by side.
///
/// Pairs of packed lanes are 16 or 32 of them (``Lanes16``, ``Lanes32``). A pair of scalars of any kind
/// is two (``Lanes2``): the gradient of a function of two numbers that may themselves carry
/// derivatives, and the plane over those scalars.
///
/// ```swift
/// typealias Active = DualNumber<Double, Lanes2<Double>>
/// let a = Active(2, tangent: Lanes2(1, 0))
/// let b = Active(3, tangent: Lanes2(0, 1))
/// (a * b).tangent                           // (3, 2): by a and by b
/// ```
@frozen
public struct LanePair<Half: TangentSpace>: TangentSpace {
  /// The first half of the lanes.
  public var first: Half

  /// The second half of the lanes.
  public var second: Half

  @inlinable @inline(__always)
  public init(_ first: Half, _ second: Half) {
    self.first = first
    self.second = second
  }

  @inlinable @inline(__always) public static var zero: Self { Self(.zero, .zero) }
  @inlinable @inline(__always) public static var laneCount: Int { 2 * Half.laneCount }

  @inlinable @inline(__always) public static func + (x: Self, y: Self) -> Self {
    Self(x.first + y.first, x.second + y.second)
  }

  @inlinable @inline(__always) public static func - (x: Self, y: Self) -> Self {
    Self(x.first - y.first, x.second - y.second)
  }

  @inlinable @inline(__always) public static func == (x: Self, y: Self) -> Bool {
    x.first == y.first && x.second == y.second
  }

  @inlinable @inline(__always) public func scaled(by partial: Half.Coefficient) -> Self {
    Self(first.scaled(by: partial), second.scaled(by: partial))
  }

  @inlinable @inline(__always) public func multiplied(by constant: Double) -> Self {
    Self(first.multiplied(by: constant), second.multiplied(by: constant))
  }

  @inlinable public func absorbing(_ partial: Half.Coefficient) -> Self {
    Self(first.absorbing(partial), second.absorbing(partial))
  }

  @inlinable @inline(__always) public var hasNaN: Bool {
    // Both are asked, so that one comparison can answer for two numbers.
    let (ofFirst, ofSecond) = (first.hasNaN, second.hasNaN)
    return ofFirst || ofSecond
  }
  @inlinable @inline(__always) public var isZero: Bool { first.isZero && second.isZero }

  @inlinable public subscript(lane lane: Int) -> Half.Coefficient {
    @inline(__always) get {
      lane < Half.laneCount ? first[lane: lane] : second[lane: lane - Half.laneCount]
    }
    @inline(__always) set {
      if lane < Half.laneCount {
        first[lane: lane] = newValue
      } else {
        second[lane: lane - Half.laneCount] = newValue
      }
    }
  }
}

/// Two tangents of any scalars.
public typealias Lanes2<Coefficient: Scalar> = LanePair<Coefficient>

/// Sixteen tangents in vector registers.
public typealias Lanes16<Coefficient: LaneScalar> = LanePair<Lanes8<Coefficient>>

/// Thirty-two tangents in vector registers.
public typealias Lanes32<Coefficient: LaneScalar> = LanePair<Lanes16<Coefficient>>

extension LanePair: Sendable where Half: Sendable {}
