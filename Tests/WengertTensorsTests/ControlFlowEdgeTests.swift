// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertScalars
import WengertTensors

/// Operations that hold programs at the edges: nothing to do, what must not be touched, many steps.
@Suite("Control flow at the edges")
struct ControlFlowEdgeTests {
  @Test func `a branch that is not taken does not poison values or derivatives`() {
    let f = { (x: Tensor) in
      cond(x .> 0, then: { .sqrt(x) * .log(x) }, else: { x * x })
    }
    let points = Tensor([-1, 0, 4])
    expectClose(gradient(at: -1, of: f), -2)
    let log4 = 1.3862943611198906
    expectClose(batched(points, of: f), Tensor([1, 0, 2 * log4]))
    let slopes = Tensor([-2, 0, log4 / 4 + 0.5])
    expectClose(batched(points) { x in gradient(at: x, of: f) }, slopes)
    expectClose(gradient(at: points) { x in batched(x, of: f).sum() }, slopes)
  }

  @Test func `without a transform a condition is if`() {
    var count = 0
    let y = cond(
      Tensor(1) .> 0, then: { Tensor(3) },
      else: {
        count += 1; return Tensor(4)
      })
    #expect(y == 3 && count == 0)
  }

  @Test func `examples of a batch take as many steps as they need`() {
    // The number of halvings until a number is below 1: different for each.
    let f = { (x: Tensor) in
      loop(from: [x, 0]) { s in
        s[0] .>= 1
      } body: { s in
        [s[0] / 2, s[1] + 1]
      }
    }
    let x = Tensor([0.5, 1, 9, 1000])
    let result = batched(x, of: f)
    expectClose(result[0], Tensor([0.5, 0.5, 0.5625, 1000.0 / 1024]))
    expectClose(result[1], Tensor([0, 1, 4, 10]))
    let halves = Tensor([1, 0.5, 0.0625, 1.0 / 1024])
    expectClose(batched(x) { x in gradient(at: x) { x in f(x)[0] } }, halves)
    expectClose(gradient(at: x) { x in batched(x, of: f)[0].sum() }, halves)
    expectClose(batched(x) { x in pushforward(at: x, along: 1) { x in f(x)[0] }.derivative }, halves)
    // x^(2^k) for the k of each example: second derivatives through counts that differ.
    let power = { (x: Tensor) in
      loop(from: [x, x]) { s in
        s[1] .>= 1
      } body: { s in
        let rest: Tensor = s[1] / 2
        return [s[0] * s[0], rest.withoutDerivative]
      }[0]
    }
    expectClose(
      batched(Tensor([0.5, 1.5, 2])) { x in gradient(at: x) { x in gradient(at: x, of: power) } },
      Tensor([0, 2, 48]))
  }

  @Test func `no steps and no examples`() {
    let empty = Tensor(zeros: [0, 2])
    let (last, all) = scan(over: empty, from: Tensor([1, 2])) { (s: Tensor, x: Tensor) in
      (s * x, s + x)
    }
    expectClose(last, Tensor([1, 2]))
    #expect(all.shape == [0, 2])
    let point: [Tensor] = [Tensor([1, 2]), empty]
    let g = gradient(at: point) { p in
      let (last, all) = scan(over: p[1], from: p[0]) { (s: Tensor, x: Tensor) in (s * x, s + x) }
      return last.sum() + all.sum()
    }
    expectClose(g[0], Tensor([1, 1]))
    #expect(g[1].shape == [0, 2])
    expectClose(gradient(at: 3) { x in repeated(0, from: x) { y in y * y } }, 1)
    expectClose(
      gradient(at: 3) { x in
        loop(from: x) { _ in
          Tensor(0)
        } body: { y in
          y * y
        }
      }, 1)
    let none = batched(Tensor(zeros: [0])) { x in
      gradient(at: x) { x in
        loop(from: x) { y in
          y .< 9
        } body: { y in
          y * y + x
        }
      }
    }
    #expect(none.shape == [0])
  }

  @Test func `captured tensors are differentiated, in models, too`() {
    let w = Tensor([[0.5, -0.25], [0.125, 0.75]])
    let xs = Tensor.random([5, 2], seed: 3)
    func network(_ p: [String: Tensor], _ isUnrolled: Bool) -> Tensor {
      let step = { (h: Tensor, x: Tensor) in
        Tensor.tanh(matmul(p["w"]!, h) + x * p["scale"]!)
      }
      if isUnrolled {
        var h = Tensor(zeros: [2])
        var total: Tensor = 0
        for i in 0..<5 {
          h = step(h, xs[i])
          total += (h * h).sum()
        }
        return total
      }
      return scan(over: xs, from: Tensor(zeros: [2])) { (h: Tensor, x: Tensor) in
        let next = step(h, x)
        return (next, (next * next).sum())
      }.results.sum()
    }
    let model = ["w": w, "scale": Tensor(0.5)]
    let found = gradient(at: model) { p in network(p, false) }
    let expected = gradient(at: model) { p in network(p, true) }
    for name in ["w", "scale"] { expectClose(found[name]!, expected[name]!, 1e-13, name) }
  }

  @Test func `single precision stays single precision`() {
    let x = Tensor([Float(0.5), 2])
    let f = { (x: Tensor) in
      scan(over: x, from: 0) { (s: Tensor, x: Tensor) in (s + x * x, s) }.state
        + loop(from: x[1]) { y in
          y .< 8
        } body: { y in
          y * 2 + x[0]
        }
    }
    #expect(f(x).dtype == .float32)
    #expect(gradient(at: x, of: f).dtype == .float32)
    // 2, 4.5, 9.5 after two steps: 4 x₁ + 3 x₀.
    expectClose(gradient(at: x, of: f), Tensor([Float(4), 8]), 1e-6)
  }

  @Test func `a long loop runs backward, and so does a long scan`() {
    // y ← y + x/n, n times: y = x.
    let n = 2000
    let f = { (x: Tensor) in
      repeated(Tensor([Int64(n)], shape: []), from: 0) { y in y + x / Tensor(Double(n)) }
    }
    expectClose(gradient(at: 2, of: f), 1, 1e-10)
    let g = { (x: Tensor) in repeated(n, from: 0) { y in y + x / Tensor(Double(n)) } }
    expectClose(gradient(at: 2, of: g), 1, 1e-10)
  }

  @Test func `programs with loops can be printed, simplified, written and read`() throws {
    let f = { (x: Tensor) in
      gradient(at: x) { x in
        loop(from: x) { y in
          y.sum() .< 9
        } body: { y in
          cond(
            y[0] .> 1, then: { y * y }, else: { scan(over: y, from: 1) { s, z in (s * z, s + z) }.results })
        }.sum()
      }
    }
    let program = TensorProgram(inputs: [ArrayType([2], .float64)]) { [f($0[0])] }
    let x = Tensor([1.5, 0.5])
    let expected = f(x)
    #expect("\(program)".contains("reverseLoop"))
    expectClose(program.simplified()([x])[0], expected)
    let copy = try TensorProgram(decoding: program.encoded())
    expectClose(copy([x])[0], expected)
    #expect(program.cost.flops > 0)
  }
}
