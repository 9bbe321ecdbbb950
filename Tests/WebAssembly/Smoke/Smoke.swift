// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Derivatives that are computed by the same code natively and in WebAssembly; `Scripts/build-wasm`
// compares the numbers.

import WengertLearning
import WengertPrograms
import WengertScalars
import WengertTensors

/// Result number `number`; nan when there is none.
@_expose(wasm, "smoke")
@_cdecl("smoke")
public func smoke(_ number: Int32) -> Double {
  let x = Tensor([0.5, -1.25, 2])
  let rows = Tensor([1.0, 2, 3, 4, 5, 6], shape: [2, 3])
  switch number {
  case 0: return gradient(at: x) { x in network(x) }.sum().double
  case 1: return hessian(at: x) { x in network(x) }.product().double
  case 2:
    return batched(rows) { row in gradient(at: x) { x in network(x * row) } }.max().double
  case 3:
    return pushforward(at: x, along: x) { x in gradient(at: x) { x in network(x) } }
      .derivative.sum().double
  case 4:
    let step = compiled { (x: Tensor) in x - Tensor(0.1) * gradient(at: x) { x in network(x) } }
    return step(step(x)).min().double
  case 5: return gradient(at: x) { x in checkpointed(x) { x in network(x) } }.sum().double
  case 6:
    var random = CounterRandom(seed: 1)
    return (0..<1000).reduce(0) { sum, _ in sum + random.normal() }
  case 7: return trained(.adam())
  case 8: return trained(.gradientDescent(momentum: 0.9, isNesterov: true))
  default: return .nan
  }
}

/// A weight of a network that was trained number by number.
private func trained(_ method: OptimizerMethod) -> Double {
  let shape = NetworkShape(inputs: 2, hidden: [3], activation: .tanh, outputs: 1)
  let network = NetworkProgram(shape, computing: .loss(.binaryCrossEntropy))
  let training = network.training()
  var weights = shape.initialParameters(seed: 1)
  var optimizer = Optimizer<Double>(method, learningRate: 0.05)
  for point in ToyData.exclusiveOr.points(count: 40, noise: 0.1, seed: 1) {
    let values = network.inputs(
      features: point.features, targets: [point.target], parameters: weights)
    let slope = Array(training(values).dropFirst())
    optimizer.update(&weights, gradient: GradientTransform.clippingNorm(to: 1)(slope))
  }
  return weights[0]
}

private func network(_ x: Tensor) -> Tensor {
  let hidden = Tensor.tanh(x * Tensor([0.3, -0.2, 0.7]) + 0.1)
  return (Tensor.sin(hidden) * hidden.cumulativeProduct(axis: 0)).sum()
}

#if !hasFeature(Embedded)
  @main
  enum Smoke {
    static func main() {
      var number: Int32 = 0
      while !smoke(number).isNaN {
        print(smoke(number))
        number += 1
      }
    }
  }
#endif
