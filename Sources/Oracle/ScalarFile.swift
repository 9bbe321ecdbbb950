// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// Expressions with correctly rounded values, gradients and Hessians, and the errors of two peers.
///
/// The bar at each point, for each of the three: `max(1e-13, 4 × the better peer's error)`, by
/// forward mode, by reverse mode, and by forward over reverse.
///
/// Each mode runs in double precision first. Where the function is so ill-conditioned that this
/// misses the bar, the mode runs again in as many digits as it takes (``CorrectlyRounded``), and
/// the report says at how many points that was so. Where neither peer reaches 1e-12, both are run,
/// and both counts are reported.
struct ScalarFile {
  private static let floor = 1e-13
  private static let good = 1e-12

  private var report = Report()
  private var inDouble = 0
  private var hard = 0
  private var hardInDouble = 0
  private var hardRounded = 0

  static func check(_ file: JSON) -> Report {
    var checker = ScalarFile()
    for (number, item) in (file["cases"].array ?? []).enumerated() {
      let name = item["id"].string ?? "case \(number)"
      let expression = item["expression"].string ?? ""
      let variables = item["variables"].strings ?? []
      do {
        let program = try parsedProgram(expression, variables: variables, options: .strict)
        for point in item["points"].array ?? [] {
          checker.check(name, expression, program, point)
        }
      } catch {
        checker.report.record(name, ["`\(expression)` does not parse: \(error.message)"])
      }
    }
    checker.report.remarks.append(
      "\(checker.inDouble) in double precision; the others in as many digits as it takes")
    if checker.hard > 0 {
      checker.report.remarks.append(
        """
        of \(checker.hard) points where neither peer reaches \(good): \
        \(checker.hardInDouble) in double precision, \
        \(checker.hardRounded) correctly rounded
        """)
    }
    return checker.report
  }

  private mutating func check(_ name: String, _ text: String, _ program: Program, _ item: JSON) {
    guard let point = item["point"].numbers, let value = item["value"].number,
      let gradient = item["gradient"].numbers, let hessian = item["hessian"].matrix
    else {
      report.record(name, ["the point has no value, gradient or Hessian"])
      return
    }
    let truth = [[value], gradient, hessian.flatMap { $0 }]
    let peers =
      item["peer_rel_error"].object?.values.map { errors in
        (0..<3).map { k in
          errors.array?.dropFirst(k).first?.number.map { $0.isNaN ? .infinity : $0 } ?? .infinity
        }
      } ?? []
    let best = (0..<3).map { k in peers.map { $0[k] }.min() ?? .infinity }
    let bars = best.map { $0.isFinite ? max(Self.floor, 4 * $0) : Self.floor }

    let results = Self.modes.map { ($0, Self.derivatives(program, point, $0)) }
    var complaints: [String] = []
    var isDoubleEnough = true
    for (mode, result) in results {
      let misses = Self.misses(result, truth, bars, "by \(mode)")
      if misses.isEmpty { continue }
      isDoubleEnough = false
      complaints += Self.misses(
        Self.roundedDerivatives(program, point, mode), truth, bars, "by \(mode), correctly rounded")
    }
    if isDoubleEnough { inDouble += 1 }
    report.record("\(name) `\(text.prefix(100))` at \(point)", complaints)

    let isHard = peers.allSatisfy { errors in errors.contains { $0 > Self.good } }
    guard isHard, !peers.isEmpty else { return }
    hard += 1
    let isGood = { (result: [[Double]]) in
      zip(result, truth).allSatisfy { relativeError($0, $1) <= Self.good }
    }
    if results.allSatisfy({ isGood($0.1) }) { hardInDouble += 1 }
    if Self.modes.allSatisfy({ isGood(Self.roundedDerivatives(program, point, $0)) }) {
      hardRounded += 1
    }
  }

  private static let modes = CorrectlyRounded.Mode.allCases

  private static func misses(
    _ found: [[Double]], _ truth: [[Double]], _ bars: [Double], _ how: String
  ) -> [String] {
    ["value", "gradient", "Hessian"].enumerated().flatMap { k, what in
      mismatch("\(what) \(how)", found[k], truth[k], tolerance: bars[k])
    }
  }

  private static func roundedDerivatives(
    _ program: Program, _ point: [Double], _ mode: CorrectlyRounded.Mode
  ) -> [[Double]] {
    let result = CorrectlyRounded(program, at: point, order: 2, mode: mode)
    return [[result.value], result.gradient, result.hessian.flatMap { $0 }]
  }

  /// Value, gradient and Hessian in double precision.
  private static func derivatives(
    _ program: Program, _ point: [Double], _ mode: CorrectlyRounded.Mode
  ) -> [[Double]] {
    switch mode {
    case .forward:
      let (value, gradient, hessian) = Forward.valueWithHessian(at: point) { program($0)[0] }
      return [[value], gradient, hessian.flatMap { $0 }]
    case .reverse:
      let (value, gradient) = Reverse.valueWithGradient(at: point) { program($0)[0] }
      let hessian = Reverse.jacobian(at: point) { x in
        ReverseMode<Variable<Double>>.gradient(at: x) { program($0)[0] }
      }
      return [[value], gradient, hessian.flatMap { $0 }]
    case .forwardOverReverse:
      let (value, gradient, hessian) = Reverse.valueWithHessian(at: point) { program($0)[0] }
      return [[value], gradient, hessian.flatMap { $0 }]
    }
  }
}

/// The program of an expression with the given variables, in this order.
func parsedProgram(
  _ expression: String, variables: [String], options: ExpressionParser.Options
) throws(ParseError) -> Program {
  var options = options
  options.variables = variables
  return Program(try ExpressionParser.parse(expression, options: options))
}
