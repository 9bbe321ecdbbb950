// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertScalars
import WengertTensors

/// Custom derivatives: one rule, from which both modes and all orders follow.
@Suite("Custom derivatives")
struct ControlFlowCustomTests {
  /// log(1 + eˣ), whose plain derivative eˣ / (1 + eˣ) overflows.
  private func softplus(_ x: Tensor) -> Tensor {
    customDerivative(at: x) { x in
      .log(1 + .exp(x))
    } tangent: { x, dx in
      dx / (1 + .exp(-x))
    }
  }

  @Test func `the rule is used in both modes and to higher orders`() {
    let x = Tensor([-1, 0.5, 800])
    let slope = Tensor([0.2689414213699951, 0.6224593312018546, 1])
    expectClose(gradient(at: x) { x in softplus(x).sum() }, slope)
    expectClose(pushforward(at: x, along: 1, of: softplus).derivative, slope)
    let second = batched(x) { x in gradient(at: x) { x in gradient(at: x, of: softplus) } }
    let s = Tensor([0.2689414213699951, 0.6224593312018546])
    expectClose(second[0..<2], s * (1 - s))
  }

  @Test func `a rule that differs from the derivative wins, under every transform`() {
    // A straight-through rounding: derivative 1.
    let rounded = { (x: Tensor) in
      customDerivative(at: x) { x in
        .round(x)
      } tangent: { _, dx in
        dx
      }
    }
    let x = Tensor([0.4, 1.7])
    expectClose(gradient(at: x) { x in (rounded(x) * rounded(x)).sum() }, Tensor([0, 4]))
    expectClose(jacobian(at: x, of: rounded), .identity(2))
    expectClose(
      batched(x) { x in gradient(at: x) { x in rounded(x) * x } }, Tensor([0.4, 3.7]))
    expectClose(compiled { x in gradient(at: x) { x in rounded(x).sum() } }(x), Tensor([1, 1]))
    expectClose(hessian(at: x) { x in (rounded(x) * rounded(x)).sum() }, 2 * .identity(2))
  }

  @Test func `trees, captured constants and programs inside`() {
    let a = Tensor([[1, 2], [3, 4]])
    let x = [Tensor([1, -1]), Tensor([0.5, 2])]
    let g = gradient(at: x) { x in
      customDerivative(at: x) { x in
        matmul(a, x[0]) * x[1]
      } tangent: { x, dx in
        let change = scan(over: dx[0], from: Tensor(zeros: [2])) { (sum: Tensor, part: Tensor) in
          (sum + part * a[0], sum)
        }.state
        return cond(x[0][0] .> 0, then: { change * x[1] }, else: { dx[1] })
      }.sum()
    }
    // With w = x[1], the rule is (dx₀ + dx₁) (a₀₀ w₀ + a₀₁ w₁) = 4.5 (dx₀ + dx₁).
    expectClose(g[0], Tensor([4.5, 4.5]))
    expectClose(g[1], Tensor([0, 0]))
  }

  @Test func `tangents that are linear are accepted`() {
    let x = Tensor([1, 2, 3])
    let f = { (x: Tensor) in
      customDerivative(at: x) { x in
        Tensor.sin(x)
      } tangent: { x, dx in
        let flipped = dx.flipped(axis: 0).flipped(axis: 0)
        let padded = concatenate([Tensor(zeros: [1]), flipped])[1...]
        let chosen = Tensor.select(x .> 2, padded, 0) + .select(x .> 2, 0, padded)
        return .cos(x) * (chosen + dx.cumulativeSum(axis: 0) - dx.cumulativeSum(axis: 0))
      }
    }
    expectClose(gradient(at: x) { x in f(x).sum() }, .cos(x), 1e-15)
  }
}
