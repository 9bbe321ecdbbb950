// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertExplain
import WengertPrograms
import WengertScalars

/// `cost` and `race`: what a gradient costs by each method, counted and run.
enum CostRequests {
  /// The ways to a gradient that are compared; `evaluation` is the function alone.
  enum Method: String, CaseIterable {
    case evaluation, symbolic, forwardDifferences, forward, forwardLanes, reverse
  }

  // MARK: Counting

  /// Operations are counted on the program that each method amounts to: a derivative is a program, too.
  static func cost(_ request: JSONValue) throws(StudioError) -> StudioAnswer {
    let (family, n) = try FunctionFamily.parsed(request)
    let program = family.program(count: n)
    let evaluation = program.cost
    let primal = evaluation.operations
    let tangent = program.pushforward().cost.operations - primal
    let gradient = program.gradient()
    let lines = program.instructions.count
    let lanes = (n + 7) / 8
    let rows: [(method: Method, passes: Int, operations: Int, bytes: Int)] = [
      (.evaluation, 1, primal, 8 * lines),
      (.symbolic, 1, gradient.simplified().cost.operations, 8 * gradient.simplified().instructions.count),
      (.forwardDifferences, n + 1, (n + 1) * primal + 2 * n, 8 * lines),
      (.forward, n, n * (primal + tangent), 16 * lines),
      (.forwardLanes, lanes, lanes * (primal + 8 * tangent), 72 * lines),
      (.reverse, 1, gradient.cost.operations, 8 * lines + 32 * (n + primal)),
    ]
    return StudioAnswer([
      "inputs": .integer(n),
      "operations": .object([
        "additions": .integer(evaluation.additions), "multiplications": .integer(evaluation.multiplications),
        "divisions": .integer(evaluation.divisions), "functions": .integer(evaluation.functions),
        "total": .integer(primal),
      ]),
      "methods": .array(
        rows.map { row in
          .object([
            "method": .string(row.method.rawValue), "passes": .integer(row.passes),
            "operations": .integer(row.operations), "bytes": .integer(row.bytes),
          ])
        }),
    ])
  }

  // MARK: Running

  /// Runs a method some times; the page takes the time.
  static func race(_ request: JSONValue) throws(StudioError) -> StudioAnswer {
    let (family, n) = try FunctionFamily.parsed(request)
    guard let name = request["method"]?.stringValue, let method = Method(rawValue: name) else {
      throw StudioError("method", "There is no such method.")
    }
    let repetitions = max(1, min(1_000_000, request["repetitions"]?.integerValue ?? 1))
    var point = family.point(count: n)
    // The formulas are found once; it is their evaluation that is timed.
    let formulas = method == .symbolic ? family.program(count: n).gradient().simplified() : nil
    var gradient: [Double] = []
    var checksum = 0.0
    for repetition in 0..<repetitions {
      point[0] += repetition.isMultiple(of: 2) ? 0x1p-20 : -0x1p-20
      gradient =
        if let formulas { Array(formulas(point).dropFirst()) } else { self.gradient(method, family, point) }
      checksum += gradient[0]
    }
    return StudioAnswer(["gradient": .numbers(gradient.prefix(3)), "checksum": .number(checksum)])
  }

  private static func gradient(_ method: Method, _ family: FunctionFamily, _ x: [Double]) -> [Double] {
    switch method {
    case .evaluation, .symbolic: return [family(x)]
    case .forwardDifferences:
      let step = 0x1p-26
      let base = family(x)
      var moved = x
      return x.indices.map { i in
        moved[i] = x[i] + step
        defer { moved[i] = x[i] }
        return (family(moved) - base) / step
      }
    case .forward:
      return x.indices.map { i in
        family(x.enumerated().map { Dual($1, tangent: $0 == i ? 1 : 0) }).tangent
      }
    case .forwardLanes: return Forward.gradient(at: x) { family($0) }
    case .reverse: return Reverse.gradient(at: x) { family($0) }
    }
  }
}
