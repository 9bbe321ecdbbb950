// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// A network of dense layers as arrays of weights and biases.
struct Perceptron: ParameterTree {
  var weights: [Tensor]
  var biases: [Tensor]

  /// Normal weights of variance `gain / inputs`.
  init(_ sizes: [Int], gain: Double, _ random: inout CounterRandom) {
    weights = []
    biases = []
    for (inputs, outputs) in zip(sizes, sizes.dropFirst()) {
      let scale = (gain / Double(inputs)).squareRoot()
      weights.append(numbers([inputs, outputs], scale: scale, random: &random))
      biases.append(Tensor(zeros: [outputs], dtype: .float32))
    }
  }

  mutating func visitChildren(_ visit: inout ParameterVisitor) {
    visit("weights", &weights)
    visit("biases", &biases)
  }

  func callAsFunction(_ x: Tensor, _ activation: (Tensor) -> Tensor) -> Tensor {
    var h = x
    for k in weights.indices {
      h = matmul(h, weights[k]) + biases[k]
      if k + 1 < weights.count { h = activation(h) }
    }
    return h
  }
}

/// Normal numbers in float32.
func numbers(_ shape: Shape, scale: Double = 1, random: inout CounterRandom) -> Tensor {
  let elements = (0..<shape.elementCount).map { _ in Float(scale * random.normal()) }
  return Tensor(elements, shape: shape)
}

/// 2-16-16-3 on 100 points, tanh, cross entropy, gradient descent: one step.
func smallNetwork() -> [(String, Double)] {
  var random = CounterRandom(seed: 1)
  let x = numbers([100, 2], random: &random)
  let labels = Tensor((0..<100).map { _ in Int64.random(in: 0..<3, using: &random) })
  var network = Perceptron([2, 16, 16, 3], gain: 1, &random)
  func step(_ network: Perceptron, _ x: Tensor) -> (Tensor, Perceptron) {
    let (loss, slope) = valueWithGradient(at: network) { network in
      crossEntropy(network(x) { tanh($0) }, labels)
    }
    return (loss, zipped(network, slope) { $0 - 0.1 * $1 })
  }
  let recorded = shortest(50) { network = step(network, x).1 }
  let fast = compiled { (network: Perceptron, x: Tensor) in step(network, x).1 }
  let compiledStep = shortest(50) { network = fast(network, x) }
  return [("recorded each time", recorded), ("compiled", compiledStep)]
}

/// 784-256-128-10, 128 pictures, ReLU, cross entropy, Adam: one step.
func largeNetwork() -> [(String, Double)] {
  var random = CounterRandom(seed: 1)
  let x = numbers([128, 784], random: &random)
  let labels = Tensor((0..<128).map { _ in Int64.random(in: 0..<10, using: &random) })
  var network = Perceptron([784, 256, 128, 10], gain: 2, &random)
  var optimizer = Optimizer<Tensor>(.adam(), learningRate: 1e-3)
  let recorded = shortest(5) {
    let slope = gradient(at: network) { network in
      crossEntropy(network(x) { relu($0) }, labels)
    }
    optimizer.update(&network, gradient: slope)
  }
  let fast = compiled { (network: Perceptron) in
    gradient(at: network) { network in crossEntropy(network(x) { relu($0) }, labels) }
  }
  let derivative = shortest(5) { _ = fast(network) }
  let step = shortest(5) { optimizer.update(&network, gradient: fast(network)) }
  return [
    ("recorded each time", recorded), ("gradient compiled, step", step),
    ("gradient compiled", derivative),
  ]
}

private func zipped(
  _ x: Perceptron, _ y: Perceptron, _ f: (Tensor, Tensor) -> Tensor
) -> Perceptron {
  var result = x
  result.weights = zip(x.weights, y.weights).map(f)
  result.biases = zip(x.biases, y.biases).map(f)
  return result
}
