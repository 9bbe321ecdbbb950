// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing

@testable import WengertScalars

@Suite("Special values")
struct SpecialValueTests {
  typealias F = SpecialFunctions

  /// Equality that distinguishes the signs of zero and equates NaNs.
  private func same(_ a: Double, _ b: Double) -> Bool {
    (a.isNaN && b.isNaN) || (a == b && a.sign == b.sign)
  }

  @Test(
    "Digamma",
    arguments: [
      (0.0, -Double.infinity), (-0.0, .infinity), (-1, .nan), (-170, .nan), (-0x1p60, .nan),
      (.infinity, .infinity), (-.infinity, .nan), (.nan, .nan), (.leastNonzeroMagnitude, -.infinity),
      (-Double.leastNonzeroMagnitude, .infinity),
    ])
  func digamma(x: Double, expected: Double) {
    #expect(same(F.digamma(x), expected))
    #expect(same(F.polygamma(0, x), expected))
  }

  @Test("Polygamma of odd order", arguments: [1, 3, 29, 31, 171, 999])
  func oddPolygamma(order: Int) {
    for pole in [0.0, -0.0, -1, -7, -1e300] { #expect(F.polygamma(order, pole) == .infinity) }
    #expect(same(F.polygamma(order, Double.infinity), 0))
    #expect(F.polygamma(order, -Double.infinity).isNaN)
    #expect(F.polygamma(order, Double.nan).isNaN)
  }

  @Test("Polygamma of even order", arguments: [2, 4, 30, 170, 1000])
  func evenPolygamma(order: Int) {
    #expect(F.polygamma(order, 0.0) == -.infinity)
    #expect(F.polygamma(order, -0.0) == .infinity)
    for pole in [-1.0, -7, -1e300] { #expect(F.polygamma(order, pole).isNaN) }
    #expect(same(F.polygamma(order, Double.infinity), -0.0))
    #expect(F.polygamma(order, -Double.infinity).isNaN)
    #expect(F.polygamma(order, Double.nan).isNaN)
  }

  /// Arguments at which x⁻ⁿ⁻¹ or n! alone is out of range.
  @Test("Polygamma neither overflows nor underflows early")
  func polygammaRange() {
    #expect(same(F.polygamma(30, 1e300), -0.0))
    #expect(F.polygamma(30, 1e-300) == -.infinity)
    #expect((F.polygamma(30, 2e11) * 0x1p60 / -9.493769651243977e-291 - 1).magnitude < 1e-14)
    #expect((F.polygamma(1000, 300.0) / -1.0521717652801775e88 - 1).magnitude < 1e-14)
    #expect(F.polygamma(1, 1e-154) == 1e308)
    #expect(F.polygamma(1, Double.greatestFiniteMagnitude) == 0x1p-1024)
  }

  @Test("Half-turns at multiples of ½", arguments: [0.0, 1, 2, 3, 51, 0x1p52 + 1, 0x1p53, 1e300])
  func halfTurns(n: Double) {
    #expect(same(F.sinPi(n), 0))
    #expect(same(F.sinPi(-n), -0.0))
    let isOdd = n < 0x1p53 && !Int(n).isMultiple(of: 2)
    #expect(F.cosPi(n) == (isOdd ? -1 : 1))
    #expect(same(F.cotPi(-n), n == 0 ? -.infinity : .nan))
    guard n < 0x1p51 else { return }
    #expect(F.sinPi(n + 0.5) == (isOdd ? -1 : 1))
    #expect(same(F.cosPi(n + 0.5), 0))
    #expect(same(F.cosPi(-n - 0.5), 0))
    #expect(same(F.cotPi(n + 0.5), 0))
    #expect(same(F.cotPi(-n - 0.5), 0))
  }

  @Test("Not a number", arguments: [Double.nan, .infinity, -.infinity])
  func notANumber(x: Double) {
    #expect(F.sinPi(x).isNaN && F.cosPi(x).isNaN && F.cotPi(x).isNaN)
    #expect(same(F.cbrt(x), x))
    #expect(same(Double.sigmoid(x), x.isNaN ? .nan : x > 0 ? 1 : 0))
    #expect(same(Double.softplus(x), x.isNaN ? .nan : x > 0 ? .infinity : 0))
  }

  @Test("Logistic family at the ends of the range")
  func logistic() {
    let softplus: Double = Double.softplus(25)
    #expect(softplus == 25.000000000013888)
    #expect(Double.softplus(-745.0) == Double.leastNonzeroMagnitude)
    #expect(Double.sigmoid(-745.0) == Double.leastNonzeroMagnitude)
    #expect(Double.sigmoid(0.0) == 0.5)
  }

  @Test("Perfect cubes", arguments: 1...200)
  func cubes(n: Int) {
    #expect(F.cbrt(Double(n * n * n)) == Double(n))
    #expect(F.cbrt(-1 / Double(8 * n * n * n)) == -F.cbrt(1 / Double(n * n * n)) / 2)
    #expect(same(F.cbrt(-0.0), -0.0))
  }
}
