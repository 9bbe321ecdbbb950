// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// The determinant by cofactor expansion along the first row, minors of minors and so on: the number of
/// operations grows as the factorial of the size.
enum Determinant: Eval {
  static func determinant<T: Scalar>(_ a: [T], size: Int) -> T {
    // The columns in use as a list: the next one after each, and after `size`, the first.
    var next = Array(1...size) + [0]
    return minor(a, size, size, &next)
  }

  /// The determinant of the last `rows` rows and the columns in the list.
  static func minor<T: Scalar>(_ a: [T], _ size: Int, _ rows: Int, _ next: inout [Int]) -> T {
    let row = (size - rows) * size
    var previous = size
    if rows == 1 { return a[row + next[previous]] }
    var sum: T = 0
    for j in 0..<rows {
      let column = next[previous]
      next[previous] = next[column]
      let term = a[row + column] * minor(a, size, rows - 1, &next)
      next[previous] = column
      sum = j == 0 ? term : j % 2 == 0 ? sum + term : sum - term
      previous = column
    }
    return sum
  }

  static func evaluate(
    _ function: String, _ input: JSON, _ stopwatch: inout Stopwatch
  ) throws(ToolError) -> JSON {
    let size = try input["ell"].integer
    guard size > 0 else { throw ToolError("A matrix of size \(size) has no determinant.") }
    let a = try input["A"].numbers(size * size)
    switch function {
    case "primal": return .number(stopwatch.time { determinant(a, size: size) })
    case "gradient":
      return .numbers(stopwatch.time { Reverse.gradient(at: a) { determinant($0, size: size) } })
    default: throw ToolError(unknown: function)
    }
  }
}
