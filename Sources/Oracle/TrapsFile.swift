// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertTensors

/// Traps of composition and robustness: an id, what is computed, and the number, or the words, that
/// a right answer is.
///
/// Numbers are compared with those of the file; what words demand is checked one by one; and what
/// takes another process, a compiler or every row of a table names the test that does it.
struct TrapsFile {
  static func check(_ file: JSON) -> Report {
    var report = Report()
    var elsewhere: [String: [String]] = [:]
    var counts = (numbers: 0, words: 0)
    for trap in file["traps"].array ?? [] {
      let id = trap["id"].string ?? "?"
      switch TrapAnswers.all[id] {
      case .numbers(let tolerance, let answer):
        counts.numbers += 1
        let expected = trap["expected"].flattened
        report.record(
          id,
          expected.map { mismatch("the answer", answer(), $0, tolerance: tolerance) }
            ?? ["the answer expected is not made of numbers"])
      case .each(let tolerance, let answer):
        counts.numbers += 1
        let expected = trap["expected"].flattened ?? []
        let own = answer()
        let complaints =
          own.count == expected.count
          ? [] : ["\(own.count) numbers where \(expected.count) are expected"]
        report.record(
          id,
          zip(own, expected).enumerated().reduce(complaints) { complaints, item in
            complaints
              + mismatch(
                "number \(item.offset)", [item.element.0], [item.element.1], tolerance: tolerance)
          })
      case .words(let answer):
        counts.words += 1
        let words = trap["expected"].string ?? "\(trap["expected"])"
        report.record(id, answer() ? [] : ["not so: \(words)"])
      case .test(let name): elsewhere[name, default: []].append(id)
      case nil: report.record(id, ["there is no answer to this trap"])
      }
    }
    report.remarks.append("\(counts.numbers) by numbers, \(counts.words) by what words demand")
    for (name, ids) in elsewhere.sorted(by: { $0.key < $1.key }) {
      report.remarks.append("tested in \(name): \(ids.joined(separator: ", "))")
    }
    return report
  }
}

/// How the library answers a trap.
enum TrapAnswer: Sendable {
  /// Numbers, to within a tolerance of the largest.
  case numbers(tolerance: Double = 1e-12, @Sendable () -> [Double])
  /// Numbers, each to within a tolerance of itself.
  case each(tolerance: Double = 1e-12, @Sendable () -> [Double])
  /// Whether what the words of the file ask for holds.
  case words(@Sendable () -> Bool)
  /// The test that answers it.
  case test(String)
}

/// The answers by the ids of the traps.
enum TrapAnswers {
  /// The gradient's elements; literals of the point are tensors.
  static func slope(at point: Tensor, of f: (Tensor) -> Tensor) -> [Double] {
    gradient(at: point, of: f).doubles
  }

  static let all = [nesting, controlFlow, discrete, singular, stability, types, graphs]
    .reduce(into: [:]) { all, table in
      all.merge(table) { _, _ in preconditionFailure("A trap is answered twice.") }
    }
}

extension JSON {
  /// The numbers of a number or of nested arrays, in order; nil if there is something else.
  fileprivate var flattened: [Double]? {
    if let number { return [number] }
    guard let array else { return nil }
    var result: [Double] = []
    for element in array {
      guard let numbers = element.flattened else { return nil }
      result += numbers
    }
    return result
  }
}
