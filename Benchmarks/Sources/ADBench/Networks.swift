// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Objectives
import Wengert
import WengertFiles

// The training of two networks. A file (npz) has the data `x` and `labels`, and of each layer k the initial
// `weights[k]` and `biases[k]`. The values are the losses of the first steps, the derivatives those at the
// start.

extension Problem {
  /// How many steps are compared.
  private static let comparedSteps = 50

  /// 2-16-16-3 on 100 points, tanh, cross entropy, gradient descent.
  static func smallNetwork(_ url: URL) throws -> Problem {
    let training = try Training(url) { tanh($0) }
    let step = { (network: Perceptron) in
      let (value, gradient) = valueWithGradient(at: network, of: training.loss)
      var next = network
      next.weights = zip(network.weights, gradient.weights).map { $0 - 0.1 * $1 }
      next.biases = zip(network.biases, gradient.biases).map { $0 - 0.1 * $1 }
      return Slope(value: value, gradient: next)
    }
    let compiledStep = compiled(step)
    var (network, recorded) = (training.network, training.network)
    return training.problem(
      steps: [
        ("step", { network = compiledStep(network).gradient }),
        ("step recorded each time", { recorded = step(recorded).gradient }),
      ],
      losses: {
        var network = training.network
        return (0..<comparedSteps).map { _ in
          let result = compiledStep(network)
          network = result.gradient
          return result.value.double
        }
      })
  }

  /// 784-256-128-10 on 128 pictures, ReLU, cross entropy, Adam.
  static func largeNetwork(_ url: URL) throws -> Problem {
    let training = try Training(url) { relu($0) }
    let newOptimizer = { Optimizer<Tensor>(.adam(), learningRate: 1e-3) }
    let slope = training.slope
    func step(_ network: inout Perceptron, _ optimizer: inout Optimizer<Tensor>) -> Tensor {
      let slope = slope(network)
      optimizer.update(&network, gradient: slope.gradient)
      return slope.value
    }
    var (network, optimizer) = (training.network, newOptimizer())
    return training.problem(
      steps: [("step", { _ = step(&network, &optimizer) })],
      losses: {
        var (network, optimizer) = (training.network, newOptimizer())
        return (0..<comparedSteps).map { _ in step(&network, &optimizer).double }
      })
  }
}

/// A network and the data that it is trained on.
private struct Training {
  let network: Perceptron
  let loss: (Perceptron) -> Tensor
  /// The loss and its gradient, compiled.
  let slope: Compiled<Perceptron, Slope<Perceptron>>

  init(_ url: URL, activation: @escaping (Tensor) -> Tensor) throws {
    let arrays = try [String: Tensor](npz: url)
    func array(_ name: String) throws -> Tensor {
      guard let array = arrays[name] else { throw DataError("\(url.path) has no array \(name).") }
      return array
    }
    let (x, labels) = (try array("x"), try array("labels"))
    let layers = 0..<arrays.keys.count { $0.hasPrefix("weights") }
    network = Perceptron(
      weights: try layers.map { try array("weights[\($0)]") },
      biases: try layers.map { try array("biases[\($0)]") })
    let loss = { (network: Perceptron) in crossEntropy(network(x, activation), labels) }
    self.loss = loss
    slope = compiled { (network: Perceptron) in
      let (value, gradient) = valueWithGradient(at: network, of: loss)
      return Slope(value: value, gradient: gradient)
    }
  }

  func problem(
    steps: [(name: String, run: () -> Void)], losses: @escaping () -> [Double]
  ) -> Problem {
    let value = compiled(loss)
    var problem = Problem(
      functions: [
        ("objective", { _ = value(network) }), ("jacobian", { _ = slope(network) }),
      ] + steps,
      results: {
        let gradient = slope(network).gradient.leaves.flatMap { leaf in
          leaf.converted(to: .float64).elements(Double.self)
        }
        return (losses(), gradient)
      })
    problem.estimatedMemory = { slope.program(for: network).cost.peakMemory }
    return problem
  }
}
