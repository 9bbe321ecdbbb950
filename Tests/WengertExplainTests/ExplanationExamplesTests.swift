// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertExplain
import WengertPrograms

/// Further functions of teaching texts, with the numbers that exact arithmetic gives.
@Suite struct ExplanationExamplesTests {
  /// A point, and the numbers of the lines v1 = log w1, v2 = w2 v1, v3 = √v2, L = v2 + v3 there.
  struct LogarithmAndRoot {
    let point: [Double]
    let values: [Double]
    let adjoints: [Double]
    let gradient: [Double]
    let tangents: [[Double]]
  }

  @Test(arguments: [
    LogarithmAndRoot(
      point: [2, 3],
      values: [0.6931471805599453, 2.0794415416798357, 1.442026886600883, 3.521468428280719],
      adjoints: [4.040202519063823, 1.3467341730212743, 1, 1],
      gradient: [2.0201012595319114, 0.9334849949934259],
      tangents: [
        [0.5, 1.5, 0.5201012595319113, 2.0201012595319114],
        [0, 0.6931471805599453, 0.2403378144334805, 0.9334849949934259],
      ]),
    LogarithmAndRoot(
      point: [2.718281828459045, 1], values: [1, 1, 1, 2], adjoints: [1.5, 1.5, 1, 1],
      gradient: [0.5518191617571635, 1.5],
      tangents: [
        [0.36787944117144233, 0.36787944117144233, 0.18393972058572117, 0.5518191617571635],
        [0, 1, 0.5, 1.5],
      ]),
    LogarithmAndRoot(
      point: [7.38905609893065, 2], values: [2, 4, 2, 6], adjoints: [2.5, 1.25, 1, 1],
      gradient: [0.33833820809153176, 2.5],
      tangents: [
        [0.1353352832366127, 0.2706705664732254, 0.06766764161830635, 0.33833820809153176],
        [0, 2, 0.5, 2.5],
      ]),
    LogarithmAndRoot(
      point: [1.1, 0.5],
      values: [0.09531017980432487, 0.04765508990216243, 0.21830045786063398, 0.2659555477627964],
      adjoints: [1.6452106076644304, 3.290421215328861, 1, 1],
      gradient: [1.495646006967664, 0.31361063766495884],
      tangents: [
        [0.9090909090909091, 0.45454545454545453, 1.0411005524222094, 1.495646006967664],
        [0, 0.09531017980432487, 0.21830045786063398, 0.31361063766495884],
      ]),
    LogarithmAndRoot(
      point: [0.5, -2],
      values: [-0.6931471805599453, 1.3862943611198906, 1.1774100225154747, 2.5637043836353652],
      adjoints: [-2.849321800288019, 1.4246609001440096, 1, 1],
      gradient: [-5.698643600576038, -0.987499686188814],
      tangents: [
        [2, -4, -1.6986436005760381, -5.698643600576038],
        [0, -0.6931471805599453, -0.29435250562886867, -0.987499686188814],
      ]),
  ])
  func logarithmAndRoot(_ expected: LogarithmAndRoot) throws {
    let source = "v1 = log(w1); v2 = w2*v1; v3 = sqrt(v2); v4 = v2 + v3"
    let it = try explain(source, ["w1", "w2"], at: expected.point)
    let names = ["v1", "v2", "v3", "v4"]
    #expect(it.steps.items.map(\.name) == names)
    for (i, name) in names.enumerated() {
      #expect(agrees(it.valuesByName[name] ?? .nan, expected.values[i]), "\(name)")
      #expect(agrees(it.adjointsByName[name] ?? .nan, expected.adjoints[i]), "\(name)")
      for input in 0..<2 {
        let tangent = it.tangentsByName(input)[name] ?? .nan
        #expect(agrees(tangent, expected.tangents[input][i]), "\(name) by input \(input)")
      }
    }
    for row in try #require(it.result).rows {
      for (a, b) in zip(row.gradient, expected.gradient) {
        #expect(agrees(a, b, digits: row.method == .numerical ? 10 : 14), "\(row.method)")
      }
    }
    #expect(
      it.forward[0].rows.items.map(\.derivative.plain).suffix(3) == [
        "v1 · ∂w2/∂w1 + w2 · ∂v1/∂w1", "1/(2·sqrt(v2)) · ∂v2/∂w1", "∂v2/∂w1 + ∂v3/∂w1",
      ])
  }

  /// The same function without names for its intermediate results.
  @Test func lettersForSharedResults() throws {
    let it = try explain("w2*log(w1)+sqrt(w2*log(w1))", ["w1", "w2"], at: [2, 3])
    #expect(
      it.steps.items.map { "\($0.name) = \($0.formula.plain)" } == [
        "k = log(w1)", "g = w2·k", "h = sqrt(g)", "f = g + h",
      ])
    #expect(it.contributionsByName["g_f"] == 1)
    #expect(agrees(it.contributionsByName["g_h"] ?? .nan, 0.3467341730212743))
  }

  @Test func productAndSum() throws {
    let it = try explain("x*x+x*y+2", ["x", "y"], at: [3, 4])
    #expect(it.value == 23)
    #expect(it.symbolic.map { $0.formula?.plain } == ["2x + y", "x"])
    #expect(it.contributionsByName["x_h1"] == 3)
    #expect(it.contributionsByName["x_h2"] == 3)
    #expect(it.contributionsByName["x_k"] == 4)
    #expect(it.reverse?.inputs.map(\.value) == [10, 3])
    #expect(it.dual[0].expansion?.coefficients(of: 0) == [9, 12, 2])
    #expect(it.dual[0].expansion?.coefficients(of: 1) == [3, 3, 4])
    #expect(it.result?.reference == [10, 3])
  }

  @Test func diamond() throws {
    let it = try explain("((x*y)*(y*z))^2", ["x", "y", "z"], at: [3, 2, 1])
    #expect(it.value == 144)
    #expect(it.valuesByName == ["h": 6, "k": 2, "g": 12, "f": 144])
    #expect(it.adjointsByName == ["f": 1, "g": 24, "h": 48, "k": 144])
    #expect(it.reverse?.inputs.map(\.value) == [96, 288, 288])
    #expect(it.symbolic.map { $0.formula?.plain } == ["2x·y^4·z²", "4x²·y³·z²", "2x²·y^4·z"])
  }

  @Test func numberAsFactor() throws {
    let it = try explain("5*(a*b)", ["a", "b"], at: [2, 3])
    #expect(it.valuesByName == ["f": 30, "g": 6])
    #expect(it.adjointsByName == ["f": 1, "g": 5])
    // The number 5 is no variable: nothing is contributed to it.
    #expect(it.contributionsByName == ["g_f": 5, "a_g": 15, "b_g": 10])
    #expect(it.reverse?.inputs.map(\.value) == [15, 10])
  }

  @Test func squareOfSquare() throws {
    let it = try explain("(x*x)*(x*x)", ["x"], at: [3])
    #expect(it.value == 81)
    #expect(it.contributionsByName == ["g_f1": 9, "g_f2": 9, "x_g1": 54, "x_g2": 54])
    #expect(it.adjointsByName == ["f": 1, "g": 18])
    #expect(it.reverse?.inputs.map(\.value) == [108])
    #expect(it.symbolic[0].formula?.plain == "4x³")
    // Degree 4 is beyond what is multiplied out.
    #expect(it.dual[0].expansion == nil)
  }

  @Test(
    arguments: [
      ([0.5, -1, 2, 3], 0, [0, 0, 0, 0]), ([0.5, 1, 2, 3], 4, [2, 3, 0.5, 1]),
    ] as [([Double], Double, [Double])])
  func neuron(point: [Double], value: Double, gradient: [Double]) throws {
    let it = try explain("max(w1*x1+w2*x2, 0)", ["w1", "w2", "x1", "x2"], at: point)
    #expect(it.value == value)
    #expect(it.result?.rows.last?.gradient == gradient)
    #expect(it.result?.rows.first?.gradient == gradient)
    #expect(it.forward.map(\.derivative) == gradient)
  }

  @Test func logistic() throws {
    let it = try explain("1/(1+exp(-z))", ["z"], at: [0.2])
    #expect(agrees(it.value, 0.549833997312478))
    #expect(it.symbolic[0].lines.total == 4)
    for row in try #require(it.result).rows {
      #expect(agrees(row.gradient[0], 0.24751657271185995, digits: 12))
    }
  }
}
