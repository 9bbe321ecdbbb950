// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertExplain
import WengertPrograms

/// The explanation of a formula at a point.
func explain(
  _ source: String, _ variables: [String], at point: [Double],
  options: Explanation.Options = .init()
) throws -> Explanation {
  let parsed = try ExpressionParser.parse(source, options: .init(variables: variables))
  return Explanation(of: Program(parsed), at: point, options: options)
}

extension Explanation {
  /// The values of the steps by name.
  var valuesByName: [String: Double] {
    Dictionary(uniqueKeysWithValues: steps.items.map { ($0.name, $0.value) })
  }

  /// The adjoints of the steps by name.
  var adjointsByName: [String: Double] {
    let adjoints = (reverse?.steps.items ?? []).map(\.adjoint)
    return Dictionary(uniqueKeysWithValues: adjoints.map { ($0.name, $0.value) })
  }

  /// All contributions by name.
  var contributionsByName: [String: Double] {
    let all = (reverse?.steps.items ?? []).flatMap(\.contributions)
    return Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0.value) })
  }

  /// The tangents of all rows by name, with respect to input `i`.
  func tangentsByName(_ i: Int) -> [String: Double] {
    Dictionary(uniqueKeysWithValues: forward[i].rows.items.map { ($0.name, $0.tangent) })
  }
}

/// Whether two numbers agree to `digits` digits.
func agrees(_ a: Double, _ b: Double, digits: Int = 14) -> Bool {
  var tolerance = max(a.magnitude, b.magnitude, 1)
  for _ in 0..<digits { tolerance /= 10 }
  return a == b || (a - b).magnitude <= tolerance
}
