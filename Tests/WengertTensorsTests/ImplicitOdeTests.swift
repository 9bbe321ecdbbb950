// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertScalars
import WengertTensors

/// Solutions of differential equations whose derivatives are known in closed form.
@Suite("Differential equations")
struct ImplicitOdeTests {
  let times = Tensor([0, 0.1, 0.7, 1.5, 4])

  /// y′ = −k y: y = y₀ exp(−k (t − t₀)).
  private func decay(_ y: Tensor, _ k: Tensor, _ times: Tensor) -> Tensor {
    odeSolve(from: y, times: times, parameters: k, relativeTolerance: 1e-8) { _, y, k in -k * y }
  }

  @Test func `decay, its derivatives in everything that it depends on`() {
    let (y, k) = (Tensor(1.5), Tensor(0.7))
    let solution = 1.5 * Tensor.exp(-0.7 * times)
    expectClose(decay(y, k, times), solution, 1e-7)
    expectClose(compiled(decay)(y, k, times), decay(y, k, times), 1e-14)
    expectClose(jacobian(at: y) { y in decay(y, k, times) }, solution / 1.5, 1e-7)
    expectClose(jacobian(at: k) { k in decay(y, k, times) }, -times * solution, 1e-6)
    // The state at each time moves with that time, and against the first.
    let byTimes = jacobian(at: times) { t in decay(y, k, t) }
    let slopes = -0.7 * solution[1...]
    expectClose(byTimes[1..., 1...], slopes.diagonalMatrix(), 1e-6)
    expectClose(byTimes[1..., 0], -slopes, 1e-6)
    expectClose(
      hessian(at: Tensor([0.7])) { k in decay(y, k[0], times)[-1] }.reshaped([]),
      16 * solution[-1], 1e-5)
  }

  @Test func `forward and reverse mode agree to rounding, and with differences`() {
    // Lotka and Volterra.
    let f = { (p: Tensor) in
      odeSolve(
        from: Tensor([1, 0.5]) * p[0], times: Tensor([0, 0.5, 1, 2]), parameters: p,
        relativeTolerance: 1e-6
      ) { t, y, p in
        let meeting: Tensor = p[2] * y[0] * y[1]
        return [p[1] * y[0] - meeting, p[3] * meeting - y[1] + 0.1 * .sin(t)] as Tensor
      }
    }
    let p = Tensor([1, 1.1, 0.4, 0.8])
    let v = Tensor([0.5, -1, 0.25, 1])
    let u = Tensor.random([4, 2], seed: 5)
    let forward = pushforward(at: p, along: v, of: f).derivative
    let reverse = gradient(at: p) { p in (f(p) * u).sum() }
    expectClose((forward * u).sum(), (reverse * v).sum(), 1e-12)
    let h = 1e-4
    let difference = (f(p + Tensor(h) * v) - f(p - Tensor(h) * v)) / Tensor(2 * h)
    expectClose(forward, difference, 1e-4)
    // Symmetric, from two modes.
    let product = hessianVectorProduct(at: p, along: v) { p in (f(p) * u).sum() }
    expectClose(
      product, gradient(at: p) { p in (gradient(at: p) { p in (f(p) * u).sum() } * v).sum() }, 1e-10)
  }

  @Test func `an oscillator, in trees, backward in time`() {
    let back = Tensor([2, 1, 0.25, 0])
    let f = { (w: Tensor) in
      odeSolve(from: ["x": Tensor.cos(2 * w), "v": -w * .sin(2 * w)], times: back, parameters: w) {
        _, s, w in ["x": s["v"]!, "v": -w * w * s["x"]!]
      }["x"]!
    }
    let w = Tensor(1.3)
    expectClose(f(w), .cos(back * 1.3), 1e-7)
    expectClose(jacobian(at: w, of: f), -back * .sin(back * 1.3), 1e-6)
  }

  @Test func `a batch is a loop over examples`() {
    let k = Tensor([0.1, 1, 3])
    let f = { (k: Tensor) in decay(1, k, times)[-1] }
    expectClose(batched(k, of: f), stack(k.unstacked().map(f)), 1e-12)
    let slopes = stack(k.unstacked().map { k in gradient(at: k, of: f) })
    expectClose(batched(k) { k in gradient(at: k, of: f) }, slopes, 1e-11)
    expectClose(gradient(at: k) { k in batched(k, of: f).sum() }, slopes, 1e-11)
  }

  @Test func `smaller tolerances give smaller errors`() {
    let errors = [1e-4, 1e-6, 1e-8, 1e-10].map { tolerance in
      let y = odeSolve(
        from: Tensor([1, 0]), times: Tensor([0, 3, 10]), parameters: Tensor(1),
        relativeTolerance: tolerance
      ) { _, y, w in [y[1], -w * y[0]] as Tensor }
      return abs(y[1..., 0] - Tensor.cos(Tensor([3, 10]))).max().double
    }
    for (error, tolerance) in zip(errors, [1e-4, 1e-6, 1e-8, 1e-10]) {
      #expect(error < 100 * tolerance)
    }
  }

  @Test func `one time, equal times, no state and a solution that ends`() {
    expectClose(decay(3, 1, Tensor([2])), Tensor([3]))
    expectClose(decay(3, 1, Tensor([2, 2, 3])), Tensor([3, 3, 1.103638323514327]), 1e-7)
    let none = odeSolve(from: Tensor(zeros: [0]), times: times, parameters: Tensor(1)) { _, y, _ in y }
    #expect(none.shape == [5, 0])
    // y′ = y², y(0) = 1 ends at 1.
    let y = odeSolve(from: Tensor(1), times: Tensor([0, 0.5, 2]), parameters: Tensor(0)) { _, y, _ in
      y * y
    }
    #expect(abs(y[1].double - 2) < 1e-6)
    #expect(y[2].double.isNaN)
  }

  @Test func `single precision`() {
    let y = decay(Tensor([Float(1)]), Tensor([Float(0.5)]), Tensor([0, 1]))
    #expect(y.dtype == .float32)
    let found = odeSolve(
      from: Tensor([Float(1)]), times: Tensor([0, 1]), parameters: Tensor([Float(0.5)])
    ) { _, y, k in -k * y }
    expectClose(found[1], Tensor([Float(0.60653067)]), 1e-5)
  }
}
