// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertExplain
import WengertPrograms
import WengertScalars

/// `cost` and `race`: what derivatives cost by each method, counted and run.
enum CostRequests {
  /// The ways to a gradient that are run; `evaluation` is the function alone.
  enum Method: String {
    case evaluation, symbolic, forwardDifferences, forward, forwardLanes, reverse
  }

  // MARK: Counting

  static func cost(_ request: JSONValue) throws(StudioError) -> StudioAnswer {
    let (family, n) = try FunctionFamily.parsed(request)
    let outputs = try request.integer(named: "outputs") ?? 1
    guard (1...FunctionFamily.outputLimit).contains(outputs) else {
      throw StudioError("outputs", "The number of results is 1 to \(FunctionFamily.outputLimit).")
    }
    let program = family.program(count: n, outputs: outputs)
    let cost = Explanation.CostComparison(of: program)
    let total = cost.evaluation.operations
    var rows: [JSONValue] = [row("evaluation", passes: 1, operations: total, bytes: 8 * (n + total))]
    for method in cost.methods {
      rows.append(
        row(
          name(method.method), passes: method.passes, operations: method.operations,
          bytes: method.bytes))
    }
    return StudioAnswer([
      "inputs": .integer(n), "outputs": .integer(outputs),
      "operations": .object([
        "additions": .integer(cost.evaluation.additions),
        "multiplications": .integer(cost.evaluation.multiplications),
        "divisions": .integer(cost.evaluation.divisions),
        "functions": .integer(cost.evaluation.functions), "total": .integer(total),
      ]),
      "methods": .array(rows),
    ])
  }

  private static func row(_ method: String, passes: Int, operations: Int, bytes: Int) -> JSONValue {
    .object([
      "method": .string(method), "passes": .integer(passes), "operations": .integer(operations),
      "bytes": .integer(bytes),
    ])
  }

  private static func name(_ method: Explanation.Method) -> String {
    switch method {
    case .symbolic: "symbolic"
    case .forwardDifferences: "forwardDifferences"
    case .centralDifferences: "centralDifferences"
    case .numerical: "numerical"
    case .forward: "forward"
    case .forwardLanes: "forwardLanes"
    case .reverse: "reverse"
    }
  }

  // MARK: Running

  /// More operations than this are not run by one request.
  private static let operationLimit = 3e9

  /// Runs a method some times; the page takes the time.
  static func race(_ request: JSONValue) throws(StudioError) -> StudioAnswer {
    let (family, n) = try FunctionFamily.parsed(request)
    guard let name = try request.text(named: "method"), let method = Method(rawValue: name) else {
      throw StudioError("method", "There is no such method.")
    }
    let repetitions = try request.number(named: "repetitions") ?? 1
    // About ten operations an input, once or for every input.
    let isPerInput = method == .forward || method == .forwardDifferences || method == .forwardLanes
    guard repetitions >= 1, repetitions * 10 * Double(n) * (isPerInput ? Double(n) : 1) <= operationLimit
    else { throw StudioError("limit", "These are more repetitions than can be waited for.") }
    var point = family.point(count: n)
    // The formulas are found once; it is their evaluation that is timed.
    let formulas = method == .symbolic ? family.program(count: n).gradient().simplified() : nil
    var gradient: [Double] = []
    var checksum = 0.0
    for repetition in 0..<Int(repetitions) {
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
