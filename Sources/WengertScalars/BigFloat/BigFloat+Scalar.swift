// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Derivatives in as many digits as it takes: dual numbers, tapes and series of big numbers.
extension BigFloat: PrimitiveScalar {
  public typealias Lanes = Self
  public typealias Coefficient = Self
  public static func remainderValue(_ x: Self, _ y: Self) -> Self {
    let quotient = (x / y).rounded(.towardZero)
    return quotient.isZero ? x : x - y * quotient
  }
  public static func cubeRootValue(_ x: Self) -> Self { cbrt(x) }
  public static func digammaValue(_ x: Self) -> Self { digamma(x) }
  public static func polygammaValue(_ n: Int, _ x: Self) -> Self { polygamma(n, x) }
}
