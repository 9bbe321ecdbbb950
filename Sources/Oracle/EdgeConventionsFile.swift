// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// Ties, steps, singular points and overflow, where a convention decides: forward and reverse mode
/// must decide alike, for first and for second derivatives.
struct EdgeConventionsFile {
  static func check(_ file: JSON) -> Report {
    var report = Report()
    for item in file["cases"].array ?? [] {
      let expression = item["expression"].string ?? ""
      let name = "`\(expression)` at \(item["point"].numbers ?? [])"
      do {
        let choice = try Choice(item)
        report.record(name, choice.disagreements)
      } catch {
        report.record(name, [error.message])
      }
    }
    return report
  }

  /// What the library answers at one point.
  struct Choice {
    let value: Double
    let gradient: [Double]
    let hessian: [[Double]]
    let disagreements: [String]

    init(_ item: JSON) throws(ParseError) {
      let point = item["point"].numbers ?? []
      let program = try parsedProgram(
        item["expression"].string ?? "", variables: item["variables"].strings ?? [],
        options: .standard)
      let forward = Forward.valueWithHessian(at: point) { program($0)[0] }
      let reverse = Reverse.valueWithHessian(at: point) { program($0)[0] }
      let first = Reverse.valueWithGradient(at: point) { program($0)[0] }
      let lanes = Forward.valueWithGradient(at: point) { program($0)[0] }
      (value, gradient, hessian) = (reverse.value, reverse.gradient, reverse.hessian)
      var complaints: [String] = []
      for (what, a, b) in [
        ("value", [forward.value, first.value, lanes.value], Array(repeating: reverse.value, count: 3)),
        ("forward gradient", forward.gradient, reverse.gradient),
        ("gradient of first order", first.gradient, reverse.gradient),
        ("forward gradient of first order", lanes.gradient, reverse.gradient),
        ("Hessian", forward.hessian.flatMap { $0 }, reverse.hessian.flatMap { $0 }),
      ] {
        complaints += mismatch(what, a, b, tolerance: 1e-14)
      }
      disagreements = complaints
    }
  }
}
