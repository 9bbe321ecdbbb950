// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// All methods beside the correctly rounded result, for one output.
struct MethodCheck {
  /// What one method found, for the value or one derivative.
  struct Finding {
    enum Verdict: String {
      /// Right to the last few places.
      case right
      /// As close as rounding, or a numerical method, lets it be.
      case close
      case wrong
    }

    let method: DerivativeMethod?
    let result: Double
    let ulps: UInt64?
    let verdict: Verdict
  }

  /// The value, or a derivative.
  struct Quantity {
    let name: String
    let exact: Double
    /// How far rounding may lead away from it.
    let bound: Double
    let findings: [Finding]
  }

  /// How many ulps a result may be off that is still called right.
  static let lastPlaces: UInt64 = 16

  let quantities: [Quantity]
  /// The precision that settled the reference.
  let bits: Int

  init(_ subject: Subject, output: Int, at point: [Double]) {
    let program = subject.program(ofOutput: output)
    let name = subject.outputNames[output]
    let reference = CorrectlyRounded(program, at: point)
    bits = reference.bits
    let bounds = program.gradient().roundingBounds(at: point)
    let valueBound = program.roundingBounds(at: point)[0]
    let value = program(point)[0]
    let gradients: [(method: DerivativeMethod, gradient: [Double])] = [
      (.symbolic, Symbolic.gradient(at: point) { program($0)[0] }),
      (.numerical, Numerical.gradient(at: point) { program($0)[0] }),
      (.forward, Forward.gradient(at: point) { program($0)[0] }),
      (.reverse, Reverse.gradient(at: point) { program($0)[0] }),
    ]
    var quantities = [
      Quantity(
        name: name, exact: reference.value, bound: valueBound,
        findings: [Self.finding(nil, value, reference.value, valueBound)])
    ]
    for (i, variable) in subject.variables.enumerated() {
      let exact = reference.gradient[i]
      quantities.append(
        Quantity(
          name: DerivativeNames.text(name, by: variable, of: subject.variables.count),
          exact: exact, bound: bounds[i + 1],
          findings: gradients.map {
            Self.finding($0.method, $0.gradient[i], exact, bounds[i + 1])
          }))
    }
    self.quantities = quantities
  }

  private static func finding(
    _ method: DerivativeMethod?, _ result: Double, _ exact: Double, _ bound: Double
  ) -> Finding {
    let error = (result - exact).magnitude
    let ulps = result.distance(inUlpsTo: exact)
    let verdict: Finding.Verdict
    if result.isFinite && exact.isFinite {
      let isClose =
        method == .numerical
        ? error <= 1e-6 * max(exact.magnitude, 1e-6) : error <= bound
      verdict = (ulps ?? .max) <= Self.lastPlaces ? .right : isClose ? .close : .wrong
    } else {
      // Nothing is close to infinity, not even the largest number one ulp away.
      verdict = ulps == 0 ? .right : .wrong
    }
    return Finding(method: method, result: result, ulps: ulps, verdict: verdict)
  }

  /// Whether the exact methods are right.
  var isRight: Bool {
    quantities.allSatisfy { quantity in
      quantity.findings.allSatisfy { $0.verdict != .wrong || $0.method == .numerical }
    }
  }

  var isFinite: Bool { quantities.allSatisfy(\.exact.isFinite) }

  func text(_ pen: Pen) -> String {
    var text = ""
    for quantity in quantities {
      text += pen.strong(quantity.name) + " = " + quantity.exact.shortDescription
      text += pen.quiet("   correctly rounded" + quantity.remark) + "\n"
      var table = TextTable()
      for finding in quantity.findings {
        table.rows.append([
          finding.mark(pen), finding.method?.rawValue ?? "double precision",
          finding.result.shortDescription, pen.quiet(finding.distance),
        ])
      }
      text += table.text([.leading, .leading, .leading, .trailing]) + "\n"
    }
    return text + pen.quiet("The reference was computed with \(bits) bits.") + "\n"
  }

  var json: JSONValue {
    .object([
      "bits": .integer(bits), "isRight": .boolean(isRight),
      "quantities": .array(
        quantities.map { quantity in
          .object([
            "name": .string(quantity.name), "exact": .number(quantity.exact),
            "bound": .number(quantity.bound),
            "findings": .array(quantity.findings.map(\.json)),
          ])
        }),
    ])
  }
}

extension MethodCheck.Quantity {
  /// How much rounding matters, if it does.
  fileprivate var remark: String {
    let isLarge = findings.contains { $0.verdict == .close && $0.method != .numerical }
    return isLarge ? "; rounding explains errors up to \(bound.brief)" : ""
  }
}

extension MethodCheck.Finding {
  fileprivate func mark(_ pen: Pen) -> String {
    switch verdict {
    case .right: pen.good("✓")
    case .close: pen.good("≈")
    case .wrong: pen.bad("✗")
    }
  }

  fileprivate var distance: String {
    switch ulps {
    case nil: "not comparable"
    case 0?: "0 ulps"
    case 1?: "1 ulp"
    case let ulps? where ulps < 1_000_000: "\(ulps) ulps"
    case let ulps?: Double(ulps).brief + " ulps"
    }
  }

  fileprivate var json: JSONValue {
    .object([
      "method": .string(method?.rawValue ?? "double"), "result": .number(result),
      "ulps": ulps.map { .number(Double($0)) } ?? .null, "verdict": .string(verdict.rawValue),
    ])
  }
}
