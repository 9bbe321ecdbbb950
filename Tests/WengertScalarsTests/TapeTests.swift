// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertScalars

@Suite("The tape")
struct TapeTests {
  @Test func adjointsOfIntermediates() {
    let tape = Tape<Double>()
    let a = tape.variable(2), b = tape.variable(3)
    let o = a * b
    let f = 5 * o
    let adjoints = tape.adjoints(of: f)
    #expect(f.primal == 30)
    #expect(adjoints[f] == 1)
    #expect(adjoints[o] == 5)
    #expect(adjoints[a] == 15)
    #expect(adjoints[b] == 10)
    #expect(tape.count == 4)
  }

  /// A value used twice is reached on two paths, whose contributions add up.
  @Test func diamond() {
    let tape = Tape<Double>()
    let x = tape.variable(3), y = tape.variable(2), z = tape.variable(1)
    let h1 = x * y, h2 = y * z
    let h = h1 * h2
    let o = h * h
    for _ in 1...2 {
      let adjoints = tape.adjoints(of: o)
      #expect(o.primal == 144)
      #expect(adjoints[h] == 24)
      #expect(adjoints[h1] == 48)
      #expect(adjoints[h2] == 144)
      #expect([adjoints[x], adjoints[y], adjoints[z]] == [96, 288, 288])
    }
  }

  /// GR7, GR8, GR9: a second pass gives the same adjoints, of an earlier result its own.
  @Test func passesDoNotAccumulate() {
    let tape = Tape<Double>()
    let x = tape.variable(3)
    let y = x * x
    let z = y * y
    #expect(tape.adjoints(of: z)[x] == 108)
    #expect(tape.adjoints(of: y)[x] == 6)
    #expect(tape.adjoints(of: z)[x] == 108)
    #expect(tape.adjoints(of: z, seed: 2)[x] == 216)
  }

  @Test func laterAndConstant() {
    let tape = Tape<Double>()
    let x = tape.variable(3)
    let y = x * x
    let later = tape.variable(1)
    let adjoints = tape.adjoints(of: y)
    #expect(adjoints[later] == 0)
    #expect(adjoints[y + later] == 0)
    #expect(adjoints[7] == 0)
    let ofConstant = tape.adjoints(of: Variable(constant: 5))
    #expect(ofConstant[x] == 0)
    #expect(tape.adjoints(of: x)[x] == 1)
  }

  /// What is computed from constants alone is on no tape.
  @Test func constantsCostNothing() {
    let tape = Tape<Double>()
    let x = tape.variable(2)
    let constant = Variable<Double>.sin(1) * 3 + .exp(0)
    #expect(tape.count == 1)
    let y = x * constant
    #expect(tape.count == 2)
    #expect(tape.adjoints(of: y)[x] == constant.primal)
    #expect(y.withoutDerivative.primal == y.primal)
  }

  private struct Refusal: Error, Equatable { let value: Double }

  @Test func throwingLeavesTheLibraryUsable() {
    for method in 0..<3 {
      #expect(throws: Refusal(value: 4)) {
        func refuse<T: Scalar>(_ x: T) throws(Refusal) -> T { throw Refusal(value: (x * x).double) }
        switch method {
        case 0: _ = try Reverse.derivative(at: 2, of: refuse)
        case 1: _ = try Forward.derivative(at: 2, of: refuse)
        default:
          _ = try Symbolic.derivative(at: 2) { x throws(Refusal) in
            throw Refusal(value: 4)
          }
        }
      }
      #expect(Reverse.gradient(at: [2, 3]) { $0[0] * $0[1] } == [3, 2])
    }
  }

  @Test func nestedTapes() {
    let outer = Tape<Double>()
    let x = outer.variable(3)
    let inner = Tape<Variable<Double>>()
    let y = inner.variable(x)
    let z = y * y * y
    let slope = inner.adjoints(of: z)[y]
    #expect(slope.primal == 27)
    #expect(outer.adjoints(of: slope)[x] == 18)
    #expect(outer.adjoints(of: z.primal)[x] == 27)
  }

  /// An independent gradient in the midst of another one.
  @Test func interleaved() {
    let slope = Reverse.derivative(at: 2) { x in
      let factor = Reverse.derivative(at: x.double) { $0 * $0 * $0 }
      return x * Variable(constant: factor)
    }
    #expect(slope == 12)
  }

  /// The memory of a tape is used again by numbers of any size; none sees what another left.
  @Test func warmReuse() {
    func f<T: Scalar>(_ x: [T]) -> T { x[0] * .sin(x[1]) + .exp(x[0] * x[1]) }
    let x = [0.75, -1.25]
    let gradient = Reverse.gradient(at: x, of: f)
    let hessian = Reverse.hessian(at: x, of: f)
    let single = ReverseMode<Float>.gradient(at: [0.75, -1.25], of: f)
    for round in 0..<20 {
      if round % 5 == 4 { Tape<Double>.releaseMemory() }
      #expect(Reverse.hessian(at: x, of: f) == hessian)
      #expect(Reverse.gradient(at: x) { .abs($0[0] * 0) + .sign($0[1]) } == [0, 0])
      #expect(ReverseMode<Float>.gradient(at: [0.75, -1.25], of: f) == single)
      #expect(Reverse.gradient(at: x, of: f) == gradient)
      let nested = Reverse.jacobian(at: x) { ReverseMode<Variable<Double>>.gradient(at: $0, of: f) }
      #expect(isClose(nested.flatMap { $0 }, hessian.flatMap { $0 }, 1e-15))
      #expect(Reverse.gradient(at: [1, 2, 3, 4]) { _ in 1 } == [0, 0, 0, 0])
      let series = Reverse.derivative(at: 0.5, order: 3) { .sin($0) }
      #expect(isClose(series, -.cos(0.5), 1e-15))
      #expect(Reverse.gradient(at: x) { $0[1] } == [0, 1])
    }
  }

  @Test func emptyInputs() {
    #expect(Reverse.gradient(at: []) { _ in 3 }.isEmpty)
    #expect(Reverse.valueWithHessian(at: []) { _ in 3 }.value == 3)
    #expect(Forward.valueWithHessian(at: []) { _ in 3 }.value == 3)
    #expect(Reverse.jacobian(at: [1, 2]) { _ in [] }.isEmpty)
    #expect(Symbolic.gradient(at: []) { _ in 3 }.isEmpty)
  }
}
