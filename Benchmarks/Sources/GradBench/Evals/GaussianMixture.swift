// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Objectives
import Wengert

extension GaussianMixture: Eval {
  static func objective(_ model: Model, _ data: Data) -> Tensor {
    likelihood(model, data) + prior(model, data)
  }

  static func evaluate(
    _ function: String, _ input: JSON, _ stopwatch: inout Stopwatch
  ) throws(ToolError) -> JSON {
    let (d, k, n) = (try input["d"].integer, try input["k"].integer, try input["n"].integer)
    guard d > 0, k > 0, n > 0 else { throw ToolError("There are no points.") }
    func tensor(_ name: String, _ rows: Int, _ columns: Int) throws(ToolError) -> Tensor {
      let matrix = try input[name].matrix(width: columns)
      guard matrix.rows == rows else { throw ToolError("\(name) has \(matrix.rows) rows.") }
      return Tensor(matrix.elements, shape: [rows, columns])
    }
    let triangle = d * (d - 1) / 2
    let model = Model(
      alpha: Tensor(try input["alpha"].numbers(k)), mu: try tensor("mu", k, d),
      q: try tensor("q", k, d), l: try tensor("l", k, triangle))
    let data = Data(
      x: try tensor("x", n, d), gamma: try input["gamma"].number, m: try input["m"].integer)
    switch function {
    case "objective": return .number(stopwatch.time { objective(model, data).double })
    case "jacobian":
      let slope = stopwatch.time { gradient(at: model) { objective($0, data) } }
      return .object([
        ("alpha", .numbers(slope.alpha.elements(Double.self))),
        ("mu", .rows(slope.mu.elements(Double.self), width: d)),
        ("q", .rows(slope.q.elements(Double.self), width: d)),
        ("l", .rows(slope.l.elements(Double.self), width: triangle)),
      ])
    default: throw ToolError(unknown: function)
    }
  }
}
