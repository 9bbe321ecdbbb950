// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertScalars

/// Functions whose derivatives take the place of their operations on a tape.
@Suite struct PreaccumulationTests {
  static func block<T: Scalar>(_ x: [T]) -> T {
    let quotient = T.exp(x[2]) / x[1]
    return T.sin(x[0] * x[1]) + quotient - x[0] * x[0]
  }

  static func f<T: Scalar>(_ x: [T], preaccumulating: Bool) -> T {
    var sum: T = 0
    for i in 0..<x.count {
      let operands = [x[i], x[(i + 1) % x.count] * sum + 1.5, 0.25]
      sum += preaccumulating ? .preaccumulated(operands) { block($0) } : block(operands)
    }
    return sum
  }

  @Test(arguments: [1, 2, 5, 20])
  func derivativesAreTheSame(count: Int) {
    let x = (0..<count).map { 0.1 + 0.07 * Double($0) }
    let (value, expected) = Reverse.valueWithGradient(at: x) { Self.f($0, preaccumulating: false) }
    let (found, gradient) = Reverse.valueWithGradient(at: x) { Self.f($0, preaccumulating: true) }
    #expect(found == value)
    for (a, b) in zip(gradient, expected) { #expect((a - b).magnitude <= 1e-13 * max(1, b.magnitude)) }
    #expect(Self.f(x, preaccumulating: true) == value)
    let forward = Forward.gradient(at: x) { Self.f($0, preaccumulating: true) }
    for (a, b) in zip(forward, expected) { #expect((a - b).magnitude <= 1e-13 * max(1, b.magnitude)) }
  }

  @Test func secondDerivativesGoThrough() {
    let x = [0.3, 0.8, -0.2]
    let expected = Reverse.hessian(at: x, of: Self.block)
    let found = Reverse.hessian(at: x) { x in .preaccumulated(x) { Self.block($0) } }
    for (a, b) in zip(found.joined(), expected.joined()) { #expect((a - b).magnitude <= 1e-13) }
  }

  @Test func theTapeHoldsTwoOperandsARecord() {
    let tape = Tape<Double>()
    let x = (0..<5).map { tape.variable(Double($0)) }
    let before = tape.count
    let y = Variable.preaccumulated(x) { x in
      (0..<100).reduce(x[0]) { sum, i in sum + x[i % 5] * x[(i + 1) % 5] }
    }
    #expect(tape.count == before + 5)
    // x₀ + 20 (x₀ x₁ + x₁ x₂ + x₂ x₃ + x₃ x₄ + x₄ x₀)
    #expect(y.primal == 400)
    let adjoints = tape.adjoints(of: y)
    let expected: [Double] = [101, 40, 80, 120, 60]
    for (variable, derivative) in zip(x, expected) { #expect(adjoints[variable] == derivative) }
  }

  @Test func constantsAloneAreOnNoTape() {
    let y = Variable<Double>.preaccumulated([2, 3]) { $0[0] * $0[1] }
    #expect(y.primal == 6 && y.isZero == false && Tape<Double>().count == 0)
  }
}
