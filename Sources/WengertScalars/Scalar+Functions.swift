// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule

/// The functions of the table that swift-numerics has no name for.
extension Scalar {
  /// `x²`.
  @inlinable @inline(__always) public static func square(_ x: Self) -> Self {
    apply(ElementaryFunction.Square.self, x)
  }

  /// `x / y`, but 0 wherever `x` is.
  @inlinable @inline(__always) public static func ratio(_ x: Self, _ y: Self) -> Self {
    apply(ElementaryFunction.Ratio.self, x, y)
  }

  /// `1 − x²`, accurate near ±1.
  @inlinable @inline(__always) public static func oneMinusSquare(_ x: Self) -> Self {
    apply(ElementaryFunction.OneMinusSquare.self, x)
  }

  /// `1 / x`.
  @inlinable @inline(__always) public static func reciprocal(_ x: Self) -> Self {
    apply(ElementaryFunction.Reciprocal.self, x)
  }

  /// `|x|`; the derivative at 0 is 0.
  @inlinable @inline(__always) public static func abs(_ x: Self) -> Self {
    apply(ElementaryFunction.AbsoluteValue.self, x)
  }

  /// The sign of `x`: −1, 0 or 1.
  @inlinable public static func sign(_ x: Self) -> Self { apply(ElementaryFunction.Sign.self, x) }

  /// `xʸ`, with the special values of C's `pow`: a negative base may have an integral exponent.
  @inlinable public static func power(_ x: Self, _ y: Self) -> Self {
    apply(ElementaryFunction.Power.self, x, y)
  }

  /// The cube root, of negative numbers too.
  @inlinable public static func cbrt(_ x: Self) -> Self {
    apply(ElementaryFunction.CubeRoot.self, x)
  }

  /// The digamma function `ψ = Γ′/Γ`.
  @inlinable public static func digamma(_ x: Self) -> Self {
    apply(ElementaryFunction.Digamma.self, x)
  }

  /// The `n`-th derivative of the digamma function.
  @inlinable public static func polygamma(_ n: Int, _ x: Self) -> Self {
    apply(ElementaryFunction.Polygamma.self, n, x)
  }

  /// The spherical Bessel function `jₙ(x)`.
  @inlinable public static func sphericalBessel(_ n: Int, _ x: Self) -> Self {
    apply(ElementaryFunction.SphericalBessel.self, n, x)
  }

  /// `sin(πx) / (πx)`, which is 1 at 0, with every derivative accurate there too.
  @inlinable public static func sinc(_ x: Self) -> Self { sphericalBessel(0, .pi * x) }

  /// The logistic function `1 / (1 + e⁻ˣ)`.
  @inlinable @inline(__always) public static func sigmoid(_ x: Self) -> Self {
    apply(ElementaryFunction.Sigmoid.self, x)
  }

  /// `log(1 + eˣ)`.
  @inlinable public static func softplus(_ x: Self) -> Self {
    apply(ElementaryFunction.Softplus.self, x)
  }

  /// `max(x, 0)`; the derivative at 0 is 0.
  @inlinable @inline(__always) public static func relu(_ x: Self) -> Self {
    apply(ElementaryFunction.Rectifier.self, x)
  }

  /// `x log y`, which is 0 where `x` is.
  @inlinable public static func xlogy(_ x: Self, _ y: Self) -> Self {
    apply(ElementaryFunction.XLogY.self, x, y)
  }

  /// `log(eˣ + eʸ)`.
  @inlinable public static func logAddExp(_ x: Self, _ y: Self) -> Self {
    apply(ElementaryFunction.LogAddExp.self, x, y)
  }
}

/// Functions with kinks and steps. The conventions at kinks are part of each row.
extension Scalar {
  /// The larger of two; equal ones have half the derivative each.
  @inlinable @inline(__always) public static func maximum(_ x: Self, _ y: Self) -> Self {
    apply(ElementaryFunction.Maximum.self, x, y)
  }

  /// The smaller of two; equal ones have half the derivative each.
  @inlinable @inline(__always) public static func minimum(_ x: Self, _ y: Self) -> Self {
    apply(ElementaryFunction.Minimum.self, x, y)
  }

  /// `x` brought into `lower ... upper`.
  @inlinable public static func clip(_ x: Self, _ lower: Self, _ upper: Self) -> Self {
    minimum(maximum(x, lower), upper)
  }

  /// The magnitude of `x` with the sign of `y`.
  @inlinable public static func copysign(_ x: Self, _ y: Self) -> Self {
    apply(ElementaryFunction.CopySign.self, x, y)
  }

  /// The remainder of `x / y`, with the sign of `y`.
  @inlinable public static func modulo(_ x: Self, _ y: Self) -> Self {
    apply(ElementaryFunction.Modulo.self, x, y)
  }

  /// The greatest integer not above `x`.
  @inlinable public static func floor(_ x: Self) -> Self { apply(ElementaryFunction.Floor.self, x) }

  /// The smallest integer not below `x`.
  @inlinable public static func ceil(_ x: Self) -> Self { apply(ElementaryFunction.Ceiling.self, x) }

  /// The nearest integer, halves to the even one.
  @inlinable public static func round(_ x: Self) -> Self { apply(ElementaryFunction.Round.self, x) }

  /// The integer part.
  @inlinable public static func trunc(_ x: Self) -> Self {
    apply(ElementaryFunction.Truncate.self, x)
  }

  /// 1 where `x < y`, else 0: a comparison for ``select(_:_:_:)``.
  @inlinable public static func less(_ x: Self, _ y: Self) -> Self {
    apply(ElementaryFunction.Less.self, x, y)
  }

  /// 1 where `x ≤ y`, else 0.
  @inlinable public static func lessOrEqual(_ x: Self, _ y: Self) -> Self {
    apply(ElementaryFunction.LessOrEqual.self, x, y)
  }

  /// 1 where `x = y`, else 0.
  @inlinable public static func equal(_ x: Self, _ y: Self) -> Self {
    apply(ElementaryFunction.Equal.self, x, y)
  }

  /// 1 where `x < y`, ½ where they are equal, else 0.
  @inlinable public static func precedes(_ x: Self, _ y: Self) -> Self {
    apply(ElementaryFunction.Precedes.self, x, y)
  }
}
