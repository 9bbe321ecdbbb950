// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertScalars
import WengertTensors

@Suite struct `Inspection: listings` {
  @Test func `a listing reads like mathematics`() {
    let program = TensorProgram(
      inputs: [ArrayType([3, 2], .float64), ArrayType([2], .float64)]
    ) { x in
      let scaled = Tensor.exp(x[0] * 2) + x[1] / Tensor([1.0, 2.5])
      return [(Tensor.pow(-scaled, 3)).sum(axes: [1]).named("hidden"), x[1]]
    }
    #expect(
      program.description == """
        v0: float64[3, 2], v1: float64[2] ->
          v3: float64[3, 2] = v0 * 2
          v4: float64[3, 2] = exp(v3)
          v5: float64[2] = constant [1, 2.5]
          v6: float64[2] = v1 / v5
          v7: float64[3, 2] = v4 + v6
          v8: float64[3, 2] = -v7
          v9: float64[3, 2] = v8 ^ 3
          v10: float64[3] = sum axes=[1] v9
          v11: float64[3] = v10    // hidden
          return v11, v1
        """)
  }

  @Test func `choices, comparisons and conversions have their signs`() {
    let program = TensorProgram(inputs: [ArrayType([4], .float32)]) { x in
      [Tensor.select(!(x[0] .< 1), x[0], 0.5).converted(to: .float64)]
    }
    #expect(
      program.description == """
        v0: float32[4] ->
          v2: bool[4] = v0 < 1
          v3: bool[4] = not v2
          v5: float32[4] = select(v3, v0, 0.5)
          v6: float64[4] = float64(v5)
          return v6
        """)
  }

  @Test func `large constants show their type only, and numbers that are results their value`() {
    let program = TensorProgram(inputs: []) { _ in
      [Tensor(zeros: [100, 3], dtype: .float32), Tensor([Int64.max], shape: [])]
    }
    #expect(
      program.description == """
        ->
          v0: float32[100, 3] = constant
          v1: int64[] = constant 9223372036854775807
          return v0, v1
        """)
  }

  @Test func `paths of parameters are comments`() {
    let layer = ["weight": Tensor([1.0, 2]), "bias": Tensor([3.0])]
    let step = compiled { (x: Tensor) in
      gradient(at: layer) { (l: [String: Tensor]) in (l["weight"]! * x + l["bias"]!).sum() }
    }
    let x = Tensor([1.0, 1])
    #expect(step.program(for: x).description.hasPrefix("v0: float64[2] ->\n"))
    let program = TensorProgram(inputs: [ArrayType([2], .float64)]) { x in
      let gradient = gradient(at: ["weight": x[0]]) { ($0["weight"]! * $0["weight"]!).sum() }
      return [gradient["weight"]!]
    }
    #expect(program.description.contains("v1: float64[2] = v0    // weight\n"))
  }

  @Test func `the programs of an operation are listed below it`() {
    let program = TensorProgram(inputs: [ArrayType([], .float64)]) { x in
      [
        cond(x[0] .> 0, x[0]) {
          $0 * 2
        } else: {
          -$0
        }
      ]
    }
    let text = program.description
    #expect(text.contains(" ->\n        v2: float64[] = v0 * 2\n        return v2\n"))
    #expect(text.contains(" ->\n        v1: float64[] = -v0\n        return v1\n"))
    #expect(program.listing.last?.programs.count == 2)
    #expect(program.cost.flops == 2)
  }

  @Test func `a long program is listed in linear time`() {
    let lines = 20_000
    let program = TensorProgram(inputs: [ArrayType([], .float64)]) { x in
      var y = x[0]
      for _ in 0..<lines { y = y + x[0] }
      return [y]
    }
    let text = onSmallStack { program.description }
    #expect(text.split(separator: "\n").count == lines + 2)
    #expect(text.hasSuffix("v\(lines): float64[] = v\(lines - 1) + v0\n  return v\(lines)"))
  }

  @Test func `a graph in the DOT language has a box for each operation`() {
    let program = TensorProgram(inputs: [ArrayType([2], .float64)]) { x in
      [(x[0] * 3).named("the \"triple\"").sum()]
    }
    #expect(
      program.graphviz() == #"""
        digraph program {
          rankdir=LR;
          node [shape=box, style=rounded];
          n0 [label="v0\nfloat64[2]", shape=ellipse];
          n1 [label="v2 = v0 * 3\nfloat64[2]"];
          n0 -> n1;
          n2 [label="v3 = v2\nfloat64[2]\nthe \"triple\""];
          n1 -> n2;
          n3 [label="v4 = sum axes=[0] v3\nfloat64[]", peripheries=2];
          n2 -> n3;
        }

        """#)
  }
}
