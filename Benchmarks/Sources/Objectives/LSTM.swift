// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// The loss of a recurrent network of long short-term memory that predicts the bits of characters. All
/// products are element by element.
package enum LSTM {
  package struct Model: ParameterTree {
    /// For each layer its weights and then its biases, of the forget, input, output and change gates:
    /// shape `[2 · layers, 4 · bits]`.
    package var main: Tensor
    /// The weights in, the weights out and the biases out: `[3, bits]`.
    package var extra: Tensor

    package init(main: Tensor, extra: Tensor) { (self.main, self.extra) = (main, extra) }

    package mutating func visitChildren(_ visit: inout ParameterVisitor) {
      visit("main", &main)
      visit("extra", &extra)
    }
  }

  /// - Parameters:
  ///   - state: The hidden and cell states of all layers.
  ///   - sequence: A row of bits for each character.
  package static func loss(_ model: Model, state: [Tensor], sequence: Tensor) -> Tensor {
    let (layers, bits) = (model.main.shape[0] / 2, sequence.shape[1])
    let steps = sequence.shape[0] - 1
    func gates(_ row: Int) -> [Tensor] {
      (0..<4).map { model.main[row][($0 * bits)..<(($0 + 1) * bits)] }
    }
    let weights = (0..<layers).map { gates(2 * $0) }
    let biases = (0..<layers).map { gates(2 * $0 + 1) }
    let inputs = sequence[..<steps] * model.extra[0]
    let outputs = scan(over: inputs, from: state) { (state: [Tensor], input: Tensor) in
      var next: [Tensor] = []
      var input = input
      for (layer, (w, b)) in zip(weights, biases).enumerated() {
        let (hidden, cell) = (state[2 * layer], state[2 * layer + 1])
        let forget = Tensor.sigmoid(input * w[0] + b[0])
        let admit = Tensor.sigmoid(hidden * w[1] + b[1])
        let emit = Tensor.sigmoid(input * w[2] + b[2])
        let change = tanh(hidden * w[3] + b[3])
        let memory = cell * forget + admit * change
        input = emit * tanh(memory)
        next += [input, memory]
      }
      return (next, input)
    }.results
    let y = outputs * model.extra[1] + model.extra[2]
    let z = log(2 + exp(y).sum(axes: [1], keepingAxes: true))
    return -(sequence[1...] * (y - z)).mean()
  }
}
