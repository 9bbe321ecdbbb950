// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertPrograms
import WengertScalars

@Suite("Recording and listing")
struct RecordingTests {
  static let example = Program(inputs: ["x", "y"]) { v in (v[0] + v[1]) * (v[0] + 2 * v[1]) }

  @Test func listing() {
    #expect(
      Self.example.description == """
        x, y ->
          v2 = x + y
          v3 = 2
          v4 = v3 * y
          v5 = x + v4
          v6 = v2 * v5
          return v6
        """)
    #expect(Self.example([2.0, 3.0]) == [40])
    #expect(Array(Self.example.lineValues(at: [2.0, 3.0])) == [2, 3, 5, 2, 6, 8, 40])
  }

  @Test("How operations are written")
  func operations() {
    let program = Program(inputs: ["x", "y"]) { v in
      [
        .sin(v[0]), -v[0], .sqrt(v[0]), .pow(v[0], 3), .power(v[0], v[1]), .root(v[0], 5),
        .atan2(y: v[0], x: v[1]), .maximum(v[0], v[1]), .less(v[0], v[1]), .abs(v[0]), .pi,
        .select(v[0], v[1], 0.5), v[0] / v[1], v[0] - v[1], 1e-7,
      ]
    }
    let texts = program.outputs.map { program.operationText(ofLine: Int($0)) }
    #expect(
      texts.prefix(11) == [
        "sin(x)", "-x", "sqrt(x)", "x ^ 3", "x ^ y", "root(5, x)", "atan2(x, y)", "max(x, y)",
        "x < y", "abs(x)", "pi",
      ])
    #expect(texts[11].hasPrefix("select(x, y, v"))
    #expect(texts.suffix(3) == ["x / y", "x - y", "1e-07"])
  }

  /// What is typed is what is recorded: nothing is simplified, but equal lines are shared.
  @Test func verbatimAndShared() {
    let verbatim = Program(inputs: ["x"]) { v in v[0] * 1 + 0 }
    #expect(verbatim.instructions.count == 5)
    #expect(verbatim.simplified().instructions.count == 1)
    #expect(verbatim.simplified().outputs == [0])

    let shared = Program(inputs: ["x", "y"]) { v in .sin(v[0] * v[1]) + .sin(v[0] * v[1]) }
    #expect(shared.cost.operations == 3)
  }

  /// Only the lines that the outputs need are kept, and every input.
  @Test func unusedLines() {
    let program = Program(inputs: ["x", "y", "z"]) { v in
      _ = Expression.exp(v[0])
      return v[1] + 1
    }
    #expect(program.inputs == ["x", "y", "z"])
    #expect(program.description == "x, y, z ->\n  v3 = 1\n  v4 = y + v3\n  return v4")
  }

  @Test func outputsOfEveryKind() {
    let program = Program(inputs: ["x", "y"]) { v in [v[1], 3, v[0] * v[1], v[1], -0.5] }
    #expect(program([2.0, 5.0]) == [5, 3, 10, 5, -0.5])
    #expect(program.simplified()([2.0, 5.0]) == [5, 3, 10, 5, -0.5])
    #expect(program.description.contains("return y, "))

    let constant = Program(inputs: ["x", "y"]) { _ in 7 }
    #expect(constant.inputs == ["x", "y"])
    #expect(constant([1.0, 2.0]) == [7])
    #expect(constant.gradient()([1.0, 2.0]) == [7, 0, 0])
    #expect(constant.pullback()([1.0, 2.0, 1.0]) == [7, 0, 0])

    let identity = Program(inputs: ["x"]) { $0[0] }
    #expect(identity.description == "x ->\n  return x")
    #expect(identity.gradient()([4.0]) == [4, 1])
  }

  @Test func noInputs() {
    let program = Program(inputs: []) { _ in Expression.sqrt(2) * Expression.pi }
    #expect(program.inputs.isEmpty)
    #expect(isClose(program([Double]()), [.sqrt(2) * .pi], 1e-15))
    #expect(program.gradient()([Double]()).count == 1)
    #expect(program.simplified()([Double]()) == program([Double]()))
    let none = Program(inputs: ["x"]) { _ -> [Expression] in [] }
    #expect(none([1.0]).isEmpty && none.cost.operations == 0)
  }

  @Test func namesOfLines() {
    let graph = ExpressionGraph(simplifying: false)
    let x = graph.input("x"), y = graph.input("y")
    let k = 2 * y
    _ = Expression.exp(k)
    let f = Expression.sin(x + k)
    let program = Program([f], names: [k.index: "k", f.index: "f"])
    #expect(
      program.description == """
        x, y ->
          v2 = 2
          k = v2 * y
          v4 = x + k
          f = sin(v4)
          return f
        """)
    #expect(program.title(ofLine: 3) == "k = v2 * y")
    #expect(program.title(ofLine: 0) == "x")
  }

  private struct Refusal: Error {}

  @Test func throwing() {
    #expect(throws: Refusal.self) {
      try Program(inputs: ["x"]) { (_: [Expression]) throws(Refusal) -> Expression in
        throw Refusal()
      }
    }
  }

  @Test func recordingAtAPoint() {
    func f<T: Scalar>(_ x: [T]) -> T { x[0] > x[1] ? x[0] * x[0] : .exp(x[1]) }
    let left = Program(inputs: ["x", "y"], at: [3, 1]) { f($0) }
    let right = Program(inputs: ["x", "y"], at: [1, 3]) { f($0) }
    #expect(left.gradient()([3.0, 1.0]) == [9, 6, 0])
    #expect(isClose(right.gradient()([1.0, 3.0]), [.exp(3), 0, .exp(3)], 1e-15))
  }

  @Test func cost() {
    let program = Program(inputs: ["x", "y"]) { v in
      .sin(v[0]) * .sqrt(v[1]) + .maximum(v[0], 0) - v[0] / v[1] + .square(v[1]) * .pow(v[0], 3)
    }
    let cost = program.cost
    #expect(cost.additions == 3 && cost.multiplications == 4 && cost.divisions == 2)
    #expect(cost.choices == 1 && cost.functions == 1 && cost.operations == 11)
  }

  @Test func graphviz() {
    let text = Program(inputs: ["x"]) { v in .sin(v[0]) * 2 }
      .graphviz { $0 == 1 ? "0.5 \"half\"" : nil }
    #expect(
      text == """
        digraph program {
          rankdir=LR;
          node [shape=box, style=rounded];
          n0 [label="x", shape=ellipse];
          n1 [label="v1 = sin(x)\\n0.5 \\"half\\""];
          n2 [label="2", shape=ellipse];
          n3 [label="v3 = v1 * v2"];
          n0 -> n1;
          n1 -> n3;
          n2 -> n3;
          n3 [peripheries=2];
        }

        """)
  }

  @Test func shortDescriptions() {
    let texts = [2.0, -0.5, 1e20, 1e-7, 0].map(\.shortDescription)
    #expect(texts == ["2", "-0.5", "1e+20", "1e-07", "0"])
  }

  @Test func wrongNumberOfValues() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = RecordingTests.example([1.0]) }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("The program has 2 inputs (x, y); found 1 values."))
  }
}
