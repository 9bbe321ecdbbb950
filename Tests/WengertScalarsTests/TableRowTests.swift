// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertScalars

@Suite("Rows of the table")
struct TableRowTests {
  private struct CaseOfRow: RowVisitor {
    func visit<F: UnaryFunction>(_ row: F.Type) -> ElementaryFunction { row.function }
    func visit<F: BinaryFunction>(_ row: F.Type) -> ElementaryFunction { row.function }
    func visit<F: IndexedFunction>(_ row: F.Type) -> ElementaryFunction { row.function }
    func visitSelect() -> ElementaryFunction { .select }
  }

  private struct HasIndex: RowVisitor {
    func visit<F: UnaryFunction>(_ row: F.Type) -> Bool { false }
    func visit<F: BinaryFunction>(_ row: F.Type) -> Bool { false }
    func visit<F: IndexedFunction>(_ row: F.Type) -> Bool { true }
    func visitSelect() -> Bool { false }
  }

  @Test("A case leads to its row and the row back", arguments: ElementaryFunction.allCases)
  func roundTrip(_ function: ElementaryFunction) {
    #expect(function.accept(CaseOfRow()) == function)
    #expect(function.accept(HasIndex()) == function.isIndexed)
  }

  @Test("Nothing is left empty", arguments: ElementaryFunction.allCases)
  func texts(_ function: ElementaryFunction) {
    #expect((1...3).contains(function.arity))
    #expect(!function.notation.name.isEmpty)
    #expect(!function.notation.latex.isEmpty)
    #expect(!function.notation.mathML.isEmpty)
    #expect(!function.rule.isEmpty)
  }

  /// Only the two powers share theirs, since both are written `x^y`.
  @Test func namesAreUnique() {
    let names = ElementaryFunction.allCases.filter { $0 != .integerPower }.map(\.notation.name)
    #expect(Set(names).count == names.count)
    #expect(ElementaryFunction.integerPower.notation.name == ElementaryFunction.power.notation.name)
  }

  /// A domain is stated exactly where the values at some ordinary point are nan or infinite.
  @Test("Domains", arguments: ElementaryFunction.allCases.filter { $0 != .select })
  func domain(_ function: ElementaryFunction) {
    let points = [-2.5, -1.0, 0.0, 1.0, 2.5]
    let n = function == .integerPower ? -1 : 2
    let isTotal = points.allSatisfy { x in
      points.allSatisfy { y in function(n, x, y, 0.0).isFinite }
    }
    #expect(function.domain.isEmpty == isTotal, "\(function): “\(function.domain)”")
  }

  static let special: [Double] = [
    0.0, -0.0, 1, -1, 0.5, -0.5, 2, -2, 3, 0.1, -1.3, 0x1p-1030, 1e308, -1e308,
    .infinity, -.infinity, .nan,
  ]

  /// Every type that carries derivatives has the value that `Double` has, to the bit.
  @Test("Values at special points", arguments: ElementaryFunction.allCases)
  func values(_ function: ElementaryFunction) {
    let indices = !function.isIndexed ? [0] : function.validIndices
    for n in indices {
      for x in Self.special {
        for y in function.arity == 1 ? [0] : Self.special {
          let expected = function(n, x, y, 1.0)
          for (type, value) in Self.derivedValues(function, n, x, y) {
            #expect(
              isSame(value, expected),
              "\(type): \(function)(\(n), \(x), \(y)) is \(value), for Double \(expected)")
          }
        }
      }
    }
  }

  private static func derivedValues(
    _ function: ElementaryFunction, _ n: Int, _ x: Double, _ y: Double
  ) -> [(String, Double)] {
    let tape = Tape<Double>()
    let u = Dual(x, tangent: 1), v = Dual(y, tangent: 0.5)
    let nested = function(
      n, Dual(u, tangent: Dual(constant: 1)), Dual(v, tangent: Dual(constant: 1)), 1)
    let formula = ExpressionGraph(simplifying: false)
    let a = formula.input("a"), b = formula.input("b")
    let series = function(
      n, Taylor(variable: x, order: 3), Taylor(variable: y, direction: 0.5, order: 3), 1)
    return [
      ("Dual", function(n, u, v, 1).primal),
      ("Dual of a constant", function(n, u, Dual(constant: y), 1).primal),
      ("Dual<Dual>", nested.primal.primal),
      ("MultiDual", function(n, MultiDual(x), MultiDual(y), 1).primal),
      ("Variable", function(n, tape.variable(x), tape.variable(y), 1).primal),
      ("Variable of a constant", function(n, tape.variable(x), Variable(y), 1).primal),
      ("Taylor", series[0]),
      ("Expression", function(n, a, b, 1).value(at: [x, y])),
    ]
  }
}

extension ElementaryFunction {
  /// Some values of the integer of an indexed function; for others it does not matter.
  fileprivate var validIndices: [Int] {
    switch self {
    case .integerPower: [-3, -2, -1, 0, 1, 2, 3, 5]
    case .root: [2, 3]
    default: [0, 1, 2, 3]
    }
  }
}
