// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Objectives

/// The functions of one of GradBench's evals.
protocol Eval: SendableMetatype {
  /// The result of the function of that name for an input, and the times of its runs on `stopwatch`.
  static func evaluate(
    _ function: String, _ input: JSON, _ stopwatch: inout Stopwatch
  ) throws(ToolError) -> JSON
}

/// The answers to the messages of a session.
enum Session {
  static let evals: [String: any Eval.Type] = [
    "hello": Hello.self, "det": Determinant.self, "gmm": GaussianMixture.self,
    "ba": BundleAdjustment.self, "lstm": LSTM.self, "ht": HandTracking.self, "kmeans": KMeans.self,
    "llsq": LeastSquares.self, "lse": LogSumExp.self, "ode": DifferentialEquation.self,
    "particle": Particle.self, "saddle": Saddle.self,
  ]

  /// The line that answers a line; each message gets one.
  static func answer(to line: String) -> [UInt8] {
    var id = JSON.null
    do {
      let message = try JSONReader.value(of: line)
      id = try message["id"]
      return try text(of: answer(to: message, id))
    } catch {
      let failure =
        [
          ("id", id), ("success", .boolean(false)), ("error", .string(error.message)),
        ] as [(name: String, value: JSON)]
      // What went wrong are numbers without a notation, and here are none.
      return (try? text(of: .object(failure))) ?? []
    }
  }

  private static func text(of value: JSON) throws(ToolError) -> [UInt8] {
    var writer = JSONWriter()
    try writer.write(value)
    return writer.bytes
  }

  private static func answer(to message: JSON, _ id: JSON) throws(ToolError) -> JSON {
    switch try message["kind"].string {
    case "start": return .object([("id", id), ("tool", .string("wengert"))])
    case "define":
      let module = try message["module"].string
      guard evals[module] != nil else { throw ToolError("There is no module \(module).") }
      return .object([("id", id), ("success", .boolean(true))])
    case "evaluate":
      let module = try message["module"].string
      guard let eval = evals[module] else { throw ToolError("There is no module \(module).") }
      let input = try message["input"]
      var stopwatch = try Stopwatch(for: input)
      let output = try eval.evaluate(try message["function"].string, input, &stopwatch)
      let timings = stopwatch.nanoseconds.map { time in
        JSON.object([("name", .string("evaluate")), ("nanoseconds", .integer(time))])
      }
      return .object([
        ("id", id), ("success", .boolean(true)), ("output", output), ("timings", .array(timings)),
      ])
    default: return .object([("id", id)])
    }
  }
}

extension ToolError {
  init(unknown function: String) { self.init("There is no function \(function).") }
}
