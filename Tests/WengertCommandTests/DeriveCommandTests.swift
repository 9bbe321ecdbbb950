// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Testing

@Suite struct DeriveCommandTests {
  @Test(arguments: [
    ("(x+y)*(x+2*y)", "∂f/∂x = 2x + 3y\n∂f/∂y = 3x + 4y\n"),
    ("x*sin(x)", "df/dx = x*cos(x) + sin(x)\n"),
    ("2(x^2 + x)", "df/dx = 4x + 2\n"),
    ("f = x^2, g = 3x", "df/dx = 2x\ndg/dx = 3\n"),
    ("f^2", "dg/df = 2f\n"),
    ("-x", "df/dx = -1\n"),
  ])
  func formulas(expression: String, text: String) throws {
    let run = try wengert("derive", expression)
    #expect(run.output == text)
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
  }

  @Test func order() throws {
    #expect(try wengert("derive", "x^4", "--order", "3").output == "d³f/dx³ = 24x\n")
    #expect(
      try wengert("derive", "x^4*y", "--order", "2", "--wrt", "x").output
        == "∂²f/∂x² = 12x^2*y\n")
    #expect(try wengert("derive", "x^2", "--order", "12").output == "d¹²f/dx¹² = 0\n")
  }

  @Test func atAPoint() throws {
    let run = try wengert("derive", "x^2*y", "x=2", "y=-3")
    #expect(run.output == "∂f/∂x = 2x*y = -12\n∂f/∂y = x^2 = 4\n")
  }

  /// Collecting the terms of this product loses all digits near its roots.
  @Test func valuesAreNotThoseOfCollectedTerms() throws {
    let product = (1...20).map { "(x-\($0))" }.joined(separator: "*")
    for order in ["1", "2"] {
      let run = try wengert("derive", product, "x=15.5", "--order", order, "--format", "json")
      let derivative = try #require((run.json()["derivatives"] as? [[String: Any]])?.first)
      let value = try #require(derivative["value"] as? Double)
      let reference = order == "1" ? "gradient" : "hessian"
      let json = try wengert(reference, product, "x=15.5", "--method", "rounded", "--format", "json")
        .json()
      let exact = try #require(
        (json["hessian"] as? [[Double]])?[0][0] ?? (json["gradient"] as? [Double])?[0])
      #expect(abs(value - exact) <= 1e-12 * abs(exact))
      // The formula that is shown has this value too.
      let formula = try #require(derivative["formula"] as? String)
      guard !formula.contains("…") else { continue }
      let shown = try wengert("gradient", formula, "x=15.5", "--format", "json").json()
      let found = try #require(shown["value"] as? Double)
      #expect(abs(found - exact) <= 1e-9 * abs(exact))
    }
  }

  /// Where no digits are lost, the formula at a point is the simplified one.
  @Test func theFormulaStaysSimplified() throws {
    #expect(
      try wengert("derive", "(x-0.1)*(x-0.3)", "x=0.2").output.hasPrefix("df/dx = 2x - 0.4 = "))
    #expect(try wengert("derive", "x*sin(x)", "x=0", "--order", "20").status == 0)
  }

  @Test(arguments: ["latex", "mathml"])
  func stepsAreOfTextAndJSON(format: String) throws {
    let run = try wengert("derive", "x^2", "--steps", "--format", format)
    #expect(run.status == 64)
    #expect(run.output.isEmpty)
    #expect(run.errors.hasPrefix("wengert: --steps are shown as text and json, not as \(format)"))
    #expect(run.errors.split(separator: "\n").count == 1)
  }

  @Test func undefinedPoint() throws {
    let run = try wengert("derive", "log(x)", "x=-1")
    #expect(run.output == "df/dx = 1/x = nan\n")
    #expect(run.errors == "wengert: warning: log(-1): log needs x > 0; the result is nan\n")
    #expect(run.status == 1)
  }

  @Test func steps() throws {
    let run = try wengert("derive", "w2*log(w1)+sqrt(w2*log(w1))", "--wrt", "w1", "--steps")
    for part in ["sum rule", "chain rule", "derivative of the logarithm", "1/w1"] {
      #expect(run.output.contains(part), "\(part)")
    }
    #expect(run.output.hasSuffix("∂f/∂w1 = w2/w1 + w2/(2w1*sqrt(w2*log(w1)))\n"))
  }

  @Test func latex() throws {
    let run = try wengert("derive", "exp(-alpha^2)", "--format", "latex")
    #expect(run.output.hasPrefix("\\frac{d f}{d \\alpha} = "))
  }

  @Test func mathML() throws {
    let run = try wengert("derive", "x^3", "--order", "2", "--format", "mathml")
    #expect(run.output.hasPrefix("<math display=\"block\"><mfrac>"))
    #expect(run.output.hasSuffix("</math>\n"))
    #expect(run.output.contains("<msup><mi>x</mi><mn>2</mn></msup>"))
  }

  @Test func json() throws {
    let run = try wengert("derive", "x*y", "x=2", "y=3", "--format", "json", "--steps")
    let json = try run.json()
    #expect(json["variables"] as? [String] == ["x", "y"])
    let derivatives = try #require(json["derivatives"] as? [[String: Any]])
    #expect(derivatives.map { $0["formula"] as? String } == ["y", "x"])
    #expect(derivatives.map { $0["value"] as? Double } == [3, 2])
    #expect(!(derivatives[0]["steps"] as? [Any] ?? []).isEmpty)
  }
}
