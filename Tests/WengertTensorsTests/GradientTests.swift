// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertScalars
import WengertTensors

@Suite struct GradientTests {
  private let x = Tensor([1.0, 2, 3])

  @Test func `a gradient has the form of its point`() {
    #expect(gradient(at: x) { x in (x * x * x).sum() } == Tensor([3.0, 12, 27]))
    let (dx, dy) = gradient(at: x, Tensor(2.0)) { x, y in (x * y).sum() }
    #expect(dx == Tensor([2.0, 2, 2]))
    #expect(dy.double == 6)
    let tree = gradient(at: ["b": [x, x], "a": []]) { tree in (tree["b"]![1] * 2).sum() }
    #expect(tree["b"]?[0] == Tensor([0.0, 0, 0]))
    #expect(tree["b"]?[1] == Tensor([2.0, 2, 2]))
  }

  @Test func `the value comes with the gradient`() {
    let (value, gradient) = valueWithGradient(at: x) { x in x.product() }
    #expect(value.double == 6)
    #expect(gradient == Tensor([6.0, 3, 2]))
  }

  @Test func `derivatives of derivatives`() {
    #expect(
      hessian(at: Tensor([0.0, 1, 2])) { x in x.product() }
        == Tensor([0.0, 2, 1, 2, 0, 0, 1, 0, 0], shape: [3, 3]))
    #expect(
      hessianVectorProduct(at: x, along: Tensor([1.0, 1, 1])) { x in (x * x * x).sum() }
        == Tensor([6.0, 12, 18]))
    #expect(
      jacobian(at: x) { x in x * x } == Tensor([2.0, 0, 0, 0, 4, 0, 0, 0, 6], shape: [3, 3]))
    // Few inputs and many outputs: the same by the other direction.
    #expect(
      jacobian(at: Tensor([2.0])) { x in (x * x).broadcast(to: [3]) }
        == Tensor([4.0, 4, 4], shape: [3, 1]))
  }

  @Test func `Jacobians and Hessians of several tensors`() {
    let point = ["a": x, "b": Tensor(2.0)]
    let rows = jacobian(at: point) { p in p["a"]! * p["b"]! }
    #expect(rows["a"] == Tensor([2.0, 0, 0, 0, 2, 0, 0, 0, 2], shape: [3, 3]))
    #expect(rows["b"] == x)
    let matrix = hessian(at: point) { p in (p["a"]! * p["b"]! * p["b"]!).sum() }
    #expect(
      matrix
        == Tensor([0.0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 4, 4, 4, 4, 12], shape: [4, 4]))
  }

  @Test(arguments: [1, 100, 1 << 20])
  func `the memory of a Jacobian changes no number`(memory: Int) {
    let wide = Tensor((0..<20).map { Double($0) / 10 })
    let whole = jacobian(at: wide) { x in Tensor.sin(x) * x.sum() }
    #expect(jacobian(at: wide, memory: memory) { x in Tensor.sin(x) * x.sum() } == whole)
  }

  @Test func `a batch is a loop`() {
    let rows = Tensor([1.0, 2, 3, 4, 5, 6], shape: [3, 2])
    let gradients = batched(rows) { row in gradient(at: x) { w in (w.sum() * row).product() } }
    #expect(
      gradients
        == Tensor([24.0, 24, 24, 144, 144, 144, 360, 360, 360], shape: [3, 3]))
    #expect(batched(rows, inAxis: 1, outAxis: 1) { column in column * 2 } == rows * 2)
  }

  @Test func `branches and loops of Swift`() {
    func root(_ a: Tensor) -> Tensor {
      var y: Tensor = 1
      while Swift.abs((y * y - a).double) > 1e-12 { y = (y + a / y) / 2 }
      return y
    }
    #expect(Swift.abs(gradient(at: 2) { x in root(x) }.double - 0.35355339059327373) < 1e-12)
  }

  @Test func `a compiled function is recorded once for each shape`() {
    nonisolated(unsafe) var recordings = 0
    let f = compiled { (x: Tensor, y: Tensor) in
      recordings += 1
      return gradient(at: x) { x in (x * x * y).sum() }
    }
    #expect(f(x, 2) == Tensor([4.0, 8, 12]))
    #expect(f(x, 3) == Tensor([6.0, 12, 18]))
    #expect(recordings == 1)
    #expect(f(Tensor([1.0]), 3) == Tensor([6.0]))
    #expect(recordings == 2)
    #expect(
      jacobian(at: x) { x in f(x, 1) }
        == Tensor([2.0, 0, 0, 0, 2, 0, 0, 0, 2], shape: [3, 3]))
  }

  @Test func `trees of other forms with the same leaves are recorded apart`() {
    let f = compiled { (a: Tensor?, b: Tensor?) in 10 * (a ?? 0) + (b ?? 0) }
    let h = compiled { [x] (a: [Tensor]?) in (a == nil ? 0 : 1) * x }
    let g = compiled { (a: [Tensor], b: [Tensor]) in Tensor(Double(a.count)) * (a + b)[0] }
    for _ in 0..<2 {
      #expect(f(x, nil) == 10 * x)
      #expect(f(nil, x) == x)
      #expect(h(nil) == 0 * x)
      #expect(h([]) == x)
      #expect(g([x, x], []) == 2 * x)
      #expect(g([x], [x]) == x)
      #expect(g([], [x, x]) == 0 * x)
    }
  }

  @Test func `results of a compiled function stay what they are`() {
    let f = compiled { (x: Tensor, y: Tensor) in
      let z = tanh(matmul(x, y)) + 1
      return [x, z, matmul(z, z), z.sum(), 3]
    }
    let eye = Tensor.identity(3)
    let points = (0..<4).map { k in Tensor((0..<9).map { Double($0 * (k + 1)) / 10 }, shape: [3, 3]) }
    let results = points.map { f($0, eye) }
    for (x, found) in zip(points, results) {
      let z = tanh(x) + 1
      #expect(found == [x, z, matmul(z, z), z.sum(), 3])
    }
  }

  @Test func `checkpoints change nothing, to second order either`() {
    func f(_ x: Tensor, _ isCheckpointed: Bool) -> Tensor {
      var y = x
      for _ in 0..<3 {
        y = isCheckpointed ? checkpointed(y) { y in Tensor.sin(y) * y } : Tensor.sin(y) * y
      }
      return (y * y).sum()
    }
    #expect(gradient(at: x) { f($0, true) } == gradient(at: x) { f($0, false) })
    // The sums are in another order.
    let difference = hessian(at: x) { f($0, true) } - hessian(at: x) { f($0, false) }
    #expect(Tensor.abs(difference).max().double < 1e-14)
  }

  @Test func `a linear map is the derivative`() {
    let (value, tangent) = linearized(at: x) { x in x * x }
    #expect(value == Tensor([1.0, 4, 9]))
    #expect(tangent(Tensor([1.0, 1, 0])) == Tensor([2.0, 4, 0]))
    #expect(tangent(Tensor([0.0, 0, 1])) == Tensor([0.0, 0, 6]))
  }

  @Test func `nothing passes a stopped gradient`() {
    #expect(gradient(at: 3) { x in x * x.withoutDerivative }.double == 3)
    let second = gradient(at: 3) { x in gradient(at: x) { y in y * y.withoutDerivative } }
    #expect(second.double == 0)
  }

  @Test func `a pullback is called as often as wanted`() {
    let (value, pullback) = pullback(at: x) { x in x * x }
    #expect(value == Tensor([1.0, 4, 9]))
    for k in 1...3 { #expect(pullback(Tensor([Double(k), 0, 1])) == Tensor([2 * Double(k), 0, 6])) }
  }

  @Test func `float32 stays float32`() {
    let g = gradient(at: Tensor([0.1 as Float])) { x in (x * x * 1.5).sum() }
    #expect(g.dtype == .float32)
    #expect(
      gradient(at: Tensor(0.1 as Double).converted(to: .float32)) { x in x * x }
        == Tensor([Float(0.2)], shape: []))
  }
}
