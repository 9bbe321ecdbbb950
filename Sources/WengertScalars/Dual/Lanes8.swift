// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Eight tangents that one pass of forward mode carries side by side, in vector registers.
///
/// ```swift
/// var tangent = Lanes8<Double>.zero
/// tangent[lane: 3] = 1                      // ∂/∂x₃
/// ```
@frozen
public struct Lanes8<Coefficient: PrimitiveScalar & SIMDScalar & FloatingPoint>: TangentSpace {
  @usableFromInline var storage: SIMD8<Coefficient>

  @inlinable @inline(__always) init(_ storage: SIMD8<Coefficient>) { self.storage = storage }

  @inlinable @inline(__always) public static var zero: Self { Self(.zero) }
  @inlinable @inline(__always) public static var laneCount: Int { 8 }

  @inlinable @inline(__always) public static func + (x: Self, y: Self) -> Self {
    Self(x.storage + y.storage)
  }

  @inlinable @inline(__always) public static func - (x: Self, y: Self) -> Self {
    Self(x.storage - y.storage)
  }

  @inlinable @inline(__always) public static func == (x: Self, y: Self) -> Bool {
    x.storage == y.storage
  }

  @inlinable @inline(__always) public func scaled(by partial: Coefficient) -> Self {
    Self(storage * partial)
  }

  @inlinable public func absorbing(_ partial: Coefficient) -> Self {
    partial.isZero
      ? .zero : Self((storage * partial).replacing(with: 0, where: storage .== 0))
  }

  /// A sum of all lanes is nan if one is, and costs less to test than the lanes. It is nan for
  /// `∞ − ∞` too, which only sends the caller the long way round to the same result.
  @inlinable @inline(__always) public var hasNaN: Bool {
    let four = storage.lowHalf + storage.highHalf
    let two = four.lowHalf + four.highHalf
    return (two.x + two.y).isNaN
  }

  @inlinable public var isZero: Bool { all(storage .== 0) }

  @inlinable public subscript(lane lane: Int) -> Coefficient {
    @inline(__always) get { storage[lane] }
    @inline(__always) set { storage[lane] = newValue }
  }
}

extension Lanes8: Sendable where Coefficient: Sendable, Coefficient.SIMD8Storage: Sendable {}
