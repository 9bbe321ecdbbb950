// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertExplain
import WengertPrograms
import WengertScalars

/// Nothing is said that is not so at the point: formulas that lose digits, derivatives without a
/// value, rules by the wrong name.
@Suite struct ExplanationHonestyTests {
  /// `(x − 1) (x − 2) … (x − n)`.
  static func product(_ n: Int) -> String {
    (1...n).map { "(x-\($0))" }.joined(separator: "*")
  }

  /// Multiplied out, the coefficients are rounded and the terms cancel.
  @Test func formulasThatLoseDigits() throws {
    let it = try explain(Self.product(20), ["x"], at: [15.5])
    let symbolic = it.symbolic[0]
    #expect(symbolic.value == it.result?.rows.first?.gradient[0])
    #expect(agrees(symbolic.value, -6_120_759_312_483.483))
    #expect(symbolic.expanded == nil && symbolic.substituted == nil)
    let text = it.document.text(width: 100)
    #expect(text.contains("-6.12076e12   [at the point]"))
    #expect(!text.contains("x^19") && !text.contains("x^20"))
  }

  /// The formula as the rules give it is written where it is short: here terms of 10¹⁶ cancel.
  @Test func unexpandedFormulaIsShown() throws {
    let it = try explain(
      "(x-100000001)*(x-100000002)*(x-100000003)", ["x"], at: [100_000_002.5])
    #expect(it.symbolic[0].value == -0.25)
    #expect(it.symbolic[0].expanded == nil)
    #expect(it.symbolic[0].formula?.plain.contains("x - 100000001") == true)
    #expect(it.symbolic[0].assembled == nil)
  }

  /// A large number that was typed is no rounding error, and rounding errors are no difference.
  @Test(arguments: [
    ("1e20*x*x", "2e20·x"), ("sin(x)^2+cos(x)^2", "0"), ("(x+y)*(x+2*y)", "2x + 3y"),
  ])
  func faithfulFormulasAreSimplified(source: String, derivative: String) throws {
    let it = try explain(source, ["x", "y"], at: [0.7, 3])
    #expect(it.symbolic[0].formula?.plain == derivative)
  }

  @Test(arguments: ["log(x)", "2*log(x)+y", "log(x)*0", "sqrt(x)^2"])
  func noValueNoDerivative(source: String) throws {
    let it = try explain(source, ["x", "y"], at: [-1, 2])
    #expect(it.value.isNaN)
    for step in it.steps.items where step.value.isNaN {
      #expect(step.partials.allSatisfy { $0.value.isNaN }, "\(step.name)")
      for i in 0..<2 {
        #expect(it.tangentsByName(i)[step.name]?.isNaN == true)
        #expect(it.dual[i].steps.items.first { $0.name == step.name }?.tangent.isNaN == true)
      }
      let record = it.tape?.items.first { $0.name == step.name }
      #expect(record?.partials.allSatisfy { $0.isNaN } == true)
    }
    #expect(it.symbolic.allSatisfy { $0.value.isNaN && $0.substituted == nil })
    #expect(it.forward.allSatisfy { $0.derivative.isNaN })
    #expect(it.dual.allSatisfy { $0.tangent.isNaN })
    // Every value has the derivative 1 with respect to itself, the missing one too.
    let adjoints = it.reverse?.steps.items.map(\.adjoint.value) ?? []
    #expect(adjoints.first == 1 && adjoints.dropFirst().allSatisfy(\.isNaN))
    #expect(it.contributionsByName.values.allSatisfy { $0.isNaN })
    #expect(it.reverse?.inputs.allSatisfy { $0.value.isNaN } == true)
    let errors = it.numerical?.errors.flatMap(\.rows) ?? []
    #expect(errors.allSatisfy { $0.forward.isNaN && $0.central.isNaN })
    let text = it.document.text()
    #expect(text.contains("No value, no derivative"))
    #expect(!text.contains("-nan"))
    #expect(!text.contains("reaches a smallest value"))
  }

  /// A branch that is not taken may lack a value.
  @Test func stepWithoutValue() throws {
    let it = try explain("where(x > 0, log(x), 2*x)", ["x"], at: [-1])
    #expect(it.value == -2)
    #expect(it.reverse?.inputs.map(\.value) == [2])
    #expect(it.forward.map(\.derivative) == [2])
    #expect(it.steps.items.contains { $0.value.isNaN && $0.partials.allSatisfy(\.value.isNaN) })
    #expect(it.document.text().contains("some steps are not defined here"))
  }

  @Test func numbersThroughOneHelper() throws {
    let text = try explain("x", ["x"], at: [0]).document.text()
    #expect(text.contains("[in double precision 1]"))
    #expect(!text.contains("1.0]"))
    // Digits that were cut are not replaced by zeros.
    #expect(1_234_567.8.brief == "1.23457e6")
    #expect(1_234_567.0.brief == "1234567")
    #expect((-Double.nan).brief == "nan")
  }

  @Test(arguments: [
    ("2*x", "constant factor rule"), ("x*pi", "constant factor rule"),
    ("x/3", "constant factor rule"), ("x*y", "product rule"), ("x*x", "product rule"),
    ("3/x", "quotient rule"), ("x^3", "power rule"), ("x^2.5", "power rule"),
    ("x^x", "derivative of a power with variable exponent"),
    ("x^y", "derivative of a power with variable exponent"),
    ("3^x", "derivative of an exponential"),
  ])
  func rules(source: String, rule: String) throws {
    let it = try explain(source, ["x", "y"], at: [2, 3])
    #expect(it.steps.items.last?.rule == rule)
    // With respect to x alone, y is a constant.
    if !source.contains("y") { #expect(it.symbolic[0].lines.items.first?.rule == rule) }
  }

  @Test(arguments: [("x*x", "x", "x"), ("x^x", "x^x", "x^x·log(x)")])
  func operandUsedTwice(source: String, first: String, second: String) throws {
    let it = try explain(source, ["x"], at: [2])
    let partials = try #require(it.steps.items.first).partials
    #expect(partials.map(\.operand) == ["x", "x"])
    #expect(partials.map(\.use) == ["x_f1", "x_f2"])
    #expect(partials.map(\.formula.plain) == [first, second])
    #expect(it.reverse?.inputs[0].contributions.items == ["x_f1", "x_f2"])
    let text = it.document.text(width: 120)
    #expect(text.contains("∂f/∂x_f1 = \(first)"))
    #expect(text.contains("f uses x twice"))
  }

  @Test func costsInOperations() throws {
    let cost = try #require(explain("(x+y)*(x+2*y)", ["x", "y"], at: [2, 3]).cost)
    let program = Program(inputs: ["x", "y"]) { v in (v[0] + v[1]) * (v[0] + 2 * v[1]) }
    let operations = program.gradient().simplified().cost.operations
    #expect(operations == 7)
    #expect(cost.methods[0].pass == "evaluation of formulas with 7 operations")
    #expect(cost.methods[0].bytes == 8 * (2 + operations))
    let text = try explain("x*y", ["x", "y"], at: [2, 3]).document.text(width: 100)
    #expect(!text.contains("Only reverse mode"))
  }

  @Test func proseAtThePoint() throws {
    func prose(_ source: String, _ x: Double) throws -> String {
      let words = try explain(source, ["x"], at: [x]).document.text().split { $0.isWhitespace }
      return words.joined(separator: " ")
    }
    #expect(try prose("exp(x)", 1).contains("So the error falls, reaches a smallest value, and"))
    #expect(try prose("x^2", 3).contains("So the error of forward differences falls, reaches"))
    for text in [try prose("abs(x)", 0), try prose("3 + 0*x", 1)] {
      #expect(!text.contains("reaches a smallest value"))
      #expect(!text.contains("are best at the step"))
    }
    #expect(try prose("x", 1).contains("hardly ever exact"))
  }

  @Test func outputsByName() throws {
    let program = Program(try ExpressionParser.parse("r = sqrt(x^2+y^2), phi = atan2(y, x), x*y"))
    let all = Explanation.all(of: program, at: [1.5, 2])
    #expect(all.map(\.function) == ["r", "phi", "L"])
    #expect(all[0].document.text().hasPrefix("The derivatives of r(x, y) = sqrt(x² + y²)\n"))
    #expect(all[1].reverse?.steps.items[0].adjoint.value == 1)
    #expect(!all[1].document.text().contains("∂L"))
  }

  /// With many inputs each has a row, and no number is cut.
  @Test(arguments: [60, 80, 120])
  func resultsOfManyInputs(width: Int) throws {
    let names = ["a", "b", "c", "d", "q"]
    let it = try explain(
      "a*b*sin(c)*d+1e-7*q/3", names, at: [0.1, 0.2, 0.3, -0.4, 1e-300])
    let text = it.document.text(width: width)
    let rows = try #require(it.result).rows
    // The derivative 1e-7/3 is a number and on no list with the others.
    #expect(agrees(rows[0].gradient[4], 1e-7 / 3, digits: 22))
    for row in rows {
      for (value, ulps) in zip(row.gradient, row.ulps) {
        let ulps = try #require(ulps)
        // The standard library writes two digits of the exponent.
        let digits = value.description.split(separator: "e-0").joined(separator: "e-")
        #expect(text.contains(digits), "\(value)")
        #expect(text.contains("(\(ulps))"))
      }
    }
    for name in names { #expect(text.contains("  ∂L/∂\(name) ")) }
    #expect(text.contains("In parentheses: the distance from reverse mode in ulps."))
  }
}
