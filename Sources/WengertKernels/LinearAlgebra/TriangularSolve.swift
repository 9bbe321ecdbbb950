// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The half of a square matrix, diagonal included, that a routine reads.
public enum Triangle {
  /// On and below the diagonal.
  case lower
  /// On and above the diagonal.
  case upper
}

/// Linear systems with a triangular matrix.
public enum TriangularSolve {
  /// Solves `op(t) x = b` in place, where `op` is the identity or the transpose.
  ///
  /// A zero on the diagonal divides by zero: the solution then has infinities or nans.
  ///
  /// ```swift
  /// // The solution of L Lᵀ x = b from the Cholesky factor L.
  /// TriangularSolve.solve(l, .lower, x, order: n, columns: 1)
  /// TriangularSolve.solve(l, .lower, isTransposed: true, x, order: n, columns: 1)
  /// ```
  ///
  /// - Parameters:
  ///   - t: An `order × order` matrix, row by row; the other triangle is not read.
  ///   - triangle: The triangle that `t` is stored in, before transposition.
  ///   - isUnit: Whether the diagonal is taken to be ones, and not read either.
  ///   - isTransposed: Whether `op` is the transpose.
  ///   - x: An `order × columns` matrix, row by row: `b` at first and the solution after.
  /// - Complexity: `order² · columns` operations.
  @_specialize(where T == Double)
  @_specialize(where T == Float)
  public static func solve<T: KernelScalar>(
    _ t: UnsafePointer<T>, _ triangle: Triangle, isUnit: Bool = false, isTransposed: Bool = false,
    _ x: UnsafeMutablePointer<T>, order: Int, columns: Int
  ) {
    precondition(
      order >= 0 && columns >= 0,
      "TriangularSolve.solve: sizes are not negative; found \(order) × \(columns).")
    let isForward = (triangle == .lower) != isTransposed
    for step in 0..<order {
      let row = isForward ? step : order - 1 - step
      let known = isForward ? 0..<row : row + 1..<order
      let unknown = isForward ? row + 1..<order : 0..<row
      let entries = t + row * order
      if columns == 1 && !isTransposed {
        x[row] -= VectorKernels.dot(
          entries + known.lowerBound, x + known.lowerBound, count: known.count)
      } else if !isTransposed {
        for other in known {
          VectorKernels.add(
            -entries[other], times: x + other * columns, to: x + row * columns, count: columns)
        }
      }
      if !isUnit {
        for column in row * columns..<(row + 1) * columns { x[column] /= entries[row] }
      }
      // Row `row` of `t` is column `row` of its transpose: subtract it as soon as `x` is known.
      if columns == 1 && isTransposed {
        VectorKernels.add(
          -x[row], times: entries + unknown.lowerBound, to: x + unknown.lowerBound,
          count: unknown.count)
      } else if isTransposed {
        for other in unknown {
          VectorKernels.add(
            -entries[other], times: x + row * columns, to: x + other * columns, count: columns)
        }
      }
    }
  }
}
