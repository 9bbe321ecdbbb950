// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import RealModule

/// A scalar that computes values itself and carries no derivative: `Double`, `Float`,
/// ``BigFloat``.
public protocol PrimitiveScalar: Scalar {
  /// Whether this is not a number.
  var isNaN: Bool { get }

  /// The sign, of zeros too.
  var sign: FloatingPointSign { get }

  /// The integer next to the value in the direction of `rule`.
  func rounded(_ rule: FloatingPointRoundingRule) -> Self

  /// `x − y n` for the integer `n` next to `x / y` toward zero.
  static func remainderValue(_ x: Self, _ y: Self) -> Self

  /// The cube root.
  static func cubeRootValue(_ x: Self) -> Self

  /// `ψ(x)`.
  static func digammaValue(_ x: Self) -> Self

  /// The `n`-th derivative of `ψ`.
  static func polygammaValue(_ n: Int, _ x: Self) -> Self
}

extension PrimitiveScalar {
  @inlinable @inline(__always)
  public static func apply<F: UnaryFunction>(_ function: F.Type, _ x: Self) -> Self {
    F.value(x)
  }

  @inlinable @inline(__always)
  public static func valueWithDerivative<F: UnaryFunction>(
    _ function: F.Type, _ x: Self
  ) -> (value: Self, derivative: Self) {
    F.valueWithDerivative(x)
  }

  @inlinable @inline(__always)
  public static func apply<F: BinaryFunction>(_ function: F.Type, _ x: Self, _ y: Self) -> Self {
    F.value(x, y)
  }

  @inlinable @inline(__always)
  public static func apply<F: IndexedFunction>(_ function: F.Type, _ n: Int, _ x: Self) -> Self {
    F.value(n, x)
  }

  @inlinable @inline(__always)
  public static func select(_ condition: Self, _ x: Self, _ y: Self) -> Self {
    condition.isZero ? y : x
  }

  @inlinable
  public func absorbing(_ partial: Self) -> Self { isZero || partial.isZero ? 0 : self * partial }

  // One comparison; `isNaN` takes the bits apart.
  @inlinable @inline(__always) public var hasNaN: Bool { self != self }
}

/// Values that the rows of the table share between the primitive types.
extension PrimitiveScalar {
  /// C's `pow`, from one that is right for positive bases only.
  @inlinable
  static func realPower(_ x: Self, _ y: Self) -> Self {
    if y.isZero || x == 1 { return 1 }
    if x > 0 || x.isNaN || y.isNaN { return .pow(x, y) }
    let isInteger = y.rounded(.towardZero) == y
    let isLimit = x + x == x  // 0 or −∞, where a root is that of the magnitude
    if !isInteger { return isLimit ? .pow(x.magnitude, y) : .sqrt(-1) }
    let isOdd = (y / 2).rounded(.towardZero) * 2 != y
    let size = Self.pow(x.magnitude, y)
    return isOdd && x.sign == .minus ? -size : size
  }

  /// The remainder of C's `fmod`, moved to the sign of `y`.
  @inlinable
  static func moduloValue(_ x: Self, _ y: Self) -> Self {
    let remainder = remainderValue(x, y)
    return !remainder.isZero && remainder.sign != y.sign ? remainder + y : remainder
  }

  /// `jₙ(x)` by its power series (DLMF 10.53.1) for small `x`, and by the recurrence 10.51.1 from
  /// `j₀` and `j₁` upward, which is stable for `n < |x|`.
  @inlinable
  static func sphericalBesselValue(_ n: Int, _ x: Self) -> Self {
    precondition(n >= 0, "sphericalBessel: the order is not negative; found \(n).")
    if x.isNaN { return x }
    if (1 / x).isZero { return 1 / x }
    if x.magnitude > Self(Double(n) + 1) {
      var previous = Self.cos(x) / x
      var current = Self.sin(x) / x
      for order in 0..<n {
        (previous, current) = (current, Self(Double(2 * order + 1)) / x * current - previous)
      }
      return current
    }
    var term: Self = 1
    for order in 0..<n { term *= x / Self(Double(2 * order + 3)) }
    let step = -(x * x) / 2
    var sum = term
    var k = 1
    while k < 10_000 {
      term *= step / Self(Double(k * (2 * n + 2 * k + 1)))
      let next = sum + term
      if next == sum || next.isNaN { break }
      sum = next
      k += 1
    }
    return sum
  }
}

extension Double: PrimitiveScalar {
  public typealias Lanes = Lanes8<Double>
  public typealias Coefficient = Double
  @inlinable public var double: Double { self }
  public static func remainderValue(_ x: Double, _ y: Double) -> Double {
    x.truncatingRemainder(dividingBy: y)
  }
  public static func cubeRootValue(_ x: Double) -> Double { SpecialFunctions.cbrt(x) }
  public static func digammaValue(_ x: Double) -> Double { SpecialFunctions.digamma(x) }
  public static func polygammaValue(_ n: Int, _ x: Double) -> Double {
    SpecialFunctions.polygamma(n, x)
  }
}

extension Float: PrimitiveScalar {
  public typealias Lanes = Lanes8<Float>
  public typealias Coefficient = Float
  @inlinable public var double: Double { Double(self) }
  public static func remainderValue(_ x: Float, _ y: Float) -> Float {
    x.truncatingRemainder(dividingBy: y)
  }
  public static func cubeRootValue(_ x: Float) -> Float { Float(SpecialFunctions.cbrt(Double(x))) }
  public static func digammaValue(_ x: Float) -> Float { Float(SpecialFunctions.digamma(Double(x))) }
  public static func polygammaValue(_ n: Int, _ x: Float) -> Float {
    Float(SpecialFunctions.polygamma(n, Double(x)))
  }
}
