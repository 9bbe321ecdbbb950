// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// A network of dense layers as arrays of weights and biases.
package struct Perceptron: ParameterTree {
  /// For each layer `[inputs, outputs]`.
  package var weights: [Tensor]
  /// For each layer `[outputs]`.
  package var biases: [Tensor]

  package init(weights: [Tensor], biases: [Tensor]) { (self.weights, self.biases) = (weights, biases) }

  package mutating func visitChildren(_ visit: inout ParameterVisitor) {
    visit("weights", &weights)
    visit("biases", &biases)
  }

  package func callAsFunction(_ x: Tensor, _ activation: (Tensor) -> Tensor) -> Tensor {
    var h = x
    for k in weights.indices {
      h = matmul(h, weights[k]) + biases[k]
      if k + 1 < weights.count { h = activation(h) }
    }
    return h
  }
}
