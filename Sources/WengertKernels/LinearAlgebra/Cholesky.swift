// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The factorization `A = L Lᵀ` of a symmetric positive definite matrix.
public enum Cholesky {
  /// Writes the lower triangular `L` with `A = L Lᵀ`, zeros above the diagonal included.
  ///
  /// ```swift
  /// guard Cholesky.factor(covariance, into: l, order: n) else { return .nan }
  /// ```
  ///
  /// - Parameters:
  ///   - a: An `order × order` matrix, row by row, of which only the lower triangle is read.
  ///   - l: An `order × order` matrix, row by row; it may be `a` itself.
  /// - Returns: Whether `A` is positive definite; `l` is filled with nan if it is not.
  /// - Complexity: `order³ / 3` operations.
  @_specialize(where T == Double)
  @_specialize(where T == Float)
  public static func factor<T: KernelScalar>(
    _ a: UnsafePointer<T>, into l: UnsafeMutablePointer<T>, order: Int
  ) -> Bool {
    precondition(order >= 0, "Cholesky.factor: the order is not negative; found \(order).")
    for row in 0..<order {
      let current = l + row * order
      for column in 0...row {
        let other = l + column * order
        let rest = a[row * order + column] - VectorKernels.dot(current, other, count: column)
        if column < row {
          current[column] = rest / other[column]
        } else if rest > 0 && rest.isFinite {
          current[column] = rest.squareRoot()
        } else {
          l.update(repeating: .nan, count: order * order)
          return false
        }
      }
      (current + row + 1).update(repeating: 0, count: order - row - 1)
    }
    return true
  }
}
