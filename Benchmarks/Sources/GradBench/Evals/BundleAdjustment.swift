// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Objectives

extension BundleAdjustment: Eval {
  static func evaluate(
    _ function: String, _ input: JSON, _ stopwatch: inout Stopwatch
  ) throws(ToolError) -> JSON {
    let counts = (try input["n"].integer, try input["m"].integer, try input["p"].integer)
    guard counts.0 > 0, counts.1 > 0, counts.2 > 0 else { throw ToolError("There are no observations.") }
    var scene = Scene(
      cameraCount: counts.0, pointCount: counts.1, observationCount: counts.2,
      camera: try input["cam"].numbers(11), point: try input["x"].numbers(3),
      weight: try input["w"].number, feature: try input["feat"].numbers(2))
    switch function {
    case "objective":
      stopwatch.time { scene.computeErrors() }
      let count = JSON.integer(scene.observationCount)
      return .object([
        ("reproj_error", .object([("elements", .numbers(Array(scene.errors[..<2]))), ("repeated", count)])),
        ("w_err", .object([("element", .number(scene.weightErrors[0])), ("repeated", count)])),
      ])
    case "jacobian":
      stopwatch.time { scene.computeJacobian() }
      return scene.jacobian.excerpt
    default: throw ToolError(unknown: function)
    }
  }
}

extension SparseMatrix {
  /// The first thirty and the last element of each of the three lists.
  var excerpt: JSON {
    func ends<T>(_ list: [T]) -> [T] { Array(list.prefix(30)) + [list[list.count - 1]] }
    return .object([
      ("rows", .array(ends(rowStarts).map { .integer(Int($0)) })),
      ("cols", .array(ends(columns).map { .integer(Int($0)) })),
      ("vals", .numbers(ends(values))),
    ])
  }
}
