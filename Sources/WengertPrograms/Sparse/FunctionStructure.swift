// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

/// Which derivatives of a function of the table are zero everywhere.
///
/// Read from the formulas of its first and second derivatives, so a function of the table has its
/// structure from its row: a sum has no second derivatives, a product only the mixed one, a maximum none,
/// and the condition of `select` no derivative at all.
struct FunctionStructure {
  private var first: UInt8 = 0
  private var second: UInt16 = 0

  /// - Parameter n: The integer of an indexed function.
  init(_ function: ElementaryFunction, _ n: Int) {
    let x = Expression.variables(["x", "y", "z"])
    for (i, slope) in function(n, x[0], x[1], x[2]).gradient().enumerated() where !slope.isZero {
      first |= 1 << i
      for (j, curvature) in slope.gradient().enumerated() where !curvature.isZero {
        second |= 1 << (3 * i + j) | 1 << (3 * j + i)
      }
    }
  }

  /// Whether the derivative by operand `i` is somewhere not zero.
  func depends(on i: Int) -> Bool { first >> i & 1 == 1 }

  /// Whether the derivative by operand `i` depends on operand `j`.
  func interact(_ i: Int, _ j: Int) -> Bool { second >> (3 * i + j) & 1 == 1 }
}
