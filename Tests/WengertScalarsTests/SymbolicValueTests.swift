// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertScalars

@Suite("Simplification keeps values")
struct SymbolicValueTests {
  /// The value of an expression and how much it moves if every line has an error of about one unit
  /// in the last place: what rounding may change.
  private func valueWithSpread(
    _ expression: Expression, _ point: [Double], _ generator: inout SeededGenerator
  ) -> (value: Double, spread: Double) {
    guard let graph = expression.graph else { return (expression.constant ?? .nan, 0) }
    let value = expression.value(at: point)
    var spread = 0.0
    for _ in 0..<8 {
      var values = ContiguousArray<Double>()
      for line in graph.instructions[...Int(expression.index)] {
        let noise = Double.random(in: -2e-16...2e-16, using: &generator)
        values.append(line.value(values, inputs: point) * (1 + noise))
      }
      let moved = (values[Int(expression.index)] - value).magnitude
      spread = moved.isNaN ? .infinity : max(spread, moved)
    }
    return (value, spread)
  }

  /// Compares two expressions where the first has a value that is not all rounding error; returns
  /// at how many points.
  private func compare(
    _ original: Expression, _ rewritten: Expression, _ random: inout RandomExpressions
  ) -> Int {
    var count = 0
    for _ in 0..<4 {
      let point = random.point()
      let (value, spread) = valueWithSpread(original, point, &random.generator)
      guard value.isFinite, value.magnitude < 1e100, spread < 1e-6 * value.magnitude else {
        continue
      }
      count += 1
      let other = rewritten.value(at: point)
      #expect(
        (other - value).magnitude <= 1e-12 * value.magnitude + 100 * spread,
        "\(original.formatted(limit: 300)) => \(rewritten.formatted(limit: 300)) at \(point)")
    }
    return count
  }

  /// The first input of the list of an expression.
  private func input(_ expression: Expression) -> Expression? {
    guard let graph = expression.graph,
      let line = graph.instructions.firstIndex(of: Instruction(.input, parameter: 0))
    else { return nil }
    return Expression(graph: graph, index: Int32(line))
  }

  @Test("Of random expressions and their first and second derivatives", arguments: 0..<8)
  func random(seed: Int) {
    var random = RandomExpressions(seed: UInt64(seed))
    var compared = 0
    for trial in 0..<50 {
      let f = random.verbatim(size: 2 + trial % 9)
      guard let x = input(f) else { continue }
      let first = f.derivative(with: x)
      compared += compare(f, f.simplified(), &random)
      compared += compare(f, f.expanded(), &random)
      compared += compare(first, first.simplified(), &random)
      guard let input = input(first) else { continue }
      let second = first.derivative(with: input)
      compared += compare(second, second.simplified(), &random)
      compared += compare(second, second.expanded(), &random)
    }
    #expect(compared > 300)
  }

  @Test("Of every function with a derivative of a sum", arguments: ElementaryFunction.allCases)
  func everyFunction(function: ElementaryFunction) {
    var random = RandomExpressions(seed: 99)
    let graph = ExpressionGraph(simplifying: false)
    let inputs = RandomExpressions.names.map { graph.input($0) }
    let n = 2
    let f = function(n, inputs[0] * inputs[1] / 6, inputs[1] - inputs[2], inputs[2])
    _ = compare(f, f.simplified(), &random)
    let gradient = f.derivative(with: inputs[1])
    _ = compare(gradient, gradient.simplified(), &random)
  }

  @Test("Simplified formulas are not longer than the original ones")
  func length() {
    var random = RandomExpressions(seed: 5)
    for trial in 0..<200 {
      let f = random.verbatim(size: 2 + trial % 9)
      let (before, after) = (f.formatted(), f.simplified().formatted())
      #expect(after.count <= before.count + 8, "\(before) => \(after)")
    }
  }
}
