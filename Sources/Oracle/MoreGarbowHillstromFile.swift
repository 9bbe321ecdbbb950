// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// The Moré–Garbow–Hillstrom problems: value, gradient, Hessian, residuals, their Jacobian and the
/// derivatives of order 0 … 6 in a direction, to 1e-12, by forward and by reverse mode.
struct MoreGarbowHillstromFile {
  private static let tolerance = 1e-12

  /// The reference derivatives were made with 60 digits; where the true one is zero they are not
  /// quite, by this much of the largest of them.
  private static let referenceNoise = 1e-28

  static func check(_ file: JSON) -> Report {
    var report = Report()
    for item in file["problems"].array ?? [] {
      let number = Int(item["number"].number ?? 0)
      let name = "\(number) \(item["name"].string ?? "")"
      guard (1...35).contains(number), let count = item["m"].number.map({ Int($0) }) else {
        report.record(name, ["there is no problem of this number"])
        continue
      }
      let problem = MoreGarbowHillstrom.problems[number - 1]
      for point in item["points"].array ?? [] {
        let kind = point["kind"].string ?? ""
        report.record("\(name), \(kind)", complaints(problem, count, point))
      }
    }
    return report
  }

  private static func complaints(
    _ problem: MoreGarbowHillstrom, _ count: Int, _ item: JSON
  ) -> [String] {
    guard let x = item["x"].numbers else { return ["the point has no x"] }
    var result: [String] = []
    func expect(_ what: String, _ key: String, _ found: [Double]) {
      guard item[key].exists else { return }
      let expected =
        item[key].numbers ?? item[key].matrix?.flatMap { $0 } ?? item[key].number.map { [$0] } ?? []
      result += mismatch(what, found, expected, tolerance: tolerance)
    }
    func objective<T: Scalar>(_ x: [T]) -> T {
      problem.residuals(at: x, count: count).reduce(0) { $0 + $1 * $1 }
    }
    func residuals<T: Scalar>(_ x: [T]) -> [T] { problem.residuals(at: x, count: count) }

    expect("residuals", "residuals", residuals(x))
    expect("Jacobian by forward", "jacobian", Forward.jacobian(at: x, of: residuals).flatMap { $0 })
    expect("Jacobian by reverse", "jacobian", Reverse.jacobian(at: x, of: residuals).flatMap { $0 })
    let forward = Forward.valueWithHessian(at: x, of: objective)
    let reverse = Reverse.valueWithHessian(at: x, of: objective)
    for (mode, found) in [("forward", forward), ("reverse", reverse)] {
      expect("value by \(mode)", "f", [found.value])
      expect("gradient by \(mode)", "gradient", found.gradient)
      expect("Hessian by \(mode)", "hessian", found.hessian.flatMap { $0 })
      expect("Hessian diagonal by \(mode)", "hessian_diag", x.indices.map { found.hessian[$0][$0] })
    }
    if let v = item["direction"].numbers,
      let expected = item["directional_derivatives_0_to_6"].numbers
    {
      let order = expected.count - 1
      let sizes = termSizes(
        Forward.jacobian(at: x, of: residuals),
        residuals(zip(x, v).map { Taylor(variable: $0, direction: $1, order: order) }), v, order)
      let noise = referenceNoise * (expected.map(\.magnitude).max() ?? 0)
      for (mode, found) in [
        ("forward", Forward.directionalDerivatives(at: x, along: v, upTo: order, of: objective)),
        ("reverse", Reverse.directionalDerivatives(at: x, along: v, upTo: order, of: objective)),
      ] {
        for k in expected.indices
        where
          !((found[k] - expected[k]).magnitude
          <= noise + tolerance * max(expected[k].magnitude, sizes[k]))
        {
          result.append("derivative \(k) in a direction by \(mode) is \(found[k]), not \(expected[k])")
        }
      }
    }
    return result
  }

  /// For each order, the sum of the magnitudes of the terms that make up the derivative of the sum
  /// of squares: where they cancel, the error is relative to them.
  private static func termSizes(
    _ jacobian: [[Double]], _ residuals: [Taylor<Double>], _ v: [Double], _ order: Int
  ) -> [Double] {
    var factorial = 1.0
    return (0...order).map { k in
      if k > 1 { factorial *= Double(k) }
      var sum = 0.0
      for (row, r) in zip(jacobian, residuals) {
        let slope = zip(row, v).reduce(0) { $0 + ($1.0 * $1.1).magnitude }
        let size = { (j: Int) in j == 1 ? slope : r[j].magnitude }
        for j in 0...k { sum += size(j) * size(k - j) }
      }
      return factorial * sum
    }
  }
}
