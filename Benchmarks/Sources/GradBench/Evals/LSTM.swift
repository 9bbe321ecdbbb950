// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Objectives
import Wengert

extension LSTM: Eval {
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
