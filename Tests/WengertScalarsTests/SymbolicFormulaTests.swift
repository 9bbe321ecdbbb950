// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertScalars

/// Variables of a list that keeps what is written, numbers included.
private struct Verbatim {
  let graph = ExpressionGraph(simplifying: false)
  let x: Expression
  let y: Expression
  let z: Expression

  init() {
    x = graph.input("x")
    y = graph.input("y")
    z = graph.input("z")
  }

  func callAsFunction(_ value: Double) -> Expression { graph.constant(value) }
}

@Suite("Formulas in plain text")
struct SymbolicFormulaTests {
  private func check(
    _ expression: Expression, _ text: String, at location: SourceLocation = #_sourceLocation
  ) {
    #expect(expression.formatted(.plain) == text, sourceLocation: location)
    #expect("\(expression)" == text, sourceLocation: location)
  }

  @Test("Signs and parentheses")
  func arithmetic() {
    let v = Verbatim()
    let (x, y, z) = (v.x, v.y, v.z)
    check(v(2) * x + v(3) * y, "2x + 3y")
    check(.pow(x, 2) + v(3) * x * y + v(2) * .pow(y, 2), "x^2 + 3x*y + 2y^2")
    check(v(2) * (x + y), "2(x + y)")
    check(-x, "-x")
    check(x / (v(2) * .sqrt(y)), "x/(2*sqrt(y))")
    check((x + y) * (x + v(2) * y), "(x + y)*(x + 2y)")
    check(.exp(-.square(x)), "exp(-x^2)")
    check(v(1) + -x, "1 - x")
    check(v(1) + v(-3), "1 - 3")
    check(x + -(y * z), "x - y*z")
    check(x + -y * z, "x - y*z")
    check(x + v(-2) * y, "x - 2y")
    check(x - -y, "x - (-y)")
    check(x - v(-3), "x - (-3)")
    check(.pow(.sin(x), 2), "sin(x)^2")
    check(x - (y - z), "x - (y - z)")
    check(x - y - z, "x - y - z")
    check(x + (y + z), "x + (y + z)")
    check((x / y) / z, "(x/y)/z")
    check(x / (y / z), "x/(y/z)")
    check(x / (y * z), "x/(y*z)")
    check(x * y / z, "x*y/z")
    check(x / y * z, "x/y*z")
    check(x * (y * z), "x*(y*z)")
    check(x * (y / z), "x*(y/z)")
    check(.pow(-x, 2), "(-x)^2")
    check(-.pow(x, 2), "-x^2")
    check(.pow(.pow(x, 2), 3), "(x^2)^3")
    check(.pow(v(2), -1), "2^(-1)")
    check(.pow(v(-2), 2), "(-2)^2")
    check(.power(x, .power(y, z)), "x^y^z")
    check(.power(.power(x, y), z), "(x^y)^z")
    check(.power(x, -y), "x^(-y)")
    check(.power(x, y + 1), "x^(y + 1)")
    check(.pow(x * y, 2), "(x*y)^2")
    check(.pow(x / y, 2), "(x/y)^2")
    check(-(-x), "-(-x)")
    check(-(x + y), "-(x + y)")
    check(-(v(-2) * x), "-(-2)x")
    check(-x * y, "-x*y")
    check(x * -y, "x*(-y)")
    check(v(2) * v(-3), "2*(-3)")
    check(v(2) * v(3), "2*3")
    check(v(2) * .pow(v(3), 2), "2*3^2")
    check(v(2) * .pow(x, 2), "2x^2")
    check(v(2) * .pow(x + y, 2), "2(x + y)^2")
    check(v(2) * (x / y), "2(x/y)")
    check(x * v(2), "x*2")
    check(.reciprocal(x), "1/x")
    check(.square(x + 1), "(x + 1)^2")
  }

  @Test("Functions")
  func functions() {
    let v = Verbatim()
    let (x, y, z) = (v.x, v.y, v.z)
    check(.polygamma(2, x), "polygamma(2, x)")
    check(.sphericalBessel(0, x), "sphericalBessel(0, x)")
    check(.root(x, 3), "root(3, x)")
    check(.pow(x, 3), "x^3")
    check(.atan2(y: y, x: x), "atan2(y, x)")
    check(.abs(x - y), "abs(x - y)")
    check(.less(x, y), "x < y")
    check(.lessOrEqual(x + y, z), "x + y <= z")
    check(.equal(x, y), "x == y")
    check(.less(x, y) + z, "(x < y) + z")
    check(.less(.less(x, y), z), "(x < y) < z")
    check(.select(.less(x, y), x, -y), "select(x < y, x, -y)")
    check(v(2) * .sin(x), "2*sin(x)")
    check(v(2) * .pow(.sin(x), 2), "2*sin(x)^2")
  }

  @Test(
    "Numbers are short and read back",
    arguments: [
      (2, "2"), (0.5, "0.5"), (1e-9, "1e-9"), (1.5e300, "1.5e300"), (0.1, "0.1"),
      (1e15, "1000000000000000"), (1e16, "1e16"), (-3, "-3"), (-0.0, "-0"), (.infinity, "inf"),
      (-.infinity, "-inf"), (.nan, "nan"), (.pi, "pi"), (-.pi, "-pi"), (2.718281828459045, "e"),
      (1.0 / 3, "0.3333333333333333"),
    ] as [(Double, String)])
  func numbers(value: Double, text: String) {
    #expect(Expression(value).formatted() == text)
    #expect(ExpressionGraph().constant(value).formatted() == text)
  }

  @Test("The number π of a list is written as such, unless a variable has its name")
  func pi() {
    #expect(Expression.pi.formatted() == "pi")
    #expect((2 * Expression.pi).formatted() == "2pi")
    let hidden = ExpressionGraph().input("pi") + Expression(Double.pi)
    #expect(hidden.formatted() == "pi + 3.141592653589793")
    let e = ExpressionGraph().input("e") + Expression(2.718281828459045)
    #expect(e.formatted() == "e + 2.718281828459045")
  }

  @Test(
    "A coefficient is never joined to a name that it would be read with",
    arguments: [
      ("x", 2, "2x"), ("e3", 2, "2*e3"), ("Earth", 2, "2*Earth"), ("_a", 2, "2*_a"),
      ("x1F", 0, "0*x1F"), ("x", 1e-9, "1e-9*x"), ("x", .pi, "pi*x"), ("x", .infinity, "inf*x"),
      ("x", 2.5, "2.5x"), ("x", -2, "-2x"),
    ] as [(String, Double, String)])
  func coefficients(name: String, value: Double, text: String) {
    let graph = ExpressionGraph(simplifying: false)
    #expect((graph.constant(value) * graph.input(name)).formatted() == text)
  }

  @Test("One line with the names of its operands")
  func lines() {
    let sum = Instruction(.function(.add), x: 4, y: 9)
    #expect(FormulaText.line(sum, operandNames: ["x", "k"]) == "x + k")
    let square = Instruction(.function(.integerPower), parameter: 2, x: 7)
    #expect(FormulaText.line(square, operandNames: ["v7"]) == "v7^2")
    #expect(FormulaText.line(square, operandNames: ["v7"], .latex) == "v_{7}^{2}")
    let negative = Instruction(.function(.subtract), x: 0, y: 1)
    #expect(FormulaText.line(negative, operandNames: ["a", "-3"]) == "a - (-3)")
    #expect(FormulaText.line(negative, operandNames: ["-3", "a1"], .latex) == "-3 - a_{1}")
    let product = Instruction(.function(.multiply), x: 0, y: 1)
    #expect(FormulaText.line(product, operandNames: ["a", "2"]) == "a*2")
    let twice = Instruction(.function(.add), x: 3, y: 3)
    #expect(FormulaText.line(twice, operandNames: ["a", "a"]) == "a + a")
    #expect(FormulaText.line(Instruction(.input), operandNames: [], inputNames: ["x"]) == "x")
    #expect(FormulaText.line(Instruction(.constant(0.5)), operandNames: []) == "0.5")
    #expect(FormulaText.line(Instruction(.pi), operandNames: []) == "pi")
    let bessel = Instruction(.function(.sphericalBessel), parameter: 1, x: 0)
    #expect(FormulaText.line(bessel, operandNames: ["t"]) == "sphericalBessel(1, t)")
  }

  @Test("Lines with a name are written by it, except the line itself")
  func names() {
    let (x, y) = Expression.variables("x", "y")
    let k = 2 * y
    let f = (x + y) * (x + k)
    let text = f.formatted(names: { $0 == Int(k.index) ? "k" : $0 == Int(f.index) ? "f" : nil })
    #expect(text == "(x + y)*(x + k)")
  }

  @Test("A formula that would be exponentially long is cut, with what is open closed")
  func budget() {
    var sum = Expression.variable("x")
    for _ in 0..<200 { sum = .sin(sum) + sum }
    let text = sum.formatted(limit: 100)
    #expect(text.utf8.count < 500 && text.contains("…"))
    let parentheses = text.reduce(into: 0) { $0 += $1 == "(" ? 1 : $1 == ")" ? -1 : 0 }
    #expect(parentheses == 0)
    let long = sum.formatted()
    #expect(long.utf8.count > 19_900 && long.utf8.count < 21_000)
  }

  @Test("A plain formula, read by the rules, has the same value to the last bit")
  func readBack() {
    var random = RandomExpressions(seed: 1)
    var compared = 0
    for trial in 0..<600 {
      let expression = random.verbatim(size: 1 + trial % 10)
      let text = expression.formatted()
      for _ in 0..<3 {
        let point = random.point()
        let variables = Dictionary(uniqueKeysWithValues: zip(RandomExpressions.names, point))
        let value = expression.value(at: point)
        guard !value.isNaN else { continue }
        compared += 1
        #expect(SymbolicReader.value(of: text, variables) == value, "\(text) at \(point)")
      }
    }
    #expect(compared > 1000)
  }
}
