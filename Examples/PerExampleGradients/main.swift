// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// The gradient of every single example of a batch, as training with privacy needs them: each is cut
// to a length of at most 1 before they are averaged, so that no example can leave a strong trace.

import Foundation
import Wengert

/// A network with one hidden layer, for one example.
struct Network: ParameterTree {
  var hidden, bias, output: Tensor

  mutating func visitChildren(_ visit: inout ParameterVisitor) {
    visit("hidden", &hidden)
    visit("bias", &bias)
    visit("output", &output)
  }

  func callAsFunction(_ x: Tensor) -> Tensor { dot(output, tanh(matmul(hidden, x) + bias)) }
}

/// Numbers between −1 and 1 that look random.
func scattered(_ shape: Shape, seed: Double) -> Tensor {
  let places = Tensor(0..<shape.elementCount, dtype: .float64).reshaped(shape)
  return 2 * modulo(43758.5453 * sin(12.9898 * places + Tensor(seed)), 1) - 1
}

let count = 500
let network = Network(
  hidden: scattered([16, 3], seed: 1), bias: Tensor(zeros: [16]), output: scattered([16], seed: 2) / 4)
let inputs = scattered([count, 3], seed: 3)
let targets = 2 * inputs[.all, 0] * inputs[.all, 1] - inputs[.all, 2]

/// The gradient of one example.
let slope = { (x: Tensor, y: Tensor) in
  gradient(at: network) { network in square(network(x) - y) }
}

// All at once: a network whose tensors have one more axis in front, that of the examples.
let slopes = batched(inputs, targets, of: slope)
let norms = sqrt(slopes.leaves.map { square($0).reshaped([count, -1]).sum(axes: [1]) }.reduce(0, +))

// Each made no longer than 1, and the mean: what a private optimizer adds its noise to.
let factors = min(1, 1 / norms)
let mean = slopes.mappingLeaves { tensordot(factors, $0, axes: 1) / Tensor(Double(count)) }

print("The gradients of \(count) examples, by length:\n")
for edge in stride(from: 0.0, to: 4, by: 0.5) {
  let isInside = (norms .>= Tensor(edge)) .&& (norms .< Tensor(edge + 0.5))
  let number = Int(isInside.sum().double)
  print(String(format: "%4.1f %4d ", edge, number) + String(repeating: "▇", count: number / 3))
}
let length = sqrt(mean.leaves.map { square($0).sum() }.reduce(0, +))
print(String(format: "\nlength of the mean of the cut gradients: %.6f", length.double))

// The same with a loop, one example after the other.
var sum = network.mappingLeaves { Tensor(zeros: $0.shape) }
for k in 0..<count {
  let one = slope(inputs[k], targets[k])
  let norm = concatenate(one.leaves.map { $0.flattened() }).norm()
  sum = sum.replacingLeaves(zip(sum.leaves, one.leaves).map { $0 + $1 * min(1, 1 / norm) })
}
let error = zip(mean.leaves, sum.leaves).map { abs($0 - $1 / Tensor(Double(count))).max().double }.max()!
print(String(format: "farthest from what a loop gives:         %.1e", error))
exit(error < 1e-14 ? 0 : 1)
