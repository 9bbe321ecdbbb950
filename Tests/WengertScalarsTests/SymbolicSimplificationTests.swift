// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertScalars

@Suite("Simplification for people")
struct SymbolicSimplificationTests {
  private let x: Expression
  private let y: Expression

  init() {
    let graph = ExpressionGraph(simplifying: false)
    (x, y) = (graph.input("x"), graph.input("y"))
  }

  private func check(
    _ expression: Expression, _ text: String, at location: SourceLocation = #_sourceLocation
  ) {
    let simplified = expression.simplified()
    #expect(simplified.formatted() == text, sourceLocation: location)
    #expect(simplified.simplified().formatted() == text, "again", sourceLocation: location)
  }

  private func checkDerivative(
    _ expression: Expression, _ text: String, at location: SourceLocation = #_sourceLocation
  ) {
    check(expression.derivative(with: x), text, at: location)
  }

  @Test("Like terms and like powers are collected")
  func collecting() {
    check(2 * x + 3 * x, "5x")
    check(x * y - y * x, "0")
    check(x * x * x, "x^3")
    check(x / x, "1")
    check(.pow(.pow(x, 2), 3), "x^6")
    check(-(-x), "x")
    check(x - (y - x) - (-x), "3x - y")
    check(y * y + x * y * 3 + x * x + 1, "x^2 + 3x*y + y^2 + 1")
    check(.square(x + 1) - x * x - 2 * x - 1, "0")
    check((x * x + x) / x, "x + 1")
    check((2 * x + 2) / (x + 1), "2")
    check(1 - x, "1 - x")
    check(-x + 1, "1 - x")
    check(.reciprocal(x) * y, "y/x")
    check(.pow(x, 2) / .pow(x, 5), "1/x^3")
  }

  @Test("What is shorter as it is stays")
  func choice() {
    check((x + y) * (x + 2 * y), "(x + y)*(x + 2y)")
    check(.pow(x + y, 10), "(x + y)^10")
    check((x * x - 1) / (x - 1), "(x^2 - 1)/(x - 1)")
    check(x * y + x * .sin(y) + x, "x*(y + sin(y) + 1)")
    check(2 * x + 2 * y, "2x + 2y")
    check(1 / (1 - x), "1/(1 - x)")
    check(x / 2, "x/2")
    check(0.1 * x, "0.1x")
    check(x / 3 + x / 2, "5x/6")
  }

  @Test("Products and powers are multiplied out on request")
  func expansion() {
    #expect(((x + y) * (x + 2 * y)).expanded().formatted() == "x^2 + 3x*y + 2y^2")
    #expect(Expression.pow(x - 1, 3).expanded().formatted() == "x^3 - 3x^2 + 3x - 1")
    #expect((x * (x + y) / y).expanded().formatted() == "x^2/y + x")
    #expect(Expression.pow(x + y, 40).expanded().formatted().contains("137846528820x^20*y^20"))
  }

  @Test("Identities of functions")
  func functions() {
    check(.square(.sin(x)) + .square(.cos(x)), "1")
    check(y * .square(.sin(2 * x)) + .square(.cos(x + x)) * y, "y")
    check(.square(.cosh(x)) - .square(.sinh(x)), "1")
    check(.square(.sinh(x)) - .square(.cosh(x)), "-1")
    check(.square(.sin(x) + .cos(x)), "2*sin(x)*cos(x) + 1")
    check(.exp(x) * .exp(y), "exp(x + y)")
    check(.exp(x) * .exp(-x), "1")
    check(1 / .exp(x), "exp(-x)")
    check(.exp(.log(x)), "x")
    check(.exp(3 * .log(x)), "x^3")
    check(.log(.exp(x)), "x")
    check(.square(.sqrt(x)), "x")
    check(.sqrt(.square(x)), "abs(x)")
    check(.sqrt(x) * x / .sqrt(x), "x")
    check(.sqrt(4 * x + 4), "2*sqrt(x + 1)")
    check(.sqrt(x * y) * .sqrt(x * y), "x*y")
    check(.sqrt(.square(x) * .square(y)), "abs(x)*abs(y)")
    check(.sqrt(2 * x) * .sqrt(2 * x), "2x")
    check(.abs(.abs(x)), "abs(x)")
    check(.abs(-2 * x * .exp(y)), "2*exp(y)*abs(x)")
    check(.square(.abs(x)), "x^2")
    check(.sin(-x) + .cos(-x), "cos(x) - sin(x)")
    check(.power(x, 2.5), "x^2*sqrt(x)")
    check(.power(x, y) * .power(x, 2 * y) * x, "x^(3y + 1)")
    check(.select(.less(x, y), x + x, 2 * x), "2x")
    check(.ratio(x, y) + .oneMinusSquare(x), "x/y - x^2 + 1")
  }

  @Test("Derivatives")
  func derivatives() {
    let f = (x + y) * (x + 2 * y)
    checkDerivative(f, "2x + 3y")
    check(f.derivative(with: y), "3x + 4y")
    checkDerivative(x * x + x * y + 2, "2x + y")
    checkDerivative(.pow(x + y, 10), "10(x + y)^9")
    checkDerivative(.exp(-(x * x)), "-2x*exp(-x^2)")
    checkDerivative(1 / x, "-1/x^2")
    checkDerivative(.tanh(x), "1/cosh(x)^2")
    checkDerivative(.sigmoid(x), "sigmoid(x)*sigmoid(-x)")
    checkDerivative(.power(x, x), "x^x*(log(x) + 1)")
    checkDerivative(.power(x, 2.3), "2.3x^1.3")
    checkDerivative(.atan(x), "1/(x^2 + 1)")
    checkDerivative(.asin(x), "1/sqrt(1 - x^2)")
    checkDerivative(.tan(x), "tan(x)^2 + 1")
    checkDerivative(.sqrt(x), "1/(2*sqrt(x))")
    checkDerivative(.sqrt(x * x + 1), "x/sqrt(x^2 + 1)")
    checkDerivative(.log(x * x + 1), "2x/(x^2 + 1)")
    checkDerivative(x / (x + 1), "1/(x + 1)^2")
    checkDerivative(.log(x) / x, "(1 - log(x))/x^2")
    checkDerivative(.hypot(x, y), "x/hypot(x, y)")
    let second = Expression.sqrt(x * x + 1).derivative(with: x).derivative(with: x)
    check(second, "1/((x^2 + 1)*sqrt(x^2 + 1))")
  }

  @Test("The gradient of a formula with a shared part")
  func gradient() {
    let (w1, w2) = Expression.variables("w1", "w2")
    let k = w2 * .log(w1)
    let gradient = (k + .sqrt(k)).gradient()
    check(gradient[0], "w2/w1 + w2/(2w1*sqrt(w2*log(w1)))")
    check(gradient[1], "log(w1) + log(w1)/(2*sqrt(w2*log(w1)))")
  }

  @Test("Numbers stay exact as long as they can")
  func numbers() {
    check(0.1 * x + 0.2 * x, "0.3x")
    check(x * (1e-3 + 2), "2.001x")
    check(x / 7 * 3, "3x/7")
    check(1e20 * x * 1e20, "1e40*x")
    check(x * Expression(Double.pi) + Expression(Double.pi), "pi*x + pi")
    check(.sqrt(2) * x * .sqrt(2), "2x")
    check(x * Expression(.infinity), "inf*x")
    check(x / 0, "x/0")
    check(Expression(2.718281828459045) * x * Expression(-2.718281828459045), "-x*e^2")
    check(Expression(-0.0) * x, "0")
    #expect(Expression(0.25).simplified().constant == 0.25)
  }

  @Test("The result has all inputs and only the lines that it needs")
  func lines() {
    let graph = ExpressionGraph(simplifying: false)
    let inputs = ["a", "b", "c"].map { graph.input($0) }
    let (b, c) = (inputs[1], inputs[2])
    let result = (b * b * b + .sin(c) - .sin(c)).simplified()
    #expect(result.graph?.inputNames == ["a", "b", "c"])
    #expect(result.graph?.instructions.count == 4)
    #expect(result.value(at: [5, 2, 7.0]) == 8)
  }
}
