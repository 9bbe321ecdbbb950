// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// The loss of a recurrent network of long short-term memory that predicts the bits of characters. All
/// products are element by element.
enum LSTM: Eval {
  struct Text {
    let bits: Int
    let layers: Int
    let characters: Int
    /// Hidden and cell states of all layers, `2 · layers` rows.
    let state: [Double]
    /// A row of bits for each character.
    let sequence: [Double]
  }

  /// - Parameter parameters: For each layer `8 · bits` numbers, the weights of its forget, input, output
  ///   and change gates and then their biases; and the weights in, the weights out, the biases out.
  static func loss<T: Scalar>(_ parameters: [T], _ text: Text) -> T {
    let bits = text.bits
    let extra = 8 * bits * text.layers
    var state = text.state.map { T($0) }
    var input = [T](repeating: 0, count: bits)
    var total: T = 0
    for t in 0..<text.characters - 1 {
      for j in 0..<bits { input[j] = parameters[extra + j].multiplied(by: text.sequence[t * bits + j]) }
      for layer in 0..<text.layers {
        let weight = 8 * bits * layer
        let bias = weight + 4 * bits
        for j in 0..<bits {
          let (a, h) = (input[j], state[2 * layer * bits + j])
          @inline(__always) func gate(_ number: Int, _ x: T) -> T {
            x * parameters[weight + number * bits + j] + parameters[bias + number * bits + j]
          }
          let forget = T.sigmoid(gate(0, a))
          let admit = T.sigmoid(gate(1, h))
          let emit = T.sigmoid(gate(2, a))
          let change = T.tanh(gate(3, h))
          let cell = state[(2 * layer + 1) * bits + j] * forget + admit * change
          let hidden = emit * .tanh(cell)
          state[(2 * layer + 1) * bits + j] = cell
          state[2 * layer * bits + j] = hidden
          input[j] = hidden
        }
      }
      var powers: T = 2
      var scores: T = 0
      var ones = 0.0
      for j in 0..<bits {
        let y = input[j] * parameters[extra + bits + j] + parameters[extra + 2 * bits + j]
        powers += .exp(y)
        let bit = text.sequence[(t + 1) * bits + j]
        scores += y.multiplied(by: bit)
        ones += bit
      }
      total += scores - T.log(powers).multiplied(by: ones)
    }
    return (-total).multiplied(by: 1 / Double(bits * (text.characters - 1)))
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
    let text = Text(
      bits: bits, layers: main.rows / 2, characters: sequence.rows, state: state.elements,
      sequence: sequence.elements)
    let parameters = main.elements + extra.elements
    switch function {
    case "objective": return .number(stopwatch.time { loss(parameters, text) })
    case "jacobian":
      return .numbers(stopwatch.time { Reverse.gradient(at: parameters) { loss($0, text) } })
    default: throw ToolError(unknown: function)
    }
  }
}
