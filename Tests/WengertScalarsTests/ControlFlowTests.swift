// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertScalars

/// Loops and branches: what is differentiated is the code that ran.
@Suite("Control flow")
struct ControlFlowTests {
  private func expectSlope(
    at x: Double, _ expected: Double, _ tolerance: Double = 1e-12,
    forward: (Dual<Double>) -> Dual<Double>, reverse: (Variable<Double>) -> Variable<Double>,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for slope in [Forward.derivative(at: x, of: forward), Reverse.derivative(at: x, of: reverse)] {
      #expect(
        isClose(slope, expected, tolerance), "\(slope) is not \(expected)",
        sourceLocation: sourceLocation)
    }
  }

  @Test("CF1: Heron's iteration, 60 times")
  func fixedIterations() {
    func root<T: Scalar>(_ x: T) -> T {
      (0..<60).reduce(1) { y, _ in (y + x / y) / 2 }
    }
    expectSlope(at: 2, 0.35355339059327373, forward: root, reverse: root)
  }

  /// The derivative converges an iteration later than the value.
  @Test("CF2, CF3: Heron's iteration until it has converged")
  func conditionalIterations() {
    func root<T: Scalar>(_ x: T) -> T {
      var y: T = 1
      while (y * y - x).magnitude > 1e-12 { y = (y + x / y) / 2 }
      return y
    }
    expectSlope(at: 2, 0.35355339059327373, 1e-6, forward: root, reverse: root)
    // Converged at the start: the loop does not run, and the code that ran is a constant.
    expectSlope(at: 1, 0, forward: root, reverse: root)
  }

  @Test("CF6: a branch on equality is followed")
  func equality() {
    func f<T: Scalar>(_ x: T) -> T { x == 3 ? 9 : x * x }
    expectSlope(at: 3, 0, forward: f, reverse: f)
    expectSlope(at: 4, 8, forward: f, reverse: f)
    #expect(Symbolic.derivative(at: 3, of: f) == 0)
  }

  @Test("CF7: the branch taken")
  func branch() {
    func f<T: Scalar>(_ x: T) -> T { x <= 0 ? x : 2 * x }
    expectSlope(at: 0, 1, forward: f, reverse: f)
    #expect(Symbolic.derivative(at: 0, of: f) == 1)
  }

  @Test("CF8: the series of exp")
  func series() {
    func exp<T: Scalar>(_ x: T) -> T {
      var sum: T = 1, term: T = 1, k = 1.0
      while term.magnitude > 1e-17 {
        term = term * x / T(k)
        sum += term
        k += 1
      }
      return sum
    }
    expectSlope(at: 1, 2.718281828459045, forward: exp, reverse: exp)
  }

  @Test("CF13: 1000 steps of Runge and Kutta's method for y′ = −k y")
  func differentialEquation() {
    func solve<T: Scalar>(_ k: T) -> T {
      let h: T = 0.001
      var y: T = 1
      for _ in 0..<1000 {
        let a = -k * y
        let b = -k * (y + h / 2 * a)
        let c = -k * (y + h / 2 * b)
        let d = -k * (y + h * c)
        y += h / 6 * (a + 2 * b + 2 * c + d)
      }
      return y
    }
    expectSlope(at: 0.7, -0.4965853037914095, forward: solve, reverse: solve)
  }

  @Test("WH1, WH3: the branch of a select that is not taken")
  func safeSelect() {
    func single<T: Scalar>(_ x: T) -> T { .select(.less(0, x), .sqrt(x), 0) }
    func double<T: Scalar>(_ x: T) -> T {
      .select(.less(0, x), .sqrt(.select(.less(0, x), x, 1)), 0)
    }
    expectSlope(at: -1, 0, forward: single, reverse: single)
    expectSlope(at: -1, 0, forward: double, reverse: double)
  }

  @Test("WH4: sinc at 0 has the derivatives 0 and −1/3 in x, where sin(x)/x is nan")
  func sinc() {
    func sinc<T: Scalar>(_ x: T) -> T { .sinc(x / .pi) }
    expectSlope(at: 0, 0, forward: sinc, reverse: sinc)
    #expect(isClose(Forward.derivative(at: 0, order: 2, of: sinc), -1.0 / 3))
    #expect(isClose(Reverse.derivative(at: 0, order: 2, of: sinc), -1.0 / 3))
    #expect(isClose(Reverse.hessian(at: [0]) { sinc($0[0]) }[0][0], -1.0 / 3))
    #expect(isClose(Forward.derivative(at: 0, order: 4, of: sinc), 0.2))
    #expect(Forward.derivative(at: 0) { .sin($0) / $0 }.isNaN)
  }

  @Test("GR10: withoutDerivative")
  func stopped() {
    #expect(Reverse.derivative(at: 3) { x in x * x.withoutDerivative } == 3)
    let second = Reverse.derivative(at: 3) { x in
      ReverseMode<Variable<Double>>.derivative(at: x) { y in
        y * Variable(constant: y.primal.withoutDerivative)
      }
    }
    #expect(second == 0)
  }

  @Test("GR5, GR6: an unused input and a constant result")
  func unused() {
    #expect(Reverse.gradient(at: 3, 4) { x, _ in x * x } == (6, 0))
    #expect(Forward.gradient(at: 3, 4) { x, _ in x * x } == (6, 0))
    #expect(Symbolic.gradient(at: 3, 4) { x, _ in x * x } == (6, 0))
    #expect(Reverse.derivative(at: 3) { _ in 7 } == 0)
    #expect(Reverse.hessian(at: [1, 2]) { _ in 7 } == [[0, 0], [0, 0]])
    #expect(Symbolic.hessian(at: [1, 2]) { _ in 7 } == [[0, 0], [0, 0]])
  }
}
