// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// `log Σ e^xᵢ`, without overflow.
enum LogSumExp: Eval {
  static func value(_ x: Tensor) -> Tensor {
    let greatest = x.max()
    return greatest + log(exp(x - greatest).sum())
  }

  static func evaluate(
    _ function: String, _ input: JSON, _ stopwatch: inout Stopwatch
  ) throws(ToolError) -> JSON {
    let x = Tensor(try input["x"].numbers())
    guard x.count > 0 else { throw ToolError("There are no numbers to add up.") }
    switch function {
    case "primal": return .number(stopwatch.time { value(x).double })
    case "gradient":
      return .numbers(stopwatch.time { gradient(at: x, of: value) }.elements(Double.self))
    default: throw ToolError(unknown: function)
    }
  }
}
