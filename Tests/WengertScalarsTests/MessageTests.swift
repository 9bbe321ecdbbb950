// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertScalars

/// Mistakes of the programmer stop with a sentence that names the operation and the numbers.
@Suite("Messages")
struct MessageTests {
  @Test func mixedGradients() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Reverse.derivative(at: 2) { x in
        x * Variable(constant: Reverse.derivative(at: 3) { y in x * y })
      }
    }
    expectMessage(result, "of one gradient met", "Variable(constant:)")
  }

  @Test func staleVariableInSelect() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var escaped: Variable<Double> = 0
      _ = Reverse.derivative(at: 2) { x in
        var y = x
        for _ in 0..<1000 { y = y + 1 }
        escaped = y
        return x
      }
      _ = Reverse.derivative(at: 2) { x in .select(0, x, escaped) }
    }
    expectMessage(result, "A Variable")
  }

  @Test func adjointOfAnotherTape() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let first = Tape<Double>(), second = Tape<Double>()
      let x = first.variable(1)
      _ = second.adjoints(of: x)
      withExtendedLifetime(first) {}
    }
    expectMessage(result, "A Variable of one gradient met a Variable of another")
  }

  @Test("GR12: use after the end")
  func escape() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var escaped: Variable<Double> = 0
      _ = Reverse.derivative(at: 2) { x in
        escaped = x * x
        return escaped
      }
      _ = escaped + 1
    }
    expectMessage(result, "after the gradient or Tape that it belongs to had ended")
  }

  @Test("GR12: use in the next gradient, which has the same memory")
  func escapeIntoNext() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var escaped: Variable<Double> = 0
      _ = Reverse.derivative(at: 2) { x in
        escaped = x
        return x
      }
      _ = Reverse.derivative(at: 2) { x in x * escaped }
    }
    expectMessage(result, "Variable")
  }

  /// Reading the value of an escaped variable is harmless.
  @Test func escapedValue() {
    var escaped: Variable<Double> = 0
    _ = Reverse.derivative(at: 2) { x in
      escaped = x * x
      return escaped
    }
    #expect(escaped.primal == 4)
    #expect(escaped.withoutDerivative + 1 == 5)
  }

  @Test func badAxis() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Forward.partialDerivative(at: [1, 2], withRespectTo: [0, 5]) { x in x[0] * x[1] }
    }
    expectMessage(result, "partialDerivative: there is no input 5; the function has 2.")
  }

  @Test func directionOfWrongCount() async {
    let forward = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Forward.jacobianVectorProduct(at: [1, 2], along: [1, 0, 0]) { x in [x[0]] }
    }
    expectMessage(forward, "valueWithPushforward: the point has 2 numbers and the direction 3.")
    let product = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Reverse.hessianVectorProduct(at: [1, 2], along: [1]) { x in x[0] * x[1] }
    }
    expectMessage(product, "hessianVectorProduct: the point has 2 numbers and the direction 1.")
    let directional = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Symbolic.directionalDerivatives(at: [1], along: [1, 2], upTo: 2) { x in x[0] }
    }
    expectMessage(directional, "directionalDerivatives: the point has 1 numbers and the direction")
  }

  @Test func cotangentOfWrongCount() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Reverse.vectorJacobianProduct(at: [1, 2], cotangent: [1, 2, 3]) { x in [x[0], x[1]] }
    }
    expectMessage(result, "valueWithPullback: the function has 2 values and the cotangent 3.")
  }

  @Test("Negative order, of four methods", arguments: 0..<4)
  func negativeOrder(_ method: Int) async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { [method] in
      switch method {
      case 0: _ = Forward.derivative(at: 1, order: -1) { x in x }
      case 1: _ = Reverse.derivative(at: 1, order: -1) { x in x }
      case 2: _ = Symbolic.derivative(at: 1, order: -1) { x in x }
      default: _ = Numerical.derivative(at: 1, order: -1) { x in x }
      }
    }
    expectMessage(result, "order", "-1")
  }

  @Test func emptySeries() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Taylor<Double>(coefficients: []) }
    expectMessage(result, "A Taylor series has at least its constant coefficient.")
  }

  @Test func comparisonWithoutPoint() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let x = Expression.variable("x")
      _ = x > 0 ? x : -x
    }
    expectMessage(result, "`<`", "not known while it is recorded", "select(_:_:_:)")
    let equality = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let (x, y) = Expression.variables("x", "y")
      _ = x == y
    }
    expectMessage(equality, "`==`", "select(_:_:_:)")
  }

  @Test func derivativeWithRespectToNoVariable() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let x = Expression.variable("x")
      _ = (x * x).derivative(with: x + 1)
    }
    expectMessage(result, "with respect to a variable")
  }

  @Test func operandOfNumber() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Expression(3.0).operand(0) }
    expectMessage(result, "A number has no operands.")
  }

  @Test func recordingsOfDifferentInputs() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Expression.variable("x") * Expression.variable("y") }
    expectMessage(result, "Expressions of two recordings were combined")
  }
}
