// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertExplain
import WengertPrograms

/// `(x + y) (x + 2y)` at `(2, 3)`: every number of the example that is worked out by hand.
@Suite struct ExplanationTests {
  let it: Explanation

  init() throws { it = try explain("(x+y)*(x+2*y)", ["x", "y"], at: [2, 3]) }

  @Test func definition() {
    #expect(it.function == "L")
    #expect(it.formula?.plain == "(x + y)·(x + 2y)")
    #expect(it.value == 40)
    #expect(it.warnings.total == 0)
  }

  @Test func steps() {
    #expect(it.valuesByName == ["k": 6, "h": 8, "g": 5, "f": 40])
    let formulas = it.steps.items.map { "\($0.name) = \($0.formula.plain)" }
    #expect(formulas == ["g = x + y", "k = 2y", "h = x + k", "f = g·h"])
    let f = it.steps.items[3]
    #expect(f.rule == "product rule")
    #expect(f.substituted.plain == "5·8")
    #expect(f.partials.map(\.operand) == ["g", "h"])
    #expect(f.partials.map(\.formula.plain) == ["h", "g"])
    #expect(f.partials.map(\.value) == [8, 5])
  }

  @Test func symbolic() {
    #expect(it.symbolic.map { $0.formula?.plain } == ["2x + 3y", "3x + 4y"])
    #expect(it.symbolic.map { $0.substituted?.plain } == ["2·2 + 3·3", "3·2 + 4·3"])
    #expect(it.symbolic.map(\.value) == [13, 18])
    #expect(it.symbolic[0].expanded?.plain == "x² + 3x·y + 2y²")
    let lines = it.symbolic[0].lines.items
    #expect(
      lines.map(\.formula.plain) == [
        "∂/∂x ((x + y)·(x + 2y)) = ∂/∂x (x + y) · (x + 2y) + (x + y) · ∂/∂x (x + 2y)",
        "∂/∂x (x + 2y) = ∂/∂x x + ∂/∂x (2y) = 1",
        "∂/∂x (x + y) = ∂/∂x x + ∂/∂x y = 1",
      ])
    #expect(lines.map(\.rule) == ["product rule", "sum rule", "sum rule"])
  }

  @Test func finiteDifferences() throws {
    let numerical = try #require(it.numerical)
    #expect(numerical.differences.map(\.rounded) == ["13.1", "18.2", "13.001", "18.002"])
    #expect(
      numerical.differences.map(\.derivative) == [
        13.099999999999952, 18.199999999999932, 13.0009999999956, 18.001999999988527,
      ])
    #expect(numerical.differences[0].quotient.plain == "(L(2.1, 3) - L(2, 3))/0.1")
    #expect(
      numerical.differences[0].substituted?.plain
        == "((2.1 + 3)·(2.1 + 2·3) - (2 + 3)·(2 + 2·3))/0.1")
    #expect(
      numerical.differences.map(\.difference.plain) == [
        "(41.31 - 40)/0.1", "(41.82 - 40)/0.1", "(40.013001 - 40)/0.001", "(40.018002 - 40)/0.001",
      ])
  }

  /// The error falls, and below the step 10⁻⁸ it grows again.
  @Test func errorsByStep() throws {
    let table = try #require(it.numerical?.errors.first)
    #expect(table.rows.map(\.step).first == 0.1)
    #expect(table.rows.map(\.step).last == 1e-16)
    #expect(
      table.rows.map(\.forward) == [
        13.099999999999952, 13.009999999999877, 13.0009999999956, 13.00009999994245,
        13.00000999933104, 13.00000100457055, 13.00000000981072, 13.000000365082087,
        13.000004628338502, 13.000018839193217, 13.000800436202553, 13.002932064409833,
        12.931877790833823, 14.210854715202004, 7.105427357601001, 0,
      ])
    #expect(table.bestForwardStep == 1e-7)
    #expect(table.richardsonError < 1e-11)
    #expect(agrees(table.richardson, 13, digits: 11))
  }

  @Test func dualNumbers() throws {
    #expect(it.dual.map(\.primal) == [40, 40])
    #expect(it.dual.map(\.tangent) == [13, 18])
    let expansions = it.dual.compactMap(\.expansion)
    try #require(expansions.count == 2)
    #expect(expansions[0].coefficients(of: 0) == [4, 12, 6, 18])
    #expect(expansions[0].coefficients(of: 1) == [2, 2, 6, 3])
    #expect(expansions[0].coefficient(of: 2) == 1)
    #expect(expansions[1].coefficients(of: 0) == [4, 12, 6, 18])
    #expect(expansions[1].coefficients(of: 1) == [4, 6, 2, 6])
    #expect(expansions[1].coefficient(of: 2) == 2)
    #expect(it.dual[0].call.plain == "L(2 + ε, 3)")
    let text = it.document.text(width: 100)
    for part in ["= 40 + 13ε + ε²", "= 40 + 18ε + 2ε²", "= 40 + 13ε ", "= 40 + 18ε "] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test func forwardTables() {
    #expect(it.tangentsByName(0) == ["x": 1, "y": 0, "g": 1, "k": 0, "h": 1, "f": 13])
    #expect(it.tangentsByName(1) == ["x": 0, "y": 1, "g": 1, "k": 2, "h": 2, "f": 18])
    #expect(it.forward[0].rows.items.last?.derivative.plain == "h · ∂g/∂x + g · ∂h/∂x")
    #expect(it.forward[0].rows.items.last?.substituted.plain == "8 · 1 + 5 · 1")
  }

  @Test func reverse() throws {
    #expect(it.adjointsByName == ["f": 1, "g": 8, "h": 5, "k": 5])
    #expect(
      it.contributionsByName == [
        "g_f": 8, "h_f": 5, "x_g": 8, "y_g": 8, "x_h": 5, "k_h": 5, "y_k": 10,
      ])
    let inputs = try #require(it.reverse?.inputs)
    #expect(inputs.map(\.value) == [13, 18])
    #expect(inputs.map(\.contributions.items) == [["x_g", "x_h"], ["y_g", "y_k"]])
    #expect(inputs.map(\.substituted.plain) == ["8 + 5", "8 + 10"])
    #expect(it.reverse?.steps.items[0].contributions[0].formula.plain == "∂L/∂f · h")
  }

  @Test func tape() throws {
    let tape = try #require(it.tape)
    #expect(tape.total == 6)
    #expect(tape.items.map(\.index) == [1, 2, 3, 4, 5, 6])
    #expect(tape.items.map(\.operands) == [[], [], [1, 2], [2], [1, 4], [3, 5]])
    #expect(tape.items.map(\.partials) == [[], [], [1, 1], [2], [1, 1], [8, 5]])
  }

  @Test func cost() throws {
    let cost = try #require(it.cost)
    #expect(cost.evaluation.operations == 4)
    let passes = Dictionary(uniqueKeysWithValues: cost.methods.map { ($0.method, $0.passes) })
    #expect(passes[.forwardDifferences] == 3)
    #expect(passes[.centralDifferences] == 4)
    #expect(passes[.forward] == 2)
    #expect(passes[.forwardLanes] == 1)
    #expect(passes[.reverse] == 1)
    #expect(cost.methods.last?.bytes == 8 * 6 + 32 * 6)
  }

  @Test func fourTimesTheSame() throws {
    let result = try #require(it.result)
    #expect(result.rows.map(\.method) == [.symbolic, .numerical, .forward, .reverse])
    for row in result.rows {
      #expect(agrees(row.gradient[0], 13, digits: 11))
      #expect(agrees(row.gradient[1], 18, digits: 11))
      if row.method != .numerical {
        #expect(row.gradient == [13, 18])
        #expect(row.ulps == [0, 0])
      }
    }
    #expect(!result.isReferenceExact)
  }

  @Test func referenceOfTheCaller() throws {
    let program = Program(try ExpressionParser.parse("(x+y)*(x+2*y)"))
    let result = try #require(
      Explanation(of: program, at: [2, 3], reference: [13.nextUp, 18]).result)
    #expect(result.isReferenceExact)
    #expect(result.rows.last?.ulps == [1, 0])
  }

  @Test func sections() throws {
    var options = Explanation.Options()
    options.sections = [.forward]
    options.differenceSteps = []
    let it = try explain("x*y", ["x", "y"], at: [1, 2], options: options)
    #expect(it.forward.count == 2)
    #expect(it.symbolic.isEmpty && it.dual.isEmpty)
    #expect(it.numerical == nil && it.reverse == nil && it.tape == nil && it.cost == nil)
    #expect(!it.document.text().contains("Reverse mode"))
  }
}
