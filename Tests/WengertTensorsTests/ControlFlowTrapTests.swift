// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertScalars
import WengertTensors

/// Known traps of control flow, whose answers are known in closed form.
@Suite("Control flow traps")
struct ControlFlowTrapTests {
  static let root2 = 2.0.squareRoot()

  private func newton(_ x: Tensor, steps: Int) -> Tensor {
    repeated(steps, from: 1) { y in (y + x / y) / 2 }
  }

  private func newtonLoop(_ x: Tensor) -> Tensor {
    loop(from: 1) { y in
      .abs(y * y - x) .> 1e-12
    } body: { y in
      (y + x / y) / 2
    }
  }

  @Test func `CF1: sixty Newton steps`() {
    expectClose(gradient(at: 2) { x in newton(x, steps: 60) }, Tensor(0.5 / Self.root2))
    expectClose(
      hessian(at: Tensor([2])) { x in newton(x[0], steps: 60) }.reshaped([]),
      Tensor(-0.25 / (2 * Self.root2)))
  }

  @Test func `CF2: Newton steps while they are needed, in both modes`() {
    let expected = Tensor(0.5 / Self.root2)
    expectClose(gradient(at: 2, of: newtonLoop), expected, 1e-6)
    expectClose(pushforward(at: 2, along: 1, of: newtonLoop).derivative, expected, 1e-6)
    expectClose(compiled(newtonLoop)(Tensor(2)), Tensor(Self.root2))
  }

  @Test func `CF3: a loop that has nothing to do has no derivative; a fixed point has`() {
    expectClose(gradient(at: 1, of: newtonLoop), 0)
    let root = { (x: Tensor) in
      fixedPoint(from: 1, parameters: x) { y, x in (y + x / y) / 2 }
    }
    expectClose(gradient(at: 1, of: root), 0.5, 1e-15)
    expectClose(pushforward(at: 1, along: 1, of: root).derivative, 0.5, 1e-15)
  }

  @Test func `CF6 and CF7: the branch that is taken decides`() {
    expectClose(gradient(at: 3) { x in cond(x .== 3, then: { 9 }, else: { x * x }) }, 0)
    let kink = { (x: Tensor) in cond(x .<= 0, then: { x }, else: { 2 * x }) }
    expectClose(gradient(at: 0, of: kink), 1)
    expectClose(gradient(at: 0) { x in x <= 0 ? x : 2 * x }, 1)
  }

  @Test func `CF8: a series until its terms are small`() {
    let series = { (x: Tensor) in
      loop(from: [1, 1, 1]) { s in
        .abs(s[1]) .> 1e-17
      } body: { s in
        let term = s[1] * x / s[2]
        return [s[0] + term, term, s[2] + 1]
      }[0]
    }
    let e = Tensor(2.718281828459045)
    expectClose(series(1), e, 1e-15)
    expectClose(gradient(at: 1, of: series), e, 1e-14)
    expectClose(gradient(at: 1) { x in gradient(at: x, of: series) }, e, 1e-14)
  }

  @Test(arguments: [nil, 32, 7])
  func `CF13: a thousand steps of Runge and Kutta`(_ interval: Int?) {
    let h = 1e-3
    let solution = { (k: Tensor) in
      repeated(1000, from: Tensor(1), checkpointEvery: interval) { y in
        let k1 = -k * y
        let k2 = -k * (y + Tensor(h / 2) * k1)
        let k3 = -k * (y + Tensor(h / 2) * k2)
        let k4 = -k * (y + Tensor(h) * k3)
        return y + Tensor(h / 6) * (k1 + 2 * k2 + 2 * k3 + k4)
      }
    }
    expectClose(gradient(at: 0.7, of: solution), Tensor(-0.4965853037914095))
  }
}
