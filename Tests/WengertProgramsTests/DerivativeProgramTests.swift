// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertPrograms
import WengertScalars

/// The derivative of a program is a program, and its values are those of the library's verbs.
@Suite("Derivative programs")
struct DerivativeProgramTests {
  static let seeds: ClosedRange<UInt64> = 1...30

  @Test("Pushforward, pullback, gradient", arguments: seeds)
  func derivatives(seed: UInt64) {
    let f = Program.random(seed: seed, inputs: 3, outputs: 2)
    var random = SeededGenerator(state: seed)
    let (x, v, u) = (random.numbers(3), random.numbers(3), random.numbers(2))

    let pushforward = f.pushforward()
    #expect(pushforward.inputs == ["x0", "x1", "x2", "dx0", "dx1", "dx2"])
    let tangent = Forward.valueWithPushforward(at: x, along: v) { f($0) }
    #expect(isClose(pushforward(x + v), tangent.value + tangent.tangent))

    let pullback = f.pullback()
    #expect(pullback.inputs == ["x0", "x1", "x2", "u0", "u1"])
    let cotangent = Reverse.valueWithPullback(at: x, cotangent: u) { f($0) }
    #expect(isClose(pullback(x + u), cotangent.value + cotangent.cotangent))

    let gradient = Reverse.valueWithGradient(at: x) { f($0)[0] }
    #expect(f.gradient().inputs == f.inputs)
    #expect(isClose(f.gradient()(x), [gradient.value] + gradient.gradient))
  }

  @Test("Simplification keeps values", arguments: seeds)
  func simplification(seed: UInt64) {
    let f = Program.random(seed: seed, inputs: 3, outputs: 2)
    var random = SeededGenerator(state: seed)
    let x = random.numbers(3)
    for program in [f, f.pushforward(), f.pullback(), f.gradient()] {
      let point = x + random.numbers(program.inputs.count - 3)
      let simplified = program.simplified()
      #expect(simplified.inputs == program.inputs)
      #expect(simplified.outputs.count == program.outputs.count)
      #expect(simplified.cost.operations <= program.cost.operations)
      #expect(isClose(simplified(point), program(point)))
      #expect(simplified.simplified().instructions == simplified.instructions)
    }
  }

  /// Derivatives of derivatives, to order 3, in mixed modes.
  @Test("Programs differentiate again", arguments: seeds)
  func again(seed: UInt64) {
    let f = Program.random(seed: seed, inputs: 2, steps: 4)
    var random = SeededGenerator(state: seed)
    let x = random.numbers(2)
    let (v, w) = (random.numbers(2), random.numbers(2))

    // Reverse, then forward along v: the Hessian times v.
    let second = f.gradient().pushforward()(x + v)
    let product = Reverse.hessianVectorProduct(at: x, along: v) { f($0)[0] }
    #expect(isClose(Array(second.suffix(2)), product, 1e-11))

    // And once more along w: the third derivative times v and w.
    let zero = [0.0, 0]
    let third = f.gradient().pushforward().simplified().pushforward()(x + v + w + zero)
    let expected = Forward.jacobianVectorProduct(at: x, along: w) { x in
      ReverseMode<Dual<Double>>.hessianVectorProduct(
        at: x, along: v.map { Dual(constant: $0) }
      ) { f($0)[0] }
    }
    #expect(isClose(Array(third.suffix(2)), expected, 1e-10))

    // Reverse over reverse: the pullback of the gradient, with cotangents (0, v).
    let reverse = f.gradient().pullback()(x + [0] + v)
    #expect(isClose(Array(reverse.suffix(2)), product, 1e-11))
  }

  @Test func derivativesOfAnyScalar() {
    let gradient = Program(inputs: ["x", "y"]) { v in v[0] * .sin(v[1]) }.gradient()
    let jacobian = Reverse.jacobian(at: [2, 0.5]) { gradient($0) }
    let (sin, cos) = (Double.sin(0.5), Double.cos(0.5))
    #expect(isClose(jacobian.flatMap { $0 }, [sin, 2 * cos, 0, cos, cos, -2 * sin], 1e-15))
    let single: [Float] = gradient([2, 0.5])
    #expect((single[1] - .sin(0.5)).magnitude < 1e-6)
    let big: [BigFloat<Bits256>] = gradient([2, 0.5])
    #expect(big[1].double == sin)
  }

  /// The branch that is not taken has no influence in the derivative program either.
  @Test func selectNeverPoisons() {
    let program = Program(inputs: ["x"]) { v in .select(.less(0, v[0]), .sqrt(v[0]), v[0] * v[0]) }
    #expect(program.gradient()([-1.0]) == [1, -2])
    #expect(program.gradient()([4.0]) == [2, 0.25])
    #expect(program.pushforward()([-1.0, 1.0]) == [1, -2])
    #expect(program.pullback().simplified()([-1.0, 1.0]) == [1, -2])
    #expect(program.gradient().pushforward()([-1.0, 1.0]) == [1, -2, -2, 2])
  }

  @Test func expressions() {
    let program = Program(inputs: ["x", "y"]) { v in [v[0] * v[1], v[0] + 0] }
    let formulas = program.expressions()
    #expect(formulas.count == 2)
    #expect(formulas[1].instruction.operation == .input)
    #expect(program.expressions(simplifying: false)[1].instruction.function == .add)
  }

  @Test func simplificationRemovesLines() {
    let program = Program(inputs: ["x", "y"]) { v in
      let six: Expression = 2 * 3
      let x = v[0] * 1 + 0
      return x * six + (v[1] - v[1]) + 0 * Expression.exp(v[1])
    }
    #expect(program.simplified().description == "x, y ->\n  v2 = 6\n  v3 = v2 * x\n  return v3")
  }
}
