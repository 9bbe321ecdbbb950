// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertKernels
import WengertScalars
import WengertTensors

/// Long and wide functions, on a thread with a small stack: nothing recurses, and a list is
/// released in one step.
@Suite("Depth")
struct DeepTests {
  /// A million operations are a trap of the reference cases, which run optimised.
  private static let length = isHeavy ? 100_000 : 10_000

  @Test("GR1: a chain of additions", arguments: [300, 900, 1100, 10_000, length])
  func additions(length: Int) {
    let slope = onSmallStack {
      gradient(at: 1) { (x: Tensor) in
        var y = x
        for _ in 0..<length { y += 1 }
        return y
      }.double
    }
    #expect(slope == 1)
  }

  @Test("GR1: a chain of products, forward and reverse")
  func products() {
    let slopes = onSmallStack {
      func power(_ x: Tensor) -> Tensor {
        var y = x
        for _ in 0..<Self.length { y *= 1.0000001 }
        return y
      }
      return [
        gradient(at: 1, of: power).double,
        pushforward(at: 1, along: 1, of: power).derivative.double,
      ]
    }
    let expected = Double.exp(Double(Self.length) * .log(onePlus: 1e-7))
    #expect(relativeError(slopes, [expected, expected]) < 1e-11)
  }

  @Test("GR4: one tensor used many times")
  func wide() {
    let terms = Self.length / 10
    let slope = onSmallStack {
      gradient(at: 2) { (x: Tensor) in
        var sum: Tensor = 0
        for i in 1...terms { sum += Tensor(Double(i)) * x }
        return sum
      }.double
    }
    #expect(slope == Double(terms * (terms + 1) / 2))
  }

  @Test("A sum of many tensors, and a point of many leaves")
  func leaves() {
    let count = Self.length / 10
    let slopes = onSmallStack {
      gradient(at: (0..<count).map { Tensor(Double($0)) }) { leaves in
        leaves.reduce(0) { $0 + $1 * $1 }
      }.map { $0.double }
    }
    #expect(slopes == (0..<count).map { 2 * Double($0) })
  }

  @Test("Programs as long are recorded, simplified, differentiated and run")
  func programs() {
    let length = Self.length / 5
    let slope = onSmallStack {
      let program = TensorProgram(inputs: [ArrayType([], .float64)]) { inputs in
        var y = inputs[0]
        for _ in 0..<length { y = .sin(y) + inputs[0] }
        return [y]
      }
      return program.simplified().pullback().simplified()([0.25, 1])[0].double
    }
    let expected = Reverse.derivative(at: 0.25) { x in
      var y = x
      for _ in 0..<length { y = .sin(y) + x }
      return y
    }
    #expect(relativeError([slope], [expected]) < 1e-12)
  }

  @Test("Second derivatives and checkpoints of a long chain")
  func secondOrder() {
    let length = Self.length / 20
    let products = onSmallStack {
      func chain(_ x: Tensor) -> Tensor {
        var y = x
        for _ in 0..<length { y = .sin(y) + x }
        return y.sum()
      }
      func checkpointedChain(_ x: Tensor) -> Tensor { checkpointed(x, of: chain) }
      let (x, v) = (Tensor([0.25, 0.5]), Tensor([1.0, -1]))
      return [
        hessianVectorProduct(at: x, along: v, of: chain).elements,
        hessianVectorProduct(at: x, along: v, of: checkpointedChain).elements,
      ]
    }
    #expect(products[0] == products[1] && products[0].allSatisfy { $0.isFinite })
  }

  @Test("Nested transforms, one in another")
  func nesting() {
    let depth = 40
    let value = onSmallStack {
      var f: (Tensor) -> Tensor = { x in x * 2 }
      for _ in 0..<depth {
        let inner = f
        f = { x in checkpointed(x) { x in batched(x, of: inner) } }
      }
      let x = Tensor(ones: Shape(Array(repeating: 1, count: depth)))
      return gradient(at: x) { x in f(x).sum() }.sum().double
    }
    #expect(value == 2)
  }

  /// A loop whose end depends on the values: each look computes only what is new.
  @Test("Values looked at on the way")
  func looking() {
    let slope = onSmallStack {
      gradient(at: 1) { (x: Tensor) in
        var y = x
        while y.double < 2 { y *= 1.0001 }
        return y
      }.double
    }
    #expect((2..<2.001).contains(slope))
  }
}
