// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Testing

@Suite struct NumberCommandTests {
  static let methods = ["symbolic", "numerical", "forward", "reverse", "rounded"]

  @Test(arguments: methods)
  func gradient(method: String) throws {
    let run = try wengert(
      "gradient", "(x+y)*(x+2*y)", "x=2", "y=3", "--method", method, "--format", "json")
    let json = try run.json()
    #expect(json["value"] as? Double == 40)
    #expect(json["method"] as? String == method)
    let gradient = try #require(json["gradient"] as? [Double])
    #expect(zip(gradient, [13, 18]).allSatisfy { abs($0 - $1) < 1e-10 })
    #expect(method == "numerical" || gradient == [13, 18])
  }

  @Test(arguments: methods)
  func jacobian(method: String) throws {
    let run = try wengert(
      "jacobian", "r = hypot(x, y), q = x*y", "x=3", "y=4", "--method", method, "--format",
      "json")
    let json = try run.json()
    #expect(json["value"] as? [Double] == [5, 12])
    let rows = try #require(json["jacobian"] as? [[Double]])
    #expect(zip(rows.joined(), [0.6, 0.8, 4, 3]).allSatisfy { abs($0 - $1) < 1e-10 })
  }

  @Test(arguments: methods)
  func hessian(method: String) throws {
    let run = try wengert(
      "hessian", "x^3*y", "x=1", "y=2", "--method", method, "--format", "json")
    let rows = try #require(try run.json()["hessian"] as? [[Double]])
    #expect(zip(rows.joined(), [12, 3, 3, 0]).allSatisfy { abs($0 - $1) < 1e-7 })
  }

  @Test func text() throws {
    #expect(
      try wengert("gradient", "(x+y)*(x+2*y)", "x=2", "y=3").output
        == "f     = 40\n∂f/∂x = 13\n∂f/∂y = 18\n")
    #expect(
      try wengert("gradient", "k = 2*y; (x+y)*(x+k)", "x=2", "y=3").output
        == "f     = 40\n∂f/∂x = 13\n∂f/∂y = 18\n")
    #expect(
      try wengert("jacobian", "x*y, 3x", "x=2", "y=5").output
        == "f1 = 10\nf2 = 6\n\nJacobian\n      ∂/∂x  ∂/∂y\n  f1     5     2\n  f2     3     0\n")
    #expect(
      try wengert("hessian", "x*y", "x=2", "y=5").output.hasSuffix(
        "Hessian\n        ∂/∂x  ∂/∂y\n  ∂/∂x     0     1\n  ∂/∂y     1     0\n"))
  }

  @Test(arguments: [
    ("-x^2", "x=1", -2.0), ("x", "x=-1", 1), ("x^2", "x=pi/2", .pi), ("x^2", "x=2^10", 2048),
    ("x^2", "x=1e-3", 0.002), ("x^2", " x = 2 ", 4), ("2x", "x=0.1", 2), ("--x*x", "x=3", 6),
    ("-(x)", "x=3", -1),
  ])
  func arguments(expression: String, assignment: String, derivative: Double) throws {
    let run = try wengert("gradient", expression, assignment, "--format", "json")
    #expect(run.status == 0)
    #expect(try run.json()["gradient"] as? [Double] == [derivative])
  }

  @Test func wideMatricesAreBroken() throws {
    let names = (1...12).map { "x\($0)" }
    let expression = names.map { "sin(\($0)/3)" }.joined(separator: "*")
    let run = try wengert(
      "hessian", expression, names[0] + "=1", names[1] + "=2", names[2] + "=1", names[3] + "=1",
      names[4] + "=1", names[5] + "=1", names[6] + "=1", names[7] + "=1", names[8] + "=1",
      names[9] + "=1", names[10] + "=1", names[11] + "=1")
    #expect(run.output.split(separator: "\n").allSatisfy { $0.unicodeScalars.count <= 80 })
    #expect(run.output.contains("∂/∂x12\n"))
  }

  @Test func check() throws {
    let run = try wengert("check", "(x+y)*(x+2*y)", "x=2", "y=3")
    #expect(run.status == 0)
    #expect(run.output.contains("✓"))
    #expect(!run.output.contains("✗"))
    #expect(run.output.contains("∂f/∂x = 13"))
    let json = try wengert("check", "sin(x)*exp(y)", "x=1", "y=2", "--format", "json").json()
    #expect(json["isRight"] as? Bool == true)
  }

  /// No number is close to infinity.
  @Test func checkAtAPole() throws {
    let run = try wengert("check", "1/x", "x=0", "--format", "json")
    #expect(run.status == 1)
    let outputs = try #require(try run.json()["outputs"] as? [[String: Any]])
    let quantities = try #require(outputs[0]["quantities"] as? [[String: Any]])
    let findings = try #require(quantities[1]["findings"] as? [[String: Any]])
    for finding in findings {
      let isNumerical = finding["method"] as? String == "numerical"
      #expect(finding["verdict"] as? String == (isNumerical ? "wrong" : "right"))
    }
  }

  /// Variables come in the order in which they are given values.
  @Test(arguments: [
    (["x=2", "y=3"], ["x", "y"], [13.0, 18]), (["y=3", "x=2"], ["y", "x"], [18, 13]),
  ])
  func order(values: [String], variables: [String], gradient: [Double]) throws {
    let run = try wengert(
      "gradient", "k = 2*y; (x+y)*(x+k)", values[0], values[1], "--format", "json")
    let json = try run.json()
    #expect(json["variables"] as? [String] == variables)
    #expect(json["gradient"] as? [Double] == gradient)
  }

  /// A formula that loses all digits is not the fault of the methods.
  @Test func checkOfCancellation() throws {
    let run = try wengert("check", "(1-cos(x))/x^2", "x=1e-6")
    #expect(run.status == 0)
    #expect(run.output.contains("-8.333333333332778e-08   correctly rounded"))
    #expect(run.output.contains("≈  reverse"))
  }
}
