// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertScalars
import WengertTensors

@Suite struct `Inspection: costs` {
  @Test func `operations, traffic and lines are counted`() {
    let program = TensorProgram(inputs: [ArrayType([10], .float64)]) { x in
      [(Tensor.exp(x[0]) + Tensor.exp(x[0] * x[0])).reshaped([2, 5]).sum(axes: [1])]
    }
    let cost = program.cost
    #expect(cost.flops == 50)
    let exponentials = cost.shares.first { $0.operation == "exp" }
    #expect(exponentials?.lines == 2)
    #expect(exponentials?.flops == 20)
    #expect(exponentials?.bytesRead == 160)
    #expect(exponentials?.bytesWritten == 160)
    #expect(cost.shares.first { $0.operation == "reshape" }?.bytesWritten == 0)
    #expect(cost.bytesRead == 80 + 80 + 160 + 160 + 80)
    #expect(cost.bytesWritten == 80 + 80 + 80 + 80 + 16)
    #expect(
      cost.description == """
        operation  lines  flops  bytes read  bytes written
        exp            2     20         160            160
        *              1     10         160             80
        +              1     10         160             80
        sum            1     10          80             16
        reshape        1      0           0              0
        total          6     50         560            336
        peak memory: 320 bytes
        """)
  }

  @Test func `memory is that of the values in use`() {
    // A chain needs the input, one operand and one result, however long it is.
    func chain(_ length: Int) -> TensorProgram {
      TensorProgram(inputs: [ArrayType([100], .float32)]) { x in
        var y = x[0]
        for _ in 0..<length { y = .sin(y) }
        return [y]
      }
    }
    #expect(chain(1).cost.peakMemory == 800)
    #expect(chain(2).cost.peakMemory == 1200)
    #expect(chain(50).cost.peakMemory == 1200)
    // All values wait for the sum.
    let wide = TensorProgram(inputs: [ArrayType([100], .float32)]) { x in
      let parts = (0..<10).map { Tensor.sin(x[0] * Tensor(Double($0))) }
      return [parts.reduce(Tensor(0.0)) { $0 + $1 }]
    }
    #expect(wide.cost.peakMemory > 400 * 11)
  }

  @Test func `a gradient keeps what the backward pass needs`() {
    let program = TensorProgram(inputs: [ArrayType([1000], .float64)]) { x in
      var y = x[0]
      for _ in 0..<20 { y = .sin(y) }
      return [y.sum()]
    }
    #expect(program.cost.peakMemory < 8000 * 4)
    #expect(program.pullback().cost.peakMemory > 8000 * 20)
  }
}
