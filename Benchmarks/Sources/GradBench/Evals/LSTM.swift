// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// The loss of a recurrent network of long short-term memory that predicts the bits of characters. All
/// products are element by element.
enum LSTM: Eval {
  struct Model: ParameterTree {
    /// For each layer its weights and then its biases, of the forget, input, output and change gates:
    /// shape `[2 · layers, 4 · bits]`.
    var main: Tensor
    /// The weights in, the weights out and the biases out: `[3, bits]`.
    var extra: Tensor

    mutating func visitChildren(_ visit: inout ParameterVisitor) {
      visit("main", &main)
      visit("extra", &extra)
    }
  }

  /// - Parameters:
  ///   - state: The hidden and cell states of all layers.
  ///   - sequence: A row of bits for each character.
  static func loss(_ model: Model, state: [Tensor], sequence: Tensor) -> Tensor {
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

  static func evaluate(
    _ function: String, _ input: JSON, _ stopwatch: inout Stopwatch
  ) throws(ToolError) -> JSON {
    let sequence = try input["sequence"].matrix()
    let bits = sequence.columns
    let main = try input["main_params"].matrix(width: 4 * bits)
    let extra = try input["extra_params"].matrix(width: bits)
    let state = try input["state"].matrix(width: bits)
    guard main.rows % 2 == 0, state.rows == main.rows, extra.rows == 3, sequence.rows > 1 else {
      throw ToolError("The parameters, the state and the sequence do not fit.")
    }
    let model = Model(
      main: Tensor(main.elements, shape: [main.rows, main.columns]),
      extra: Tensor(extra.elements, shape: [3, bits]))
    let characters = Tensor(sequence.elements, shape: [sequence.rows, bits])
    let start = (0..<state.rows).map { Tensor(Array(state.elements[($0 * bits)..<(($0 + 1) * bits)])) }
    switch function {
    case "objective":
      return .number(stopwatch.time { loss(model, state: start, sequence: characters).double })
    case "jacobian":
      let slope = stopwatch.time {
        gradient(at: model) { loss($0, state: start, sequence: characters) }
      }
      return .numbers(slope.main.elements(Double.self) + slope.extra.elements(Double.self))
    default: throw ToolError(unknown: function)
    }
  }
}
