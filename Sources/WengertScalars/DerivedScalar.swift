// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import RealModule

/// A scalar that is an interpretation of the table of elementary functions.
///
/// The conforming type says what ``Scalar/apply(_:_:)-(F.Type,_)`` means, and every operator and
/// function follows from it: the requirements of swift-numerics by the defaults here.
public protocol DerivedScalar: Scalar where IntegerLiteralType == Int, FloatLiteralType == Double {
  /// Whether the value is positive or negative, by its sign bit.
  var sign: FloatingPointSign { get }
}

extension DerivedScalar {
  @inlinable @inline(__always) public init(integerLiteral value: Int) { self.init(Double(value)) }
  @inlinable @inline(__always) public init(floatLiteral value: Double) { self.init(value) }

  @inlinable public init?<S: BinaryInteger>(exactly source: S) {
    guard let value = Double(exactly: source) else { return nil }
    self.init(value)
  }

  @inlinable @inline(__always) public static var zero: Self { Self(0.0) }
  @inlinable public var magnitude: Self { .abs(self) }
  @inlinable public var sign: FloatingPointSign { double.sign }
  /// Nil where that of the value is, as swift-numerics has it: where `1 / x` is subnormal.
  @inlinable public var reciprocal: Self? {
    let inverse = 1 / double
    return inverse.isNormal || double.isZero || !double.isFinite ? .reciprocal(self) : nil
  }

  @inlinable @inline(__always) public static func + (x: Self, y: Self) -> Self {
    apply(ElementaryFunction.Add.self, x, y)
  }
  @inlinable @inline(__always) public static func - (x: Self, y: Self) -> Self {
    apply(ElementaryFunction.Subtract.self, x, y)
  }
  @inlinable @inline(__always) public static func * (x: Self, y: Self) -> Self {
    apply(ElementaryFunction.Multiply.self, x, y)
  }
  @inlinable @inline(__always) public static func / (x: Self, y: Self) -> Self {
    apply(ElementaryFunction.Divide.self, x, y)
  }
  @inlinable @inline(__always) public static prefix func - (x: Self) -> Self {
    apply(ElementaryFunction.Negate.self, x)
  }
  @inlinable @inline(__always) public static prefix func + (x: Self) -> Self { x }
  @inlinable @inline(__always) public static func += (x: inout Self, y: Self) { x = x + y }
  @inlinable @inline(__always) public static func -= (x: inout Self, y: Self) { x = x - y }
  @inlinable @inline(__always) public static func *= (x: inout Self, y: Self) { x = x * y }
  @inlinable @inline(__always) public static func /= (x: inout Self, y: Self) { x = x / y }
  @inlinable public mutating func negate() { self = -self }
  @inlinable public static func _relaxedAdd(_ x: Self, _ y: Self) -> Self { x + y }
  @inlinable public static func _relaxedMul(_ x: Self, _ y: Self) -> Self { x * y }
}

/// `ElementaryFunctions` and `RealFunctions`, row by row.
extension DerivedScalar {
  @inlinable @inline(__always) public static func exp(_ x: Self) -> Self {
    apply(ElementaryFunction.Exp.self, x)
  }
  @inlinable public static func expMinusOne(_ x: Self) -> Self {
    apply(ElementaryFunction.ExpMinusOne.self, x)
  }
  @inlinable @inline(__always) public static func cosh(_ x: Self) -> Self {
    apply(ElementaryFunction.HyperbolicCosine.self, x)
  }
  @inlinable @inline(__always) public static func sinh(_ x: Self) -> Self {
    apply(ElementaryFunction.HyperbolicSine.self, x)
  }
  @inlinable @inline(__always) public static func tanh(_ x: Self) -> Self {
    apply(ElementaryFunction.HyperbolicTangent.self, x)
  }
  @inlinable @inline(__always) public static func cos(_ x: Self) -> Self {
    apply(ElementaryFunction.Cosine.self, x)
  }
  @inlinable @inline(__always) public static func sin(_ x: Self) -> Self {
    apply(ElementaryFunction.Sine.self, x)
  }
  @inlinable public static func tan(_ x: Self) -> Self {
    apply(ElementaryFunction.Tangent.self, x)
  }
  @inlinable @inline(__always) public static func log(_ x: Self) -> Self {
    apply(ElementaryFunction.Log.self, x)
  }
  @inlinable public static func acosh(_ x: Self) -> Self {
    apply(ElementaryFunction.ArcHyperbolicCosine.self, x)
  }
  @inlinable public static func asinh(_ x: Self) -> Self {
    apply(ElementaryFunction.ArcHyperbolicSine.self, x)
  }
  @inlinable public static func atanh(_ x: Self) -> Self {
    apply(ElementaryFunction.ArcHyperbolicTangent.self, x)
  }
  @inlinable public static func acos(_ x: Self) -> Self {
    apply(ElementaryFunction.ArcCosine.self, x)
  }
  @inlinable public static func asin(_ x: Self) -> Self {
    apply(ElementaryFunction.ArcSine.self, x)
  }
  @inlinable public static func atan(_ x: Self) -> Self {
    apply(ElementaryFunction.ArcTangent.self, x)
  }
  @inlinable @inline(__always) public static func sqrt(_ x: Self) -> Self {
    apply(ElementaryFunction.SquareRoot.self, x)
  }
  @inlinable public static func erf(_ x: Self) -> Self {
    apply(ElementaryFunction.ErrorFunction.self, x)
  }
  @inlinable public static func erfc(_ x: Self) -> Self {
    apply(ElementaryFunction.ComplementaryErrorFunction.self, x)
  }
  @inlinable public static func exp2(_ x: Self) -> Self {
    apply(ElementaryFunction.Exp2.self, x)
  }
  @inlinable public static func exp10(_ x: Self) -> Self {
    apply(ElementaryFunction.Exp10.self, x)
  }
  @inlinable public static func gamma(_ x: Self) -> Self {
    apply(ElementaryFunction.Gamma.self, x)
  }
  @inlinable public static func log2(_ x: Self) -> Self {
    apply(ElementaryFunction.Log2.self, x)
  }
  @inlinable public static func log10(_ x: Self) -> Self {
    apply(ElementaryFunction.Log10.self, x)
  }
  @inlinable public static func logGamma(_ x: Self) -> Self {
    apply(ElementaryFunction.LogGamma.self, x)
  }
  @inlinable @inline(__always) public static func log(onePlus x: Self) -> Self {
    apply(ElementaryFunction.LogOnePlus.self, x)
  }
  @inlinable public static func pow(_ x: Self, _ y: Self) -> Self { power(x, y) }
  @inlinable public static func pow(_ x: Self, _ n: Int) -> Self {
    apply(ElementaryFunction.IntegerPower.self, n, x)
  }
  @inlinable public static func root(_ x: Self, _ n: Int) -> Self {
    apply(ElementaryFunction.Root.self, n, x)
  }
  @inlinable public static func atan2(y: Self, x: Self) -> Self {
    apply(ElementaryFunction.ArcTangent2.self, y, x)
  }
  @inlinable public static func hypot(_ x: Self, _ y: Self) -> Self {
    apply(ElementaryFunction.Hypotenuse.self, x, y)
  }
  @inlinable public static func signGamma(_ x: Self) -> FloatingPointSign {
    Double.signGamma(x.double)
  }
}
