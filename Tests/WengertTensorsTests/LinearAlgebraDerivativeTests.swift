// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertScalars
import WengertTensors

/// What holds for the derivatives of every operation of linear algebra.
@Suite struct LinearAlgebraDerivativeTests {
  static let cases =
    LinearAlgebraCase.products + LinearAlgebraCase.systems + LinearAlgebraCase.factorizations
    + LinearAlgebraCase.fourier

  @Test(arguments: cases)
  func `forward mode is the limit of differences`(_ test: LinearAlgebraCase) {
    let (x, v) = (test.point(1), test.point(2))
    expectClose(test.jvp(x, v), differences(x, v) { [test.function($0)] }[0], 1e-7, test.name)
  }

  @Test(arguments: cases)
  func `reverse mode is the transpose of forward mode`(_ test: LinearAlgebraCase) {
    let (x, v) = (test.point(1), test.point(2))
    let forward = test.jvp(x, v)
    let u = Tensor.random(forward.shape, seed: 3)
    let backward = test.vjp(x, u)
    let right = zip(backward, v).reduce(0.0) { $0 + ($1.0 * $1.1).sum().double }
    let left = (u * forward).sum().double
    #expect(abs(left - right) <= 1e-11 * max(1, abs(left)), "\(test.name): \(left), \(right)")
  }

  @Test(arguments: cases)
  func `second derivatives are the limit of differences`(_ test: LinearAlgebraCase) {
    let (x, v) = (test.point(1), test.point(2))
    let u = Tensor.random(test.function(x).shape, seed: 3)
    let second = pushforward(at: x, along: v) { test.vjp($0, u) }.derivative
    let expected = differences(x, v) { test.vjp($0, u) }
    let backward = pullback(at: x) { [test.jvp($0, v)] }.pullback([u])
    for (found, expected) in zip(second, expected) { expectClose(found, expected, 1e-6, test.name) }
    for (found, expected) in zip(backward, second) {
      expectClose(found, expected, 1e-10, test.name)
    }
  }

  @Test(arguments: cases)
  func `a batch is a loop`(_ test: LinearAlgebraCase) {
    let batches = test.point(4, batch: [3])
    let u = Tensor.random(test.function(test.point(1)).shape, seed: 3)
    let values = batched(batches) { [test.function($0)] + test.vjp($0, u) }
    for item in 0..<3 {
      let x = batches.map { $0.item(item) }
      let expected = [test.function(x)] + test.vjp(x, u)
      for (found, expected) in zip(values, expected) {
        expectClose(found.item(item), expected, 1e-11, test.name)
      }
    }
  }

  @Test(arguments: cases.filter { $0.shapes.count > 1 })
  func `a batch of one operand meets the others`(_ test: LinearAlgebraCase) {
    let x = test.point(5)
    for place in x.indices {
      let batch = test.point(6, batch: [2])[place]
      let values = batched(batch) { operand in
        var x = x
        x[place] = operand
        return test.function(x)
      }
      for item in 0..<2 {
        var x = x
        x[place] = batch.item(item)
        expectClose(values.item(item), test.function(x), 1e-11, test.name)
      }
    }
  }

  @Test(arguments: cases)
  func `values need not be known, and float32 remains`(_ test: LinearAlgebraCase) {
    let x = test.point(1)
    let f = compiled { (x: [Tensor]) in test.function(x) }
    expectClose(f(x), test.function(x), 1e-12, test.name)
    let single = test.point(1, dtype: .float32)
    let value = test.function(single)
    #expect(value.dtype == .float32, "\(test.name)")
    expectClose(value, test.function(x), 1e-3, test.name)
    for part in test.vjp(single, Tensor(ones: value.shape, dtype: .float32)) {
      #expect(part.dtype == .float32, "\(test.name)")
    }
  }

  /// The derivative along `v` by central differences of order four.
  private func differences(
    _ x: [Tensor], _ v: [Tensor], _ f: ([Tensor]) -> [Tensor]
  ) -> [Tensor] {
    let h = 2e-4
    func at(_ t: Double) -> [Tensor] { f(zip(x, v).map { $0 + $1 * Tensor(t * h) }) }
    let (a, b, c, d) = (at(-2), at(-1), at(1), at(2))
    return a.indices.map { k in
      (8 * (c[k] - b[k]) - (d[k] - a[k])) / Tensor(12 * h)
    }
  }
}

extension Tensor {
  /// One of the parts along the first axis.
  fileprivate func item(_ index: Int) -> Tensor {
    let part = Shape(Array(shape.dimensions.dropFirst()))
    let size = part.elementCount
    let numbers = elements[(index * size)..<((index + 1) * size)]
    return Tensor(Array(numbers), shape: part).converted(to: dtype)
  }
}
