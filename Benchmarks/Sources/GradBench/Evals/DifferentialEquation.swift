// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// The equation `y₀′ = x₀`, `yᵢ′ = xᵢ yᵢ₋₁` with `y(0) = 0`, solved up to `t = 2` by the classical
/// method of Runge and Kutta; derivatives of the last component, through all steps.
enum DifferentialEquation: Eval {
  static func solution(_ x: Tensor, steps: Int) -> Tensor {
    let h: Tensor = 2 / Tensor(steps)
    let one = Tensor([1.0])
    func slope(_ y: Tensor) -> Tensor { x * concatenate([one, y[..<(x.count - 1)]]) }
    return repeated(steps, from: Tensor(zeros: x.shape)) { y in
      let k1 = slope(y)
      let k2 = slope(y + (h / 2) * k1)
      let k3 = slope(y + (h / 2) * k2)
      let k4 = slope(y + h * k3)
      return y + (h / 6) * (k1 + 2 * k2 + 2 * k3 + k4)
    }
  }

  static func evaluate(
    _ function: String, _ input: JSON, _ stopwatch: inout Stopwatch
  ) throws(ToolError) -> JSON {
    let x = Tensor(try input["x"].numbers())
    let steps = try input["s"].integer
    guard x.count > 0, steps > 0 else { throw ToolError("There is nothing to solve.") }
    let result: Tensor
    switch function {
    case "primal": result = stopwatch.time { solution(x, steps: steps) }
    case "gradient":
      result = stopwatch.time {
        gradient(at: x) { x in solution(x, steps: steps)[x.count - 1] }
      }
    default: throw ToolError(unknown: function)
    }
    return .numbers(result.elements(Double.self))
  }
}
