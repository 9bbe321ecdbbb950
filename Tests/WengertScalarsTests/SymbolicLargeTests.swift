// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertScalars

@Suite("Formulas of long lists")
struct SymbolicLargeTests {
  /// Ways to go from one line to the next, over and over.
  enum Step: CaseIterable, Sendable {
    case sum, product, polynomial, sine, root, quotient, exponential, power, negation

    func callAsFunction(_ x: Expression, _ y: Expression, _ z: Expression) -> Expression {
      switch self {
      case .sum: x + y * z
      case .product: x * (y + z)
      case .polynomial: x * y + z
      case .sine: .sin(x)
      case .root: .sqrt(x * x + 1)
      case .quotient: 1 / (1 + x)
      case .exponential: .exp(x) * .exp(y)
      case .power: .pow(x + y, 3)
      case .negation: -(x - y)
      }
    }
  }

  private static func chain(_ step: Step, count: Int) -> Expression {
    let graph = ExpressionGraph(simplifying: false)
    let inputs = (0..<20).map { graph.input("x\($0)") }
    var x = inputs[0]
    var i = 0
    while graph.instructions.count < count {
      x = step(x, inputs[i % 20], inputs[(i * 7 + 3) % 20])
      i += 1
    }
    return x
  }

  @Test("Deep chains are simplified and written without recursion", arguments: Step.allCases)
  func deep(step: Step) {
    let lengths = onSmallStack {
      let deep = Self.chain(step, count: 40_000)
      let result = deep.simplified()
      return [FormulaText.Style.plain, .latex, .mathML].flatMap { style in
        [deep, result].map { $0.formatted(style).utf8.count }
      }
    }
    for length in lengths { #expect(length < 400_000) }
  }

  @Test("A sum and a product of hundreds of different variables")
  func wide() {
    let names = (0..<300).map { "x\($0)" }
    let x = Expression.variables(names)
    let sum = x.reduce(0, +).simplified()
    let product = x.reduce(1, *).simplified()
    let point = x.indices.map { 1 + Double($0) / 1000 }
    #expect(sum.formatted().hasPrefix("x0 + x1 + x2"))
    #expect(product.formatted().contains("x0*x1*x2"))
    let (total, all) = (point.reduce(0, +), point.reduce(1, *))
    #expect((sum.value(at: point) - total).magnitude < 1e-12 * total)
    #expect((product.value(at: point) - all).magnitude < 1e-12 * all)
  }

  @Test("Squares of squares, whose exponents are beyond all integers")
  func repeatedSquares() {
    let graph = ExpressionGraph(simplifying: false)
    let x = graph.input("x")
    for square in [{ (x: Expression) in x * x }, { .square($0) }, { x in x * x * .sqrt(x) }] {
      let power = (0..<70).reduce(x) { x, _ in square(x) }.simplified()
      #expect(power.value(at: [1.0]) == 1)
      #expect(power.value(at: [0.0]) == 0)
    }
  }
}
