// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertScalars

/// What derivatives are at kinks, steps and singular points, in every mode.
@Suite("Conventions")
struct ConventionTests {
  @Test func kinks() {
    for zero in [0, -0.0] {
      RecordedFunction { .abs($0[0]) }.expectGradient(at: [zero], [0])
      RecordedFunction { .relu($0[0]) }.expectGradient(at: [zero], [0])
      RecordedFunction { .sign($0[0]) }.expectGradient(at: [zero], [0])
      RecordedFunction { .square(.relu($0[0])) }.expectHessian(at: [zero], [0])
    }
    RecordedFunction { .copysign($0[0], -1) }.expectGradient(at: [0], [0])
    RecordedFunction { .copysign($0[0], -1) }.expectGradient(at: [2], [-1])
  }

  @Test func tiesSplit() {
    RecordedFunction(2) { .maximum($0[0], $0[1]) }.expectGradient(at: [3, 3], [0.5, 0.5])
    RecordedFunction(2) { .minimum($0[0], $0[1]) }.expectGradient(at: [3, 3], [0.5, 0.5])
    RecordedFunction(2) { .maximum($0[0], $0[1]) }.expectGradient(at: [0.0, -0.0], [0.5, 0.5])
    RecordedFunction { .maximum($0[0], $0[0]) }.expectGradient(at: [3], [1])
    RecordedFunction { .clip($0[0], -1, 1) }.expectGradient(at: [1], [0.5])
    RecordedFunction { .clip($0[0], -1, 1) }.expectGradient(at: [0.5], [1])
    RecordedFunction { .clip($0[0], -1, 1) }.expectGradient(at: [2], [0])
    let largest = RecordedFunction(3) { .maximum(.maximum($0[0], $0[1]), $0[2]) }
    largest.expectGradient(at: [1, 3, 3], [0, 0.5, 0.5])
  }

  @Test(arguments: [-2.0, -1, 0, 1, 3])
  func stepsAreFlat(at integer: Double) {
    for step: (Expression) -> Expression in [
      { .floor($0) }, { .ceil($0) }, { .round($0) }, { .trunc($0) },
      { .less($0, 1) }, { .lessOrEqual($0, 1) }, { .equal($0, 1) }, { .precedes($0, 1) },
    ] {
      RecordedFunction { step($0[0]) }.expectGradient(at: [integer], [0])
      RecordedFunction { step($0[0]) }.expectHessian(at: [integer], [0])
    }
  }

  @Test func roots() {
    RecordedFunction { .sqrt($0[0]) }.expectGradient(at: [0], [.infinity])
    RecordedFunction { .sqrt($0[0]) }.expectGradient(at: [-0.0], [.infinity])
    RecordedFunction { .cbrt($0[0]) }.expectGradient(at: [0], [.infinity])
    RecordedFunction { .asin($0[0]) }.expectGradient(at: [1], [.infinity])
    RecordedFunction { .acos($0[0]) }.expectGradient(at: [1], [-.infinity])
    RecordedFunction { .acosh($0[0]) }.expectGradient(at: [1], [.infinity])
  }

  /// A path with a zero on it has no influence, whatever else is on it.
  @Test func zeroAbsorbsInfinity() {
    RecordedFunction(2) { .sqrt($0[0] * $0[0] + $0[1] * $0[1]) }.expectGradient(at: [0, 0], [0, 0])
    RecordedFunction(2) { .hypot($0[0], $0[1]) }.expectGradient(at: [0, 0], [0, 0])
    RecordedFunction(3) { .sqrt($0[0] * $0[0] + $0[1] * $0[1] + $0[2] * $0[2]) }
      .expectGradient(at: [0, 0, 0], [0, 0, 0])
    RecordedFunction(2) { .atan2(y: $0[0], x: $0[1]) }.expectGradient(at: [0, 0], [0, 0])
    RecordedFunction { 0 * .sqrt($0[0]) }.expectGradient(at: [0], [0])
    RecordedFunction { .square(.sqrt($0[0]) * 0) }.expectGradient(at: [0], [0])
    RecordedFunction { .xlogy($0[0], 0) }.expectGradient(at: [0], [-.infinity])
    RecordedFunction(2) { .xlogy($0[0], $0[1]) }.expectGradient(at: [0, 2], [.log(2), 0])
    RecordedFunction(2) { .xlogy(0 * $0[0], $0[1]) }.expectGradient(at: [1, 0], [0, 0])
  }

  /// The norm has derivative 0 at the origin for `hypot` only: not for a sum under a root that is
  /// zero without its summands being.
  @Test func zeroDoesNotHideInfinity() {
    RecordedFunction { .sqrt($0[0] - 1) }.expectGradient(at: [1], [.infinity])
    RecordedFunction { .sqrt($0[0]) * .sqrt($0[0]) }.expectGradient(at: [0.25], [1])
  }

  @Test func selectNeverPoisons() {
    let root = RecordedFunction { .select(.less(0, $0[0]), .sqrt($0[0]), 0) }
    let logarithm = RecordedFunction { .select(.less(0, $0[0]), .log($0[0]), $0[0] * $0[0]) }
    for x in [-1.0, 0] {
      root.expectGradient(at: [x], [0])
      root.expectHessian(at: [x], [0])
      logarithm.expectGradient(at: [x], [2 * x])
      logarithm.expectHessian(at: [x], [2])
    }
    root.expectGradient(at: [4], [0.25])
    root.expectHessian(at: [4], [-0.03125])
    // The condition itself has no derivative.
    RecordedFunction { .select($0[0], $0[0], 5 * $0[0]) }.expectGradient(at: [0], [5])
    RecordedFunction { .select($0[0], $0[0], 5 * $0[0]) }.expectGradient(at: [1], [1])
    for x in [-1.0, 0] {
      #expect(Symbolic.derivative(at: x) { .select(.less(0, $0), .sqrt($0), 0) } == 0)
      #expect(Symbolic.derivative(at: x, order: 2) { .select(.less(0, $0), .sqrt($0), 0) } == 0)
    }
  }

  /// A function without a value has no derivative, even where the formula of the derivative has.
  @Test func nothingHasNoDerivative() {
    RecordedFunction { .log($0[0]) }.expectGradient(at: [-1], [.nan])
    RecordedFunction { .log($0[0]) }.expectHessian(at: [-1], [.nan])
    RecordedFunction { .acosh($0[0]) }.expectGradient(at: [0.5], [.nan])
    RecordedFunction { .atanh($0[0]) }.expectGradient(at: [2], [.nan])
    RecordedFunction { $0[0] * 0 }.expectGradient(at: [.infinity], [.nan])
    RecordedFunction(2) { $0[0] + 0 * .log($0[1]) }.expectGradient(at: [1, -1], [.nan, .nan])
    #expect(Symbolic.derivative(at: -1) { .log($0) }.isNaN)
    #expect(Numerical.derivative(at: -1) { .log($0) }.isNaN)
    #expect(Symbolic.hessian(at: [-1]) { .log($0[0]) }[0][0].isNaN)
  }

  @Test func powers() {
    let power = RecordedFunction(2) { .power($0[0], $0[1]) }
    power.expectGradient(at: [0, 0], [0, -.infinity])
    power.expectGradient(at: [0, 2], [0, 0])
    power.expectGradient(at: [0, 1], [1, 0])
    power.expectGradient(at: [0, 0.5], [.infinity, 0])
    power.expectGradient(at: [2, 0], [0, .log(2)])
    power.expectGradient(at: [-2, 3], [12, .nan])
    RecordedFunction { .power($0[0], 3) }.expectGradient(at: [-2], [12])
    RecordedFunction { .power($0[0], 3) }.expectHessian(at: [-2], [-12])
    RecordedFunction { .power($0[0], 2) }.expectHessian(at: [0], [2])
    RecordedFunction { .power($0[0], 0) }.expectHessian(at: [0], [0])
    for x in [-2.0, 0, 3, .infinity] {
      RecordedFunction { .power($0[0], 0) }.expectGradient(at: [x], [0])
      RecordedFunction { .pow($0[0], 0) }.expectGradient(at: [x], [0])
    }
    RecordedFunction { .pow($0[0], 1) }.expectGradient(at: [0], [1])
    RecordedFunction { .pow($0[0], 2) }.expectHessian(at: [0], [2])
    RecordedFunction { .pow($0[0], -1) }.expectGradient(at: [0], [-.infinity])
    RecordedFunction { .pow(0, $0[0]) }.expectGradient(at: [2], [0])
    RecordedFunction { .exp($0[0] * .log(2)) }.expectGradient(at: [3], [8 * .log(2)])
  }

  @Test func comparisonsLookAtValuesOnly() {
    let tape = Tape<Double>()
    #expect(Dual(1.0, tangent: 5) == Dual(1.0, tangent: 7))
    #expect(!(Dual(1.0, tangent: 5) < Dual(1.0, tangent: 7)))
    #expect(Dual(1.0, tangent: 5) < 2)
    #expect(tape.variable(1) == tape.variable(1))
    #expect(tape.variable(1) < tape.variable(2))
    #expect(max(tape.variable(1), 2) == 2)
    #expect(Taylor(variable: 1.0, order: 2) == Taylor(variable: 1.0, direction: 3, order: 4))
    #expect(Taylor(variable: 1.0, order: 2) > 0.5)
    #expect(!(Dual(Double.nan, tangent: 0) == Dual(Double.nan, tangent: 0)))
    let branch = { (x: Variable<Double>) in x > 1 ? x * x : -x }
    #expect(Reverse.derivative(at: 3, of: branch) == 6)
    #expect(Reverse.derivative(at: 0.5, of: branch) == -1)
  }

  @Test func lifting() {
    #expect(Dual(constant: 2.0).tangent == 0)
    #expect(Reverse.derivative(at: 3) { x in x * x.withoutDerivative } == 3)
    #expect(Reverse.derivative(at: 3) { _ in 7 } == 0)
    #expect(Forward.derivative(at: 3) { _ in 7 } == 0)
    #expect(Symbolic.derivative(at: 3) { _ in 7 } == 0)
    #expect(Reverse.gradient(at: [3, 4]) { x in x[0] * x[0] } == [6, 0])
  }
}
