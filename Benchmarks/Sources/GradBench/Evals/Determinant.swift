// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// The determinant by cofactor expansion along the first row, minors of minors and so on: the number of
/// operations grows as the factorial of the size.
enum Determinant: Eval {
  static func determinant<T: Scalar>(_ a: [T], size: Int) -> T {
    a.withUnsafeBufferPointer { minor($0, size, rows: size, columns: (1 << size) - 1) }
  }

  /// Minors of so many rows are differentiated on their own: their operations stay in the cache.
  private static let blockRows = 7

  /// The determinant of the last `rows` rows and of the columns that are the bits of `columns`.
  static func minor<T: Scalar>(
    _ a: UnsafeBufferPointer<T>, _ size: Int, rows: Int, columns: Int
  ) -> T {
    if rows != blockRows || rows == size { return expansion(a, size, rows: rows, columns: columns) }
    var block: [T] = []
    block.reserveCapacity(rows * rows)
    for row in size - rows..<size {
      var rest = columns
      while rest != 0 {
        block.append(a[row * size + rest.trailingZeroBitCount])
        rest &= rest - 1
      }
    }
    return .preaccumulated(block) { determinant($0, size: rows) }
  }

  /// The sum of the elements of the first row, each times its minor, with alternating signs.
  @inline(__always)
  static func expansion<T: Scalar>(
    _ a: UnsafeBufferPointer<T>, _ size: Int, rows: Int, columns: Int
  ) -> T {
    let row = (size - rows) * size
    var column = columns.trailingZeroBitCount
    if rows == 1 { return a[row + column] }
    var rest = columns & (columns - 1)
    if rows == 2 {
      let next = rest.trailingZeroBitCount
      return a[row + column] * a[row + size + next] - a[row + next] * a[row + size + column]
    }
    var sum = a[row + column] * minor(a, size, rows: rows - 1, columns: rest)
    var isNegative = true
    while rest != 0 {
      column = rest.trailingZeroBitCount
      rest &= rest - 1
      let term = a[row + column] * minor(a, size, rows: rows - 1, columns: columns & ~(1 << column))
      sum = isNegative ? sum - term : sum + term
      isNegative.toggle()
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
