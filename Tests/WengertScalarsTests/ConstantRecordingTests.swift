// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertScalars

/// Constants such as π and √2 are on lists of their own; the recording that they meet stays home.
@Suite("Constants inside a recording")
struct ConstantRecordingTests {
  @Test func `comparisons still see the point`() {
    let slope = Symbolic.derivative(at: -0.5) { x in
      let y = .pi * x
      return y > 0 ? y : -y
    }
    #expect(slope == -.pi)
  }

  @Test func `a verbatim recording stays verbatim`() {
    let graph = ExpressionGraph(simplifying: false)
    let x = graph.input("x")
    let y = Expression.sqrt(2) * x + 0
    #expect(y.graph === graph)
    #expect(y.instruction.function == .add)
  }

  @Test func `many constants are no slower than their number`() {
    let f = { (x: [Expression]) in (0..<2000).reduce(x[0]) { y, _ in .erf(y) + .pi } }
    let graph = ExpressionGraph()
    let output = f([graph.input("x")])
    #expect(graph.instructions.count < 10_000)
    #expect(output.gradient()[0].value(at: [0.1]).isFinite)
  }

  @Test(arguments: [-2_147_483_648.0, 2_147_483_647, 3_000_000_000, -1e300])
  func `huge integer exponents`(exponent: Double) {
    let x = Expression.variable("x")
    let slope = Expression.power(x, Expression(exponent)).derivative(with: x)
    let point = [1.0]
    let (slopeAtOne, power): (Double, Double) = (
      slope.value(at: point), Expression.pow(x, Int(exactly: exponent) ?? 5).value(at: point)
    )
    #expect(slopeAtOne == exponent)
    #expect(power == 1)
  }
}
