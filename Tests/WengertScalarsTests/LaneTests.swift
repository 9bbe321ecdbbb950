// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertScalars

/// Tangents side by side, and products with constants.
@Suite struct LaneTests {
  static func f<T: Scalar>(_ x: [T]) -> T {
    var sum: T = 0
    for (i, x) in x.enumerated() {
      let wave = T.sin(x.multiplied(by: Double(i + 1)))
      sum += wave / (1 + T.square(x)) - x.multiplied(by: -0.5)
    }
    return sum * T.exp(x[0] * x[1])
  }

  /// The gradient in one pass, with as many lanes as there are inputs or more.
  func gradient<L: TangentSpace>(at x: [Double], lanes: L.Type) -> [Double]
  where L.Coefficient == Double {
    let inputs = x.enumerated().map { i, x in
      var tangent = L.zero
      tangent[lane: i] = 1
      return DualNumber(x, tangent: tangent)
    }
    return x.indices.map { Self.f(inputs).tangent[lane: $0] }
  }

  @Test(arguments: [2, 7, 8, 9, 16])
  func lanesAgreeWithReverseMode(count: Int) {
    let x = (0..<count).map { 0.3 + 0.1 * Double($0) }
    let expected = Reverse.gradient(at: x, of: Self.f)
    var found = [gradient(at: x, lanes: Lanes16<Double>.self), gradient(at: x, lanes: Lanes32<Double>.self)]
    if count == 2 { found.append(gradient(at: x, lanes: Lanes2<Double>.self)) }
    for gradient in found {
      for (a, b) in zip(gradient, expected) { #expect((a - b).magnitude <= 1e-14 * b.magnitude + 1e-15) }
    }
  }

  @Test func pairsOfDualNumbersGiveMixedDerivatives() {
    // ∂/∂x of x² y³ is 2 x y³, and its derivative with respect to y is 6 x y²; at (2, 3).
    typealias Outer = Dual<Double>
    typealias Inner = DualNumber<Outer, Lanes2<Outer>>
    let x = Inner(Outer(2, tangent: 0), tangent: Lanes2(1, 0))
    let y = Inner(Outer(3, tangent: 1), tangent: Lanes2(0, 1))
    let z = x * x * y * y * y
    #expect(z.tangent.first.primal == 108 && z.tangent.first.tangent == 108)
    #expect(z.tangent.second.primal == 108 && z.tangent.second.tangent == 72)
  }

  @Test func everyLaneIsReadAndWritten() {
    var lanes = Lanes32<Double>.zero
    #expect(lanes.isZero && !lanes.hasNaN && Lanes32<Double>.laneCount == 32)
    for i in 0..<32 { lanes[lane: i] = Double(i) }
    for i in 0..<32 { #expect((lanes + lanes - lanes)[lane: i] == Double(i)) }
    #expect(lanes.multiplied(by: 3)[lane: 31] == 93 && lanes.scaled(by: 2)[lane: 17] == 34)
    for i in 0..<32 {
      var spoiled = lanes
      spoiled[lane: i] = .nan
      #expect(spoiled.hasNaN && !spoiled.isZero && spoiled != lanes)
    }
  }

  @Test func constantsAbsorbAsScalarsDo() {
    let steep = Dual(2.0, tangent: .infinity)
    #expect(steep.multiplied(by: 0).tangent == 0 && (steep * 0).tangent == 0)
    #expect(steep.multiplied(by: -2).tangent == -.infinity)
    #expect(Dual(2.0, tangent: 0).multiplied(by: .infinity).tangent == 0)
    #expect((steep - steep).tangent.isNaN)
  }
}
