// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing

/// Reference values, computed with mpmath to 40 digits and rounded to `Double`.
///
/// The tables are strings of shortest decimal representations, which round-trip;
/// literals of several hundred tuples would take the type checker minutes.
enum References {
  /// A function that is tested against a table of pairs.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let function: @Sendable (Double) -> Double
    let table: String
    /// The largest admissible error, in units in the last place of the reference.
    let ulps: Double

    init(
      _ name: String, _ function: @escaping @Sendable (Double) -> Double, _ table: String,
      ulps: Double
    ) {
      self.name = name
      self.function = function
      self.table = table
      self.ulps = ulps
    }

    var testDescription: String { name }
  }

  /// The numbers of a table, grouped in rows of `width`.
  static func rows(_ table: String, width: Int) -> [[Double]] {
    let numbers = table.split(whereSeparator: \.isWhitespace).map { Double($0)! }
    return stride(from: 0, to: numbers.count, by: width).map {
      Array(numbers[$0..<($0 + width)])
    }
  }
}
