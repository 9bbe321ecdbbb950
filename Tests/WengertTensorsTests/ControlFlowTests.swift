// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertScalars
import WengertTensors

/// A function written with the operations that hold programs, and the same in plain Swift, both of
/// vectors of three numbers with values of three numbers.
struct ControlFlowCase: Sendable, CustomTestStringConvertible {
  let name: String
  let f: @Sendable (Tensor) -> Tensor
  let reference: @Sendable (Tensor) -> Tensor
  var testDescription: String { name }

  static let weights = Tensor([0.5, -0.25, 0.75])

  static let all = [
    ControlFlowCase(name: "cond, first branch") { x in
      cond(x.sum() .> -100, then: { x * .sin(x) }, else: { .log(x - 1000) })
    } reference: { x in
      x * .sin(x)
    },
    ControlFlowCase(name: "cond, second branch") { x in
      cond(x.sum() .> 100, x, then: { x in .log(x - 1000) }, else: { x in .exp(x) * x[0] })
    } reference: { x in
      .exp(x) * x[0]
    },
    ControlFlowCase(name: "scan") { x in
      let (last, all) = scan(over: x, from: x[0] * x[1]) { (state: Tensor, part: Tensor) in
        let next = Tensor.sin(state) * part + x[2]
        return (next, next * next)
      }
      return all + last
    } reference: { x in
      var state = x[0] * x[1]
      var all: [Tensor] = []
      for i in 0..<3 {
        state = .sin(state) * x[i] + x[2]
        all.append(state * state)
      }
      return stack(all) + state
    },
    ControlFlowCase(name: "scan in reverse") { x in
      let (last, all) = scan(over: [x, x * x], from: 0, reversed: true) {
        (state: Tensor, parts: [Tensor]) in
        (.tanh(state + parts[0]) * x[1], state * parts[1])
      }
      return all * last
    } reference: { x in
      var state: Tensor = 0
      var all: [Tensor] = []
      for i in [2, 1, 0] {
        all.insert(state * x[i] * x[i], at: 0)
        state = .tanh(state + x[i]) * x[1]
      }
      return stack(all) * state
    },
    ControlFlowCase(name: "repeated, with few states kept") { x in
      repeated(7, from: x, checkpointEvery: 3) { y in .sin(y) * x + weights }
    } reference: { x in
      var y = x
      for _ in 0..<7 { y = .sin(y) * x + weights }
      return y
    },
    ControlFlowCase(name: "loop") { x in
      loop(from: [x, 0]) {
        $0[1] .< 2.5
      } body: { state in
        [.sin(state[0]) * x[0] + state[0] * 0.5, state[1] + 1]
      }[0]
    } reference: { x in
      var y = x
      for _ in 0..<3 { y = .sin(y) * x[0] + y * 0.5 }
      return y
    },
    ControlFlowCase(name: "loop, one state kept") { x in
      loop(from: [x, 0], snapshots: 1) {
        $0[1] .< 3.5
      } body: { state in
        [.cos(state[0]) * x + weights, state[1] + 1]
      }[0]
    } reference: { x in
      var y = x
      for _ in 0..<4 { y = .cos(y) * x + weights }
      return y
    },
    ControlFlowCase(name: "repeated by a tensor") { x in
      repeated(Tensor(3).converted(to: .int64), from: x) { y in .sin(y) * x }
    } reference: { x in
      .sin(.sin(.sin(x) * x) * x) * x
    },
    ControlFlowCase(name: "custom derivative") { x in
      customDerivative(at: [x, x[0] * x]) { p in
        .exp(p[0]) * p[1]
      } tangent: { p, dp in
        .exp(p[0]) * p[1] * dp[0] + .exp(p[0]) * dp[1]
      }
    } reference: { x in
      .exp(x) * x[0] * x
    },
    ControlFlowCase(name: "one inside another") { x in
      scan(over: x, from: x[0]) { (state: Tensor, part: Tensor) in
        let inner = loop(from: [state, 0]) {
          $0[1] .< 1.5
        } body: { s in
          [cond(part .> -50, then: { .sin(s[0]) * part }, else: { s[0] / 0 }), s[1] + 1]
        }
        return (inner[0] + x[1], inner[0] * state)
      }.results
    } reference: { x in
      var state = x[0]
      var all: [Tensor] = []
      for i in 0..<3 {
        var s = state
        for _ in 0..<2 { s = .sin(s) * x[i] }
        all.append(s * state)
        state = s + x[1]
      }
      return stack(all)
    },
  ]
}

/// Operations that hold programs are the plain Swift that they stand for, under every transform.
@Suite("Control flow")
struct ControlFlowTests {
  let x = Tensor([0.75, -0.5, 1.25])
  let v = Tensor([1, -0.5, 0.25])

  @Test(arguments: ControlFlowCase.all)
  func `values and first derivatives are those of plain Swift`(_ c: ControlFlowCase) {
    expectClose(c.f(x), c.reference(x), 1e-14, "value")
    expectClose(compiled(c.f)(x), c.reference(x), 1e-14, "compiled")
    let (value, tangent) = pushforward(at: x, along: v, of: c.f)
    let expected = pushforward(at: x, along: v, of: c.reference)
    expectClose(value, expected.value, 1e-14, "value of pushforward")
    expectClose(tangent, expected.derivative, 1e-12, "pushforward")
    expectClose(
      pullback(at: x, of: c.f).pullback(v), pullback(at: x, of: c.reference).pullback(v), 1e-12,
      "pullback")
    expectClose(jacobian(at: x, of: c.f), jacobian(at: x, of: c.reference), 1e-12, "jacobian")
    expectClose(
      gradient(at: x) { x in checkpointed(x, of: c.f).sum() },
      gradient(at: x) { x in c.reference(x).sum() }, 1e-12, "checkpointed")
  }

  @Test(arguments: ControlFlowCase.all)
  func `second derivatives are those of plain Swift in all four ways`(_ c: ControlFlowCase) {
    let f: (Tensor) -> Tensor = { x in (c.f(x) * ControlFlowCase.weights).sum() }
    let g: (Tensor) -> Tensor = { x in (c.reference(x) * ControlFlowCase.weights).sum() }
    let expected = hessian(at: x, of: g)
    let product = matmul(expected, v)
    expectClose(hessian(at: x, of: f), expected, 1e-11, "hessian")
    expectClose(hessianVectorProduct(at: x, along: v, of: f), product, 1e-11, "forward over reverse")
    expectClose(
      gradient(at: x) { x in (gradient(at: x, of: f) * v).sum() }, product, 1e-11,
      "reverse over reverse")
    expectClose(
      gradient(at: x) { x in pushforward(at: x, along: v, of: f).derivative }, product, 1e-11,
      "reverse over forward")
    expectClose(
      pushforward(at: x, along: v) { x in pushforward(at: x, along: v, of: f).derivative }.derivative,
      (product * v).sum(), 1e-11, "forward over forward")
  }

  @Test(arguments: ControlFlowCase.all)
  func `third derivatives are those of plain Swift`(_ c: ControlFlowCase) {
    func third(_ f: @escaping (Tensor) -> Tensor) -> Tensor {
      gradient(at: x) { x in
        let g = { (x: Tensor) in gradient(at: x) { x in (f(x) * ControlFlowCase.weights).sum() } }
        return (gradient(at: x) { x in (g(x) * v).sum() } * v).sum()
      }
    }
    expectClose(third(c.f), third(c.reference), 1e-10)
  }

  @Test(arguments: ControlFlowCase.all)
  func `a batch is a loop over examples, and so are its derivatives`(_ c: ControlFlowCase) {
    let examples = Tensor.random([4, 3], seed: 7)
    expectClose(batched(examples, of: c.f), stack(examples.unstacked().map(c.reference)), 1e-13)
    expectClose(
      batched(examples) { x in gradient(at: x) { x in c.f(x).sum() } },
      stack(examples.unstacked().map { x in gradient(at: x) { x in c.reference(x).sum() } }), 1e-12,
      "gradient inside")
    expectClose(
      gradient(at: examples) { e in batched(e, of: c.f).sum() },
      stack(examples.unstacked().map { x in gradient(at: x) { x in c.reference(x).sum() } }), 1e-12,
      "gradient outside")
    expectClose(
      batched(examples) { x in hessian(at: x) { x in c.f(x).sum() } },
      stack(examples.unstacked().map { x in hessian(at: x) { x in c.reference(x).sum() } }), 1e-11,
      "hessian inside")
    expectClose(
      compiled { e in batched(e) { x in gradient(at: x) { x in c.f(x).sum() } } }(examples),
      batched(examples) { x in gradient(at: x) { x in c.reference(x).sum() } }, 1e-12, "compiled")
  }
}
