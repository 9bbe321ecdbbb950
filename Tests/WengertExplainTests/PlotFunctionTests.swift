// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing

@testable import WengertExplain

@Suite struct PlotFunctionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var f: @Sendable (Double) -> (value: Double, derivative: Double)

    init(_ name: String, _ f: @escaping @Sendable (Double) -> (value: Double, derivative: Double)) {
      (testDescription, self.f) = (name, f)
    }
  }

  static let smooth = [
    Case("sin") { (.sin($0), .cos($0)) },
    Case("exp") { (.exp($0), .exp($0)) },
    Case("cubic") { ($0 * $0 * $0 - 2 * $0, 3 * $0 * $0 - 2) },
    Case("fast") { (.sin(20 * $0), 20 * Double.cos(20 * $0)) },
    Case("bell") { (.exp(-9 * $0 * $0), -18 * $0 * Double.exp(-9 * $0 * $0)) },
    Case("peak") { x in
      let y = 1 / (1 + 1e4 * x * x)
      return (y, -2e4 * x * y * y)
    },
    Case("steep") { (.tanh(500 * $0), 500 * (1 - Double.tanh(500 * $0) * Double.tanh(500 * $0))) },
    Case("abs") { ($0.magnitude, $0 < 0 ? -1 : 1) },
    Case("cube root") { (.root($0, 3), 1 / (3 * Double.root($0, 3) * Double.root($0, 3))) },
    Case("constant") { _ in (3, 0) },
  ]

  @Test(arguments: smooth)
  func `curves are as drawn`(_ function: Case) throws {
    var calls = 0
    let plot = FunctionPlot("f(x)", from: -3, to: 2.9) { x in
      calls += 1
      return function.f(x)
    }
    #expect(calls == plot.curve.count && calls >= 257 && calls <= FunctionPlot.sampleLimit)
    #expect(!plot.isUnbounded && plot.curve.allSatisfy { $0.y.isFinite })
    #expect(zip(plot.curve, plot.curve.dropFirst()).allSatisfy { $0.x < $1.x })
    // Between the points, lines are good to half a pixel of three hundred.
    let values = plot.curve.map(\.y)
    let height = max((values.max() ?? 0) - (values.min() ?? 0), 1e-9)
    for (a, b) in zip(plot.curve, plot.curve.dropFirst()) where b.x - a.x > 1e-3 {
      let error = function.f((a.x + b.x) / 2).value - (a.y + b.y) / 2
      #expect(error.magnitude <= height / 600)
    }
  }

  @Test(arguments: [
    (Case("1/x") { (1 / $0, -1 / ($0 * $0)) }, true),
    (Case("1/x²") { (1 / ($0 * $0), -2 / ($0 * $0 * $0)) }, true),
    (Case("tan") { (.tan($0), 1 + Double.tan($0) * Double.tan($0)) }, true),
    (Case("log") { (.log($0), 1 / $0) }, true),
    (Case("root") { (.sqrt($0), 0.5 / .sqrt($0)) }, false),
    (Case("floor") { ($0.rounded(.down), 0) }, false),
    (Case("sin 1/x") { (.sin(1 / $0), -Double.cos(1 / $0) / ($0 * $0)) }, false),
    (Case("nan") { _ in (.nan, .nan) }, false),
    (Case("infinite") { _ in (.infinity, .nan) }, false),
  ])
  func `poles are known from jumps and ends`(_ function: Case, _ isUnbounded: Bool) {
    for (lower, upper) in [(-3.0, 3.0), (-1, 2.2), (-5.1, 4.7)] {
      let plot = FunctionPlot("f", from: lower, to: upper, tangentAt: 1, function.f)
      #expect(plot.isUnbounded == isUnbounded)
      #expect(plot.curve.count { !$0.y.isNaN } <= FunctionPlot.sampleLimit)
      let y = PlotFrame(plot.plot).y
      #expect(y.upper - y.lower < 300)
    }
  }

  @Test func `lines do not cross jumps`() {
    let plot = FunctionPlot("floor(x)", from: -2.5, to: 2.5) { ($0.rounded(.down), 0) }
    let lines = PlotFrame(plot.plot).lines(through: plot.curve)
    #expect(lines.count == 6)
    #expect(lines.allSatisfy { line in line.allSatisfy { $0.y == line[0].y } })
    let pole = FunctionPlot("1/(x − 1)", from: -2, to: 2.1) {
      (1 / ($0 - 1), -1 / (($0 - 1) * ($0 - 1)))
    }
    #expect(PlotFrame(pole.plot).lines(through: pole.curve).count == 2)
    // A continuous function is one line, however steep it is.
    let root = FunctionPlot("∛x", from: -2, to: 2.1) {
      (.root($0, 3), 1 / (3 * Double.root($0, 3) * Double.root($0, 3)))
    }
    #expect(PlotFrame(root.plot).lines(through: root.curve).count == 1)
  }

  @Test func `tangents touch the curve`() throws {
    let plot = FunctionPlot("x²", from: -2, to: 3, tangentAt: 1) { ($0 * $0, 2 * $0) }.plot
    #expect(plot.title == "x² and its tangent")
    #expect(plot.series.map(\.label) == ["x²", "tangent at x = 1: slope 2"])
    #expect(plot.marks.map(\.label) == ["(1, 1)"])
    let tangent = plot.series[1].points
    #expect(tangent.allSatisfy { ($0.y - (2 * $0.x - 1)).magnitude < 1e-12 })
    #expect(PlotFrame(plot).lines(through: tangent).count == 1)
  }

  @Test func `what has no tangent says so`() {
    func plot(_ value: Double, _ derivative: Double) -> Plot {
      FunctionPlot("f", from: 0, to: 1, tangentAt: 0.5) { x in
        x == 0.5 ? (value, derivative) : (x, 1)
      }.plot
    }
    #expect(plot(0.5, .nan).note == "At x = 0.5, there is no derivative.")
    #expect(plot(.infinity, 1).note == "At x = 0.5, the value is ∞.")
    #expect(plot(.nan, .nan).marks.isEmpty)
    #expect(plot(0.5, .infinity).series[1].points.map(\.x) == [0.5, 0.5])
    let steep = plot(0.5, 1e300)
    #expect(steep.series[1].points.allSatisfy { $0.y.magnitude < 10 })
  }

  @Test func `errors are passed on`() {
    struct Failure: Error {}
    #expect(throws: Failure.self) {
      try FunctionPlot("f", from: 0, to: 1) { x throws(Failure) in
        if x > 0.9 { throw Failure() }
        return (x, 1)
      }
    }
  }

  @Test(arguments: [(1, 1), (0, .infinity), (.nan, 2), (-1e308, 1e308)] as [(Double, Double)])
  func `any range can be drawn`(_ lower: Double, _ upper: Double) throws {
    let plot = FunctionPlot("x", from: lower, to: upper, tangentAt: 0) { ($0, 1) }.plot
    try expectWellFormed(plot.svg())
    #expect(PlotTerminalTests.lines(plot.terminal(width: 70, height: 12)).count == 12)
  }
}
