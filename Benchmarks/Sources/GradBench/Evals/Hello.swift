// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// `x²` and its derivative.
enum Hello: Eval {
  static func square<T: Scalar>(_ x: T) -> T { x * x }

  static func evaluate(
    _ function: String, _ input: JSON, _ stopwatch: inout Stopwatch
  ) throws(ToolError) -> JSON {
    let x = try input.number
    switch function {
    case "square": return .number(stopwatch.time { square(x) })
    case "double": return .number(stopwatch.time { Reverse.derivative(at: x, of: square) })
    default: throw ToolError(unknown: function)
    }
  }
}
