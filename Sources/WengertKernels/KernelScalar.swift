// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertScalars

/// A number that the kernels compute with: `Float` or `Double`.
public protocol KernelScalar: PrimitiveScalar, BinaryFloatingPoint, ArrayElement {
  /// Neighbouring numbers that one instruction works on: 32 bytes of them.
  associatedtype Pack: BitwiseCopyable

  /// How many numbers a pack holds.
  static var packCount: Int { get }

  /// A pack of equal numbers.
  static func pack(repeating x: Self) -> Pack

  /// `x + y`, lane by lane.
  static func sum(_ x: Pack, _ y: Pack) -> Pack

  /// `x y`, lane by lane.
  static func product(_ x: Pack, _ y: Pack) -> Pack

  /// The sum of the lanes, from the first to the last.
  static func total(_ pack: Pack) -> Self

  // `PrimitiveScalar` and `BinaryFloatingPoint` both have the following members; declared again,
  // they have one meaning.

  /// The constant π, to the precision of the type.
  static var pi: Self { get }

  /// The number next to `value`.
  init(_ value: Double)

  /// Whether this is a zero of either sign.
  var isZero: Bool { get }

  /// Whether this is not a number.
  var isNaN: Bool { get }

  /// The sign, of zeros too.
  var sign: FloatingPointSign { get }

  /// The integer next to the value in the direction of `rule`.
  func rounded(_ rule: FloatingPointRoundingRule) -> Self

  /// The quotient.
  static func / (x: Self, y: Self) -> Self

  /// Divides `x` by `y`.
  static func /= (x: inout Self, y: Self)
}

extension Float: KernelScalar {
  public typealias Pack = SIMD8<Float>
  @inlinable @inline(__always) public static var packCount: Int { 8 }
  @inlinable @inline(__always) public static func pack(repeating x: Float) -> Pack {
    Pack(repeating: x)
  }
  @inlinable @inline(__always) public static func sum(_ x: Pack, _ y: Pack) -> Pack { x + y }
  @inlinable @inline(__always) public static func product(_ x: Pack, _ y: Pack) -> Pack { x * y }
  @inlinable @inline(__always) public static func total(_ pack: Pack) -> Float {
    var sum = pack[0]
    for lane in 1..<packCount { sum += pack[lane] }
    return sum
  }
}

extension Double: KernelScalar {
  public typealias Pack = SIMD4<Double>
  @inlinable @inline(__always) public static var packCount: Int { 4 }
  @inlinable @inline(__always) public static func pack(repeating x: Double) -> Pack {
    Pack(repeating: x)
  }
  @inlinable @inline(__always) public static func sum(_ x: Pack, _ y: Pack) -> Pack { x + y }
  @inlinable @inline(__always) public static func product(_ x: Pack, _ y: Pack) -> Pack { x * y }
  @inlinable @inline(__always) public static func total(_ pack: Pack) -> Double {
    var sum = pack[0]
    for lane in 1..<packCount { sum += pack[lane] }
    return sum
  }
}

extension KernelScalar {
  /// A pack of zeros.
  @inline(__always) static var zeroPack: Pack { pack(repeating: 0) }

  /// The pack that starts at `address`, which need not be aligned.
  @inline(__always)
  static func load(_ address: UnsafePointer<Self>) -> Pack {
    UnsafeRawPointer(address).loadUnaligned(as: Pack.self)
  }

  /// Stores `pack` at `address`, which need not be aligned.
  @inline(__always)
  static func store(_ pack: Pack, _ address: UnsafeMutablePointer<Self>) {
    UnsafeMutableRawPointer(address).storeBytes(of: pack, as: Pack.self)
  }
}
