// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertScalars
import WengertTensors

@Suite struct `Inspection: the first value that is not finite` {
  @Test func `finite functions have none`() {
    #expect(firstNonFiniteValue(at: Tensor([1.0, 2])) { Tensor.log($0).sum() } == nil)
  }

  @Test func `a logarithm of zero is found with its element, label and parameter`() throws {
    let point = ["bias": Tensor([1.0, 1, 1]), "weight": Tensor([1.0, 0, 2])]
    let fault = try #require(
      firstNonFiniteValue(at: point) { (p: [String: Tensor]) in
        let hidden = (p["weight"]! * 3).named("hidden")
        return (Tensor.log(hidden) * p["bias"]!).sum()
      })
    #expect(fault.pass == .forward)
    #expect(fault.value == -.infinity)
    #expect(fault.index == [1])
    #expect(fault.count == 1)
    #expect(fault.operands.count == 1)
    #expect(fault.operands.first?.element?.index == [1])
    #expect(fault.operands.first?.element?.value == 0)
    #expect(fault.formula == "log(x), for x > 0")
    #expect(fault.label == "hidden")
    #expect(fault.path == "weight")
    #expect(
      fault.description == """
        The first value that is not finite is -inf, at [1] of
          \(fault.line)
        in the forward pass, near "hidden", which depends on weight.
          \(fault.operands[0].name)[1] = 0.0
          formula: log(x), for x > 0
        """)
  }

  @Test func `an infinite derivative is found in the backward pass`() throws {
    let fault = try #require(
      firstNonFiniteValue(at: ["x": Tensor([4.0, 0])]) { (p: [String: Tensor]) in
        (Tensor.sqrt(p["x"]! * 2)).named("norm").sum()
      })
    #expect(fault.pass == .backward)
    #expect(fault.value == .infinity)
    #expect(fault.index == [1])
    #expect(fault.differentiatedLine?.contains("= sqrt(") == true)
    #expect(fault.formula.hasPrefix("∂ sqrt(x)/∂x = "))
    #expect(fault.label == "norm")
    #expect(fault.path == "x")
  }

  @Test func `overflow in a sum or product of matrices is found with the range of its operands`()
    throws
  {
    let fault = try #require(
      firstNonFiniteValue(at: Tensor([1e308, 1e308, -1])) { $0.sum() })
    #expect(fault.value == .infinity)
    #expect(fault.index == [])
    #expect(fault.operands.first?.element == nil)
    #expect(fault.operands.first?.range?.least == -1)
    #expect(fault.operands.first?.range?.greatest == 1e308)
  }

  @Test func `infinities that do no harm are passed over`() throws {
    let x = Tensor([0.0, 1, 2])
    #expect(
      firstNonFiniteValue(at: x) { Tensor.select($0 .> 0, .log($0), 0).sum() } == nil)
    // The mask is infinite by intention; the nan is made by subtracting infinities.
    let mask = Tensor([-Double.infinity, 0, 0])
    let fault = try #require(
      firstNonFiniteValue(at: x) { x in
        let masked = x + mask
        return (masked - masked.named("again")).sum()
      })
    #expect(fault.value.isNaN)
    #expect(fault.line.contains(" - "))
    #expect(fault.operands.first?.element?.value == -.infinity)
  }

  @Test func `a parameter that is nan is named`() throws {
    let fault = try #require(
      firstNonFiniteValue(at: ["w": Tensor([[1.0, .nan]].flatMap { $0 }, shape: [1, 2])]) {
        (p: [String: Tensor]) in p["w"]!.sum()
      })
    #expect(fault.line == "w: float64[1, 2]")
    #expect(fault.index == [0, 1])
  }

  @Test func `programs can be searched`() throws {
    let step = compiled { (x: Tensor) in gradient(at: x) { Tensor.sqrt($0).sum() } }
    let x = Tensor([1.0, 0])
    let program = step.program(for: x)
    let fault = try #require(program.firstNonFiniteValue(for: [x]))
    #expect(fault.pass == nil)
    #expect(fault.value == .infinity)
    #expect(program.description.contains(fault.line))
    #expect(program.firstNonFiniteValue(for: [Tensor([1.0, 2])]) == nil)
  }

  @Test func `a long chain needs little stack`() {
    let line = onSmallStack {
      firstNonFiniteValue(at: Tensor(2.0)) { x in
        var y = x
        for _ in 0..<5_000 { y = y * x }
        return y
      }?.line
    }
    #expect(line?.contains(" * ") == true)
  }
}
