// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Eight tangents that one pass of forward mode carries side by side, in vector registers.
///
/// ```swift
/// var tangent = Lanes8<Double>.zero
/// tangent[lane: 3] = 1                      // ∂/∂x₃
/// ```
@frozen
public struct Lanes8<Coefficient: LaneScalar>: TangentSpace {
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

  @inlinable @inline(__always) public func multiplied(by constant: Double) -> Self {
    Self(storage * Coefficient(constant))
  }

  @inlinable public func absorbing(_ partial: Coefficient) -> Self {
    partial.isZero
      ? .zero : Self((storage * partial).replacing(with: 0, where: storage .== 0))
  }

  @inlinable @inline(__always) public var hasNaN: Bool { Coefficient.hasNaN(storage) }
  @inlinable @inline(__always) public var isZero: Bool { Coefficient.isZero(storage) }

  @inlinable public subscript(lane lane: Int) -> Coefficient {
    @inline(__always) get { storage[lane] }
    @inline(__always) set { storage[lane] = newValue }
  }
}

#if hasFeature(Embedded)
  /// What the elements of vectors conform to.
  public typealias VectorElement = SIMDScalar
#else
  /// What the elements of vectors conform to.
  public typealias VectorElement = SIMDScalar & Codable
#endif

/// A primitive scalar that vector registers hold several of: `Double`, `Float`.
///
/// Vectors are compared here, where their type is known: for any other the compiler compares one lane
/// after the other.
public protocol LaneScalar: PrimitiveScalar, VectorElement, FloatingPoint {
  /// Whether one of the lanes is not a number.
  static func hasNaN(_ lanes: SIMD8<Self>) -> Bool

  /// Whether all lanes are zero.
  static func isZero(_ lanes: SIMD8<Self>) -> Bool
}

extension Double: LaneScalar {
  @inlinable @inline(__always)
  public static func hasNaN(_ lanes: SIMD8<Double>) -> Bool { any(lanes .!= lanes) }
  @inlinable @inline(__always)
  public static func isZero(_ lanes: SIMD8<Double>) -> Bool { all(lanes .== SIMD8(repeating: 0)) }
}

extension Float: LaneScalar {
  @inlinable @inline(__always)
  public static func hasNaN(_ lanes: SIMD8<Float>) -> Bool { any(lanes .!= lanes) }
  @inlinable @inline(__always)
  public static func isZero(_ lanes: SIMD8<Float>) -> Bool { all(lanes .== SIMD8(repeating: 0)) }
}

extension Lanes8: Sendable where Coefficient: Sendable, Coefficient.SIMD8Storage: Sendable {}
