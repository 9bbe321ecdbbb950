// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars
import Testing

private typealias Big = BigFloat<Bits256>

private let infinity = Big.infinity
private let nan = Big.nan

@Suite("Special values")
struct BigFloatSpecialValueTests {
  /// Function, argument and value, as in annex F of the C standard.
  @Test(
    arguments: [
      ("exp", 0, 1), ("exp", -.infinity, 0), ("exp", .infinity, .infinity), ("exp", .nan, .nan),
      ("expMinusOne", -0.0, -0.0), ("expMinusOne", -.infinity, -1),
      ("expMinusOne", .infinity, .infinity), ("expMinusOne", -1e30, -1),
      ("exp2", -1, 0.5), ("exp2", 10, 1024), ("exp2", -.infinity, 0), ("exp2", 0, 1),
      ("exp10", 3, 1000), ("exp10", 0, 1), ("exp10", .infinity, .infinity),
      ("log", 0, -.infinity), ("log", -0.0, -.infinity), ("log", 1, 0), ("log", -1, .nan),
      ("log", .infinity, .infinity), ("log", -.infinity, .nan), ("log", .nan, .nan),
      ("logOnePlus", -0.0, -0.0), ("logOnePlus", -1, -.infinity), ("logOnePlus", -2, .nan),
      ("logOnePlus", .infinity, .infinity), ("logOnePlus", .nan, .nan),
      ("log2", 8, 3), ("log2", 0x1p-1074, -1074), ("log2", 1, 0), ("log2", 0, -.infinity),
      ("log10", 1000, 3), ("log10", 1e22, 22), ("log10", -1, .nan),
      ("cosh", 0, 1), ("cosh", -.infinity, .infinity), ("sinh", -0.0, -0.0),
      ("sinh", -.infinity, -.infinity), ("tanh", -0.0, -0.0), ("tanh", .infinity, 1),
      ("tanh", -.infinity, -1), ("tanh", 1e30, 1), ("tanh", .nan, .nan),
      ("acosh", 1, 0), ("acosh", 0.5, .nan), ("acosh", .infinity, .infinity), ("acosh", .nan, .nan),
      ("asinh", -0.0, -0.0), ("asinh", -.infinity, -.infinity),
      ("atanh", -0.0, -0.0), ("atanh", 1, .infinity), ("atanh", -1, -.infinity), ("atanh", 2, .nan),
      ("sin", -0.0, -0.0), ("sin", .infinity, .nan), ("cos", 0, 1), ("cos", -.infinity, .nan),
      ("tan", -0.0, -0.0), ("tan", .infinity, .nan), ("tan", .nan, .nan),
      ("asin", -0.0, -0.0), ("asin", 1.5, .nan), ("acos", 1, 0), ("acos", -1.5, .nan),
      ("atan", -0.0, -0.0), ("atan", .nan, .nan),
      ("sqrt", -0.0, -0.0), ("sqrt", -1, .nan), ("sqrt", .infinity, .infinity),
      ("sqrt", -.infinity, .nan), ("cbrt", -0.0, -0.0), ("cbrt", -27, -3), ("cbrt", 8, 2),
      ("cbrt", -.infinity, -.infinity), ("cbrt", .nan, .nan),
      ("erf", -0.0, -0.0), ("erf", .infinity, 1), ("erf", -.infinity, -1), ("erf", 100, 1),
      ("erfc", 0, 1), ("erfc", .infinity, 0), ("erfc", -.infinity, 2), ("erfc", -100, 2),
      ("gamma", 0, .infinity), ("gamma", -0.0, -.infinity), ("gamma", -3, .nan), ("gamma", 5, 24),
      ("gamma", .infinity, .infinity), ("gamma", -.infinity, .nan), ("gamma", 1e12, .infinity),
      ("logGamma", 1, 0), ("logGamma", 2, 0), ("logGamma", 0, .infinity),
      ("logGamma", -4, .infinity), ("logGamma", .infinity, .infinity),
      ("logGamma", -.infinity, .infinity), ("logGamma", .nan, .nan),
      ("digamma", 0, -.infinity), ("digamma", -0.0, .infinity), ("digamma", -1, .nan),
      ("digamma", .infinity, .infinity), ("digamma", -.infinity, .nan),
    ] as [(Substring, Double, Double)])
  func unary(name: Substring, argument: Double, value: Double) throws {
    let function = try #require(unaryFunction(name, Bits256.self))
    #expect(isIdentical(function(Big(argument)), Big(value)))
  }

  @Test(
    arguments: [
      (0, 0, 1), (.nan, 0, 1), (1, .nan, 1), (1, .infinity, 1), (2, .nan, .nan), (.nan, 1, .nan),
      (-1, .infinity, 1), (-1, -.infinity, 1), (0.5, .infinity, 0), (0.5, -.infinity, .infinity),
      (-2, .infinity, .infinity), (-2, -.infinity, 0), (0, -1, .infinity), (-0.0, -1, -.infinity),
      (-0.0, -2, .infinity), (-0.0, -0.5, .infinity), (-0.0, 3, -0.0), (-0.0, 2, 0), (0, 0.5, 0),
      (.infinity, 2, .infinity), (.infinity, -2, 0), (-.infinity, 3, -.infinity),
      (-.infinity, 2, .infinity), (-.infinity, -3, -0.0), (-.infinity, 0.5, .infinity),
      (-8, 1.0 / 3, .nan), (-2, 3, -8), (4, 0.5, 2), (2, -1074, 0x1p-1074),
    ] as [(Double, Double, Double)])
  func power(x: Double, y: Double, value: Double) {
    #expect(isIdentical(.pow(Big(x), Big(y)), Big(value)))
    if let n = Int(exactly: y) { #expect(isIdentical(.pow(Big(x), n), Big(value))) }
  }

  @Test(
    arguments: [
      (0, 1, 0), (-0.0, 1, -0.0), (0, 0, 0), (-0.0, 0, -0.0), (1, 0, 2), (-1, -0.0, -2),
      (0, -0.0, 4), (-0.0, -0.0, -4), (0, -1, 4), (-0.0, -1, -4), (.infinity, 1, 2),
      (.infinity, .infinity, 1), (.infinity, -.infinity, 3), (-.infinity, -.infinity, -3),
      (1, .infinity, 0), (-1, .infinity, -0.0), (1, -.infinity, 4), (-1, -.infinity, -4),
      (1, 1, 1), (-1, -1, -3),
    ] as [(Double, Double, Double)])
  func angle(y: Double, x: Double, quarters: Double) {
    #expect(isIdentical(.atan2(y: Big(y), x: Big(x)), .pi * Big(quarters) / 4))
  }

  @Test func axes() {
    #expect(Big.atan2(y: nan, x: 1).isNaN && Big.atan2(y: 1, x: nan).isNaN)
    #expect(Big.atan(infinity) == .pi / 2)
    #expect(Big.asin(-1) == -.pi / 2)
    #expect(Big.acos(-1) == .pi)
    #expect(Big.acos(0) == .pi / 2)
    #expect(Big.hypot(infinity, nan) == infinity)
    #expect(Big.hypot(nan, -infinity) == infinity)
    #expect(Big.hypot(nan, 1).isNaN)
    #expect(isIdentical(.hypot(-0.0, 0), 0))
    #expect(Big.sin(Big.exp2(100_000)).isNaN)
  }

  @Test func arithmetic() {
    #expect((infinity - infinity).isNaN && (infinity * 0).isNaN && (0 as Big / 0).isNaN)
    #expect((infinity / infinity).isNaN && (nan + 1).isNaN && (1 / nan).isNaN)
    #expect(1 / (0 as Big) == infinity && 1 / (-0.0 as Big) == -infinity)
    #expect(isIdentical(-1 / infinity, -0.0))
    #expect(isIdentical(-infinity / 0, -infinity))
    #expect(isIdentical(0 / -infinity, -0.0))
    #expect(infinity + 1 == infinity && 1 - infinity == -infinity)
    #expect(isIdentical(1 - 1, 0) && isIdentical(-0.0 + -0.0, -0.0) && isIdentical(-0.0 + 0, 0))
    #expect(isIdentical(-0.0 * 5, -0.0) && isIdentical(0 / -5, -0.0))
    #expect((-infinity).magnitude == infinity && (-3 as Big).magnitude == 3)
    #expect((4 as Big).reciprocal == 0.25 && (0 as Big).reciprocal == nil)
  }

  @Test func roots() {
    #expect(Big.root(-32, 5) == -2)
    #expect(Big.root(-4, 2).isNaN)
    #expect(Big.root(0, -3) == infinity)
    #expect(isIdentical(.root(-0.0, 3), -0.0))
    #expect(isIdentical(.root(-infinity, -3), -0.0))
    #expect(Big.root(-7, 1) == -7)
  }

  @Test func polygammaAndSigns() {
    #expect(Big.polygamma(1, 0) == infinity && Big.polygamma(1, -0.0) == infinity)
    #expect(Big.polygamma(2, 0) == -infinity && Big.polygamma(2, -0.0) == infinity)
    #expect(Big.polygamma(1, -3) == infinity && Big.polygamma(2, -3).isNaN)
    #expect(isIdentical(.polygamma(1, infinity), 0) && isIdentical(.polygamma(2, infinity), -0.0))
    let arguments: [Big] = [3, 0, -0.0, -0.5, -1, -1.5, -2.25, nan, -infinity]
    let signs: [FloatingPointSign] = [
      .plus, .plus, .plus, .minus, .plus, .plus, .minus, .plus, .plus,
    ]
    #expect(arguments.map(Big.signGamma) == signs)
  }
}
