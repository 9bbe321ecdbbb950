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
