// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule

extension BigFloat {
  /// The sine of an angle in radians, reduced with as many digits of π as it takes.
  ///
  /// The series of the versine after a reduction by halvings. Not a number from 2⁶⁵⁵³⁶ on, where
  /// the digits of π would take too long.
  public static func sin(_ x: Self) -> Self {
    x.isZero ? x : circular(x) { $0.sin }
  }

  /// The cosine of an angle in radians, with the same reduction as the sine.
  public static func cos(_ x: Self) -> Self { circular(x) { $0.cos } }

  /// The tangent of an angle in radians, with the same reduction as the sine.
  public static func tan(_ x: Self) -> Self {
    x.isZero ? x : circular(x) { $0.sin / $0.cos }
  }

  private static func circular(
    _ x: Self, _ body: ((sin: BigReal, cos: BigReal)) -> BigReal
  ) -> Self {
    guard x.kind == .finite, x.real.exponent <= 1 << 16 else { return .nan }
    return Self(rounding: body(BigReal.sinCos(x.real, words: workingWords)))
  }
}

// MARK: - Inverse functions

extension BigFloat {
  /// The angle whose sine is `x`, the angle of (`√((1 - x) (1 + x))`, `x`).
  public static func asin(_ x: Self) -> Self {
    guard x.magnitude <= 1 else { return .nan }
    return x.isZero ? x : Self(rounding: .atan2(y: x.real, x: x.cofunction, words: workingWords))
  }

  /// The angle whose cosine is `x`, the angle of (`x`, `√((1 - x) (1 + x))`).
  public static func acos(_ x: Self) -> Self {
    guard x.magnitude <= 1 else { return .nan }
    return x == 1 ? 0 : Self(rounding: .atan2(y: x.cofunction, x: x.real, words: workingWords))
  }

  /// The angle whose tangent is `x`, between -π/2 and π/2.
  public static func atan(_ x: Self) -> Self { x.isNaN ? x : atan2(y: x, x: 1) }

  /// The angle of the point (`x`, `y`), between -π and π.
  ///
  /// An estimate in double precision, and a short series after the rotation by it. The signs of
  /// zeros choose the side of the cut along the negative axis.
  public static func atan2(y: Self, x: Self) -> Self {
    if x.isNaN || y.isNaN { return .nan }
    if x.isOrdinary && y.isOrdinary {
      return Self(rounding: .atan2(y: y.real, x: x.real, words: workingWords))
    }
    // The point is on an axis or at infinity, at a multiple of π/4.
    let isVertical = y.kind == .infinity || (x.isZero && !y.isZero)
    let isHorizontal = x.kind == .infinity || (y.isZero && !isVertical)
    var eighths: Int64
    switch (isVertical, isHorizontal) {
    case (true, true): eighths = x.isNegative ? 3 : 1
    case (true, false): eighths = 2
    default: eighths = x.isNegative ? 4 : 0
    }
    if y.isNegative { eighths = -eighths }
    if eighths == 0 { return .zero(isNegative: y.isNegative) }
    let angle = BigReal.pi(words: workingWords) * BigReal(eighths)
    return Self(rounding: angle.scaled(by: -2))
  }

  /// `√((1 - x) (1 + x))`, to working precision.
  private var cofunction: BigReal {
    let words = Self.workingWords + 1
    let product = BigReal.sum(1, -real, words: words) * .sum(1, real, words: words)
    return product.squareRoot()
  }
}
