// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertExplain
import WengertPrograms
import WengertScalars

/// Names, warnings, unusual programs and very long ones.
@Suite struct ExplanationLimitsTests {
  @Test func namesOfTheUserComeFirst() throws {
    let it = try explain("k = 2y; (x + y)*(x + k)", ["x", "y"], at: [2, 3])
    #expect(it.steps.items.map(\.name) == ["k", "g", "h", "f"])
  }

  @Test func lettersThatAreInputsAreSkipped() throws {
    let it = try explain("(f + h)*L", ["f", "h", "L"], at: [1, 2, 3])
    #expect(it.steps.items.map(\.name) == ["k", "g"])
    #expect(it.function == "F")
  }

  @Test func numbersForManySteps() throws {
    let source = (1...14).map { "sin(\($0)*v2)" }.joined(separator: "+")
    let it = try explain(source, ["v2"], at: [0.5])
    #expect(it.steps.items.prefix(3).map(\.name) == ["v1", "v3", "v4"])
    #expect(Set(it.steps.items.map(\.name)).count == it.steps.total)
  }

  @Test(arguments: [
    (
      "log(x)", -1.0, Explanation.Warning.Kind.domain,
      "log(-1): log needs x > 0; the result is nan."
    ),
    ("1/x", 0, .domain, "1/0: a quotient x / y needs y ≠ 0; the result is inf."),
    ("exp(x)", 1000, .overflow, "exp(1000) is too large for a double; the result is inf."),
    ("gamma(x)", 200, .overflow, "gamma(200) is too large for a double; the result is inf."),
    (
      "sqrt(x)", 0, .infiniteDerivative,
      "sqrt(0): the value exists, but the derivative with respect to x is ∞."
    ),
    ("abs(x)", 0, .kink, "abs(0): |x| has a corner at 0 and no derivative there; 0 is used."),
    (
      "max(x, 2)", 2, .kink,
      "max(2, 2): the operands are equal and there is no derivative; each gets one half."
    ),
  ])
  func warnings(source: String, x: Double, kind: Explanation.Warning.Kind, message: String) throws {
    let it = try explain(source, ["x"], at: [x])
    #expect(it.warnings.items.map(\.kind) == [kind])
    #expect(it.warnings.items.map(\.message) == [message])
    #expect(it.document.text().contains("⚠"))
  }

  @Test func aProblemIsReportedOnce() throws {
    let it = try explain("sin(log(x)) + log(x)^2", ["x"], at: [-1])
    #expect(it.warnings.total == 1)
    #expect(it.result?.rows.allSatisfy { $0.gradient[0].isNaN } == true)
  }

  @Test(arguments: ["x", "y", "3", "2*3", "x + 0*y", "pi*x", "sin(2) + x"])
  func smallPrograms(source: String) throws {
    let it = try explain(source, ["x", "y"], at: [2, 3])
    let expected: [Double] = source.contains("x") ? [source.contains("pi") ? .pi : 1, 0] : [0, 0]
    let gradient = source == "y" ? [0, 1] : expected
    #expect(it.result?.rows.last?.gradient == gradient)
    #expect(it.reverse?.inputs.map(\.value) == gradient)
    #expect(it.symbolic.map(\.value) == gradient)
    #expect(!it.document.markdown.isEmpty)
  }

  @Test func noInputs() throws {
    let it = try explain("1 + 2", [], at: [])
    #expect(it.value == 3)
    #expect(it.document.text().contains("no inputs"))
  }

  @Test func severalOutputs() throws {
    let program = Program(try ExpressionParser.parse("r = x*y, s = x + y"))
    let all = Explanation.all(of: program, at: [2, 3])
    #expect(all.map(\.value) == [6, 5])
    #expect(all.map { $0.steps.items.map(\.name) } == [["r"], ["s"]])
    #expect(all.map { $0.cost?.evaluation.operations } == [1, 1])
  }

  /// A chain with 100,000 operations, each of which doubles the formula if it is written out.
  @Test func longPrograms() throws {
    let program = Program(inputs: ["x", "y"]) { v in
      var x = v[0]
      for _ in 0..<50_000 { x = (x + x) * 0.5 + v[1] * 0 }
      return x
    }
    // The table of errors takes hundreds of evaluations, too many without optimization.
    var options = Explanation.Options()
    options.sections = [.symbolic, .dual, .forward, .reverse, .tape, .cost]
    let it = Explanation(of: program, at: [1.5, 2], options: options)
    #expect(it.value == 1.5)
    #expect(it.steps.total > 100_000)
    #expect(it.steps.items.count == 100)
    #expect(it.formula == nil)
    #expect(it.symbolic[0].lines.omitted > 0)
    #expect(it.reverse?.steps.omitted == it.steps.omitted)
    #expect(it.reverse?.inputs.map(\.value) == [1, 0])
    let text = it.document.text()
    #expect(text.contains("more steps are not shown."))
    #expect(text.utf8.count < 200_000)
    #expect(it.json.text.utf8.count < 1_000_000)
  }

  @Test func manyInputs() {
    let names = (0..<300).map { "a\($0)" }
    let program = Program(inputs: names) { v in v.reduce(0) { $0 + $1 * $1 } }
    let it = Explanation(of: program, at: names.indices.map { Double($0) })
    #expect(it.inputs.total == 300)
    #expect(it.inputs.items.count == 10)
    #expect(it.reverse?.inputs.map(\.value) == (0..<10).map { Double(2 * $0) })
    #expect(it.cost?.methods.first { $0.method == .forwardDifferences }?.passes == 301)
    #expect(it.document.text().contains("290 more inputs are not shown."))
  }
}
