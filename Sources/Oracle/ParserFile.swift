// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Wengert

/// Hostile and tricky expressions for the strict grammar: accepted with their value, or rejected
/// at the stated byte, each within a second, on this thread and on one with a stack of 512 KB.
struct ParserFile {
  private static let timeLimit = 1.0
  private static let smallStack = 512 << 10

  static func check(_ file: JSON) -> Report {
    var report = Report()
    let environment = file["env"].object?.compactMapValues(\.number) ?? [:]
    for (number, item) in (file["cases"].array ?? []).enumerated() {
      let name = item["id"].string ?? "case \(number)"
      var complaints = Self.complaints(item, environment)
      complaints += onSmallStack { Self.complaints(item, environment).map { $0 + " (small stack)" } }
      report.record(name, complaints)
    }
    return report
  }

  private static func complaints(_ item: JSON, _ environment: [String: Double]) -> [String] {
    guard let source = bytes(item) else { return ["the case has no text"] }
    let names = environment.keys.sorted()
    var options = ExpressionParser.Options.strict
    options.variables = names
    let start = ContinuousClock.now
    let outcome: Result<ParsedExpression, ParseError>
    do {
      outcome = .success(try ExpressionParser.parse(source, options: options))
    } catch {
      outcome = .failure(error)
    }
    var complaints: [String] = []
    switch (item["expect"].string, outcome) {
    case ("accept", .success(let parsed)), ("accept_or_limit", .success(let parsed)):
      complaints = complaintsAboutValue(parsed, item, names.map { environment[$0] ?? .nan })
    case ("accept", .failure(let error)):
      complaints = ["rejected: \(error.message)"]
    case ("reject", .success):
      complaints = ["accepted"]
    case (_, .failure(let error)):
      if !(0...source.count).contains(error.offset) {
        complaints.append("offset \(error.offset) is outside the input of \(source.count) bytes")
      }
      if error.message.isEmpty { complaints.append("the message is empty") }
      if let expected = item["offset"].number, Double(error.offset) != expected {
        complaints.append("offset \(error.offset), not \(Int(expected)) (\(error.message))")
      }
    default:
      complaints = ["the case expects nothing that is known"]
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    if seconds > timeLimit { complaints.append("took \(seconds) s") }
    return complaints
  }

  private static func complaintsAboutValue(
    _ parsed: ParsedExpression, _ item: JSON, _ point: [Double]
  ) -> [String] {
    let program = Program(parsed)
    let tolerance = item["tolerance"].number ?? 1e-12
    var complaints: [String] = []
    if let expected = item["value"].number {
      complaints += mismatch("the value", [program(point)[0]], [expected], tolerance: tolerance)
    }
    if let expected = item["derivative_x"].number,
      let x = program.inputs.firstIndex(of: "x")
    {
      let gradient = Reverse.gradient(at: point) { program($0)[0] }
      complaints += mismatch("∂/∂x", [gradient[x]], [expected], tolerance: 1e-12)
    }
    return complaints
  }

  private static func bytes(_ item: JSON) -> [UInt8]? {
    if let text = item["text"].string { return Array(text.utf8) }
    if let encoded = item["base64"].string { return Data(base64Encoded: encoded).map { Array($0) } }
    guard let recipe = item["recipe"].array else { return nil }
    var result: [UInt8] = []
    for part in recipe {
      guard let text = part.array?.first?.string, let times = part.array?.last?.number else {
        return nil
      }
      for _ in 0..<Int(times) { result += text.utf8 }
    }
    return result
  }

  private static func onSmallStack(_ work: @escaping @Sendable () -> [String]) -> [String] {
    let result = Delivery()
    let thread = Thread {
      result.finish(work())
    }
    thread.stackSize = smallStack
    thread.start()
    return result.wait()
  }

  /// A value that another thread delivers.
  private final class Delivery: @unchecked Sendable {
    private let done = DispatchSemaphore(value: 0)
    private var value: [String] = []

    func finish(_ value: [String]) {
      self.value = value
      done.signal()
    }

    func wait() -> [String] {
      done.wait()
      return value
    }
  }
}
