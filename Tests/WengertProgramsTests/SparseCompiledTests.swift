// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertPrograms
import WengertScalars

/// Machine code for rows and summands of one form gives what the passes over all lines give.
@Suite("Compiled sparse derivatives")
struct SparseCompiledTests {
  static func expectSame(
    jacobian program: Program, at x: [Double], isCompiled: Bool? = nil,
    _ location: SourceLocation = #_sourceLocation
  ) {
    let expected = SparseJacobian(program).valueWithJacobian(at: x)
    let compiled = SparseJacobian(program, isCompiled: true)
    #expect(compiled.isCompiled == isCompiled ?? compiled.isCompiled, sourceLocation: location)
    let found = compiled.valueWithJacobian(at: x)
    #expect(isClose(found.value, expected.value, 1e-13), sourceLocation: location)
    #expect(found.jacobian.pattern == expected.jacobian.pattern, sourceLocation: location)
    #expect(isClose(found.jacobian.values, expected.jacobian.values, 1e-13), sourceLocation: location)
  }

  static func expectSame(
    hessian program: Program, at x: [Double], isCompiled: Bool? = nil,
    _ location: SourceLocation = #_sourceLocation
  ) {
    let expected = SparseHessian(program).valueWithHessian(at: x)
    let compiled = SparseHessian(program, isCompiled: true)
    #expect(compiled.isCompiled == isCompiled ?? compiled.isCompiled, sourceLocation: location)
    let found = compiled.valueWithHessian(at: x)
    #expect(isClose([found.value], [expected.value], 1e-12), sourceLocation: location)
    #expect(isClose(found.gradient, expected.gradient, 1e-12), sourceLocation: location)
    #expect(found.hessian.pattern == expected.hessian.pattern, sourceLocation: location)
    #expect(isClose(found.hessian.values, expected.hessian.values, 1e-12), sourceLocation: location)
    #expect(found.hessian.transposed().values == found.hessian.values, sourceLocation: location)
  }

  /// Rows of three forms, one with data, one that is an input and one that is a number.
  @Test(arguments: [1, 63, 64, 500])
  func rows(count: Int) {
    var random = SeededGenerator(state: 8)
    let data = random.numbers(count)
    let program = Program(inputs: 2 * count + 1) { x in
      var rows: [Expression] = []
      for k in 0..<count {
        rows.append(.exp(x[2 * k] * x[0]) - Expression(data[k]))
        if k % 3 == 0 { rows.append(.sin(x[2 * k + 1]) * x[2 * k] + 2) }
        if k % 5 == 0 { rows.append(x[k]) }
        if k % 7 == 0 { rows.append(Expression(Double(k))) }
      }
      return rows
    }
    Self.expectSame(jacobian: program, at: random.numbers(2 * count + 1), isCompiled: count > 50)
  }

  /// A sum with weights and signs, of terms that share their first input.
  @Test(arguments: [1, 63, 64, 500])
  func summands(count: Int) {
    var random = SeededGenerator(state: 9)
    let data = random.numbers(count)
    let program = Program(inputs: count + 2) { x in
      var sum: Expression = 3
      for k in 0..<count {
        let error = .exp(x[k + 1] * x[0]) - Expression(data[k])
        sum -= 0.5 * (error * error)
        sum += x[k + 1] * x[k + 2] / 4 - .sin(x[k])
      }
      return -(sum / Expression(Double(count)))
    }
    Self.expectSame(
      hessian: program, at: random.numbers(count + 2).map { $0 / 2 }, isCompiled: count > 50)
  }

  @Test("Random programs, alike and not", arguments: 0..<30)
  func random(seed: UInt64) {
    var random = SeededGenerator(state: seed)
    let term = Program.random(seed: seed, inputs: 3, outputs: 1, steps: 8)
    let count = 20
    let triples = (0..<30).map { _ in (0..<3).map { _ in Int.random(in: 0..<count, using: &random) } }
    let rows = Program(inputs: count) { x in triples.map { i in term(i.map { x[$0] })[0] } }
    let x = random.numbers(count)
    Self.expectSame(jacobian: rows, at: x)
    let sum = Program(inputs: count) { x in rows(x).reduce(0, +) }
    Self.expectSame(hessian: sum, at: x)
    Self.expectSame(
      jacobian: Program.random(seed: seed, inputs: 5, outputs: 8, steps: 30), at: Array(x.prefix(5)))
    Self.expectSame(
      hessian: Program.random(seed: seed, inputs: 5, outputs: 1, steps: 30), at: Array(x.prefix(5)))
  }

  /// Terms that share most of their lines, a sum of a sum with itself, a term of many inputs.
  @Test func notWorthIt() {
    let shared = Program(inputs: 40) { x in
      let product = x.reduce(1, *)
      return x.map { .sin($0) * product }
    }
    Self.expectSame(jacobian: shared, at: (0..<40).map { 1 + Double($0) / 400 }, isCompiled: false)
    let doubled = Program(inputs: 2) { x in
      (0..<80).reduce(x[0] * x[1]) { sum, _ in sum + sum }
    }
    Self.expectSame(hessian: doubled, at: [1, 2], isCompiled: false)
    let wide = Program(inputs: 50) { x in .exp(x.reduce(0, +) / 50) + .exp(x.reduce(1, *)) }
    Self.expectSame(hessian: wide, at: (0..<50).map { 1 + Double($0) / 5000 }, isCompiled: false)
    Self.expectSame(jacobian: Program(inputs: 2) { _ -> [Expression] in [] }, at: [1, 2])
    Self.expectSame(hessian: Program(inputs: 2) { _ in 4 }, at: [1, 2])
  }

  /// Where a formula of a derivative has no value, the passes that know the conventions are made.
  @Test func singularPoints() {
    let program = Program(inputs: 100) { x in
      var rows: [Expression] = []
      for i in 1..<100 { rows.append(.sqrt(x[i - 1] * x[i - 1] + x[i] * x[i])) }
      return rows
    }
    let x = [Double](repeating: 0, count: 50) + [Double](repeating: 1, count: 50)
    let found = SparseJacobian(program, isCompiled: true)(at: x)
    #expect(found == SparseJacobian(program)(at: x))
    #expect(found[0, 0] == 0 && found[60, 60] > 0.7)
  }
}
