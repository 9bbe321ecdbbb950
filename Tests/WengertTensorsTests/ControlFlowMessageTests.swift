// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertScalars
import WengertTensors

/// Mistakes stop with a sentence that names the operation and what was found.
@Suite("Messages of control flow")
struct ControlFlowMessageTests {
  @Test func `cond: a condition of several values`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = cond(Tensor([1, 2]) .> 0, then: { Tensor(1) }, else: { Tensor(2) })
    }
    expectMessage(result, ["cond:", "[2]", "select"])
  }

  @Test func `cond: branches of different types`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = gradient(at: Tensor([1, 2])) { x in
        cond(x[0] .> 0, then: { x }, else: { x[0] + x[1] }).sum()
      }
    }
    expectMessage(result, ["cond:", "float64[2] and float64[]"])
  }

  @Test func `scan: a state that changes its type`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = scan(over: Tensor([1, 2]), from: ["h": Tensor([1, 2])]) { s, x in
        (["h": s["h"]!.sum()], x)
      }
    }
    expectMessage(result, ["scan:", "float64[2]", "float64[]", "in h"])
  }

  @Test func `scan: sequences of different lengths`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = scan(over: [Tensor([1, 2]), Tensor([1, 2, 3])], from: 0) { s, x in (s + x[0], x[1]) }
    }
    expectMessage(result, ["scan:", "2 steps", "[3]", "[1]"])
  }

  @Test func `loop: too many steps`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = loop(from: 1, maximumCount: 50) { y in
        y .> 0
      } body: { y in
        y + 1
      }
    }
    expectMessage(result, ["loop: the condition still holds after 50 steps"])
  }

  @Test func `a tangent that is not linear`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = customDerivative(at: Tensor(1)) { x in
        x * x
      } tangent: { x, dx in
        x * .exp(dx)
      }
    }
    expectMessage(
      result,
      ["customDerivative: the tangent is not linear in the direction: it passes through exp."])
  }

  @Test func `a tangent that is a product of directions`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = customDerivative(at: Tensor(1)) { x in
        x * x
      } tangent: { x, dx in
        dx * (x + dx)
      }
    }
    expectMessage(result, ["is not linear in the direction: + joins it with what does not depend"])
  }

  @Test func `a tangent that is affine in a loop`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = customDerivative(at: Tensor(1)) { x in
        x * x
      } tangent: { x, dx in
        repeated(3, from: dx) { y in y * y }
      }
    }
    expectMessage(result, ["is not linear in the direction: it passes through *"])
  }

  @Test func `a derivative with respect to what a custom derivative captures`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = gradient(at: Tensor(1)) { y in
        customDerivative(at: 2 * y) { x in
          x * y
        } tangent: { x, dx in
          dx * y
        }
      }
    }
    expectMessage(result, ["customDerivative:", "pass it as part of x"])
  }

  @Test func `a tangent of another shape`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = customDerivative(at: Tensor([1, 2])) { x in
        x
      } tangent: { x, dx in
        dx.sum()
      }
    }
    expectMessage(result, ["customDerivative:", "float64[2]", "float64[]"])
  }

  @Test func `a value that is looked at in a step`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = scan(over: Tensor([1, 2]), from: 0) { s, x in (x.double > 0 ? s + x : s, x) }
    }
    expectMessage(result, ["is not known", "cond"])
  }
}
