// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing

@testable import WengertScalars

@Suite("Accuracy against 40-digit references")
struct AccuracyTests {
  typealias Case = References.Case

  /// The bounds are the errors measured over thousands of random points, plus half an
  /// ulp for the rounding of the reference, plus a margin of half an ulp.
  static let cases: [Case] = [
    Case("cbrt", { SpecialFunctions.cbrt($0) }, References.cubeRoot, ulps: 1),
    Case("sigmoid", { Double.sigmoid($0) }, References.sigmoid, ulps: 3),
    Case("softplus", { Double.softplus($0) }, References.softplus, ulps: 2),
    Case("sinPi", { SpecialFunctions.sinPi($0) }, References.sinPi, ulps: 2.5),
    Case("cosPi", { SpecialFunctions.cosPi($0) }, References.cosPi, ulps: 2.5),
    Case("cotPi", { SpecialFunctions.cotPi($0) }, References.cotPi, ulps: 3.5),
    Case("digamma", { SpecialFunctions.digamma($0) }, References.digammaPositive, ulps: 5),
  ]

  @Test("Error in ulps", arguments: cases)
  func ulps(_ item: Case) {
    let rows = References.rows(item.table, width: 2)
    #expect(rows.count >= 200)
    for row in rows {
      let error = (item.function(row[0]) - row[1]).magnitude / row[1].ulp
      #expect(error <= item.ulps, "\(item.name)(\(row[0])) is off by \(error) ulp")
    }
  }

  @Test(
    "Symmetry",
    arguments: References.rows(References.sinPi, width: 2))
  func symmetry(_ row: [Double]) {
    let x = row[0]
    #expect(SpecialFunctions.sinPi(-x) == -SpecialFunctions.sinPi(x))
    #expect(SpecialFunctions.cosPi(-x) == SpecialFunctions.cosPi(x))
    #expect(SpecialFunctions.cotPi(-x) == -SpecialFunctions.cotPi(x))
    #expect(SpecialFunctions.cbrt(-x) == -SpecialFunctions.cbrt(x))
  }

  /// Between the poles digamma has zeros, near which only the absolute error is small.
  @Test(
    "Digamma of negative arguments",
    arguments: References.rows(References.digammaNegative, width: 2))
  func digammaNegative(_ row: [Double]) {
    let (x, expected) = (row[0], row[1])
    let size = max(1, SpecialFunctions.digamma(1 - x), expected.magnitude)
    #expect((SpecialFunctions.digamma(x) - expected).magnitude <= 1e-15 * size)
  }

  @Test(
    "Polygamma of positive arguments",
    arguments: References.rows(References.polygammaPositive, width: 3))
  func polygammaPositive(_ row: [Double]) {
    let value = SpecialFunctions.polygamma(Int(row[0]), row[1])
    #expect((value - row[2]).magnitude <= 1.5e-15 * row[2].magnitude)
  }

  /// For even orders there are zeros between the poles; the error is then relative to
  /// the term of the nearest pole.
  @Test(
    "Polygamma of negative arguments",
    arguments: References.rows(References.polygammaNegative, width: 3))
  func polygammaNegative(_ row: [Double]) {
    let (order, x, expected) = (Int(row[0]), row[1], row[2])
    let distance = min(x - x.rounded(.down), x.rounded(.up) - x)
    let poleTerm = Double.gamma(row[0] + 1) * Double.pow(distance, -order - 1)
    let size = order.isMultiple(of: 2) ? max(poleTerm, expected.magnitude) : expected.magnitude
    #expect((SpecialFunctions.polygamma(order, x) - expected).magnitude <= 1.5e-15 * size)
  }
}
