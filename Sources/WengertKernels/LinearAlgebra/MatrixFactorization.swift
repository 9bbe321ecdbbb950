// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The orthogonal factorizations: QR, symmetric eigenvalues, singular values.
///
/// Each is computed by LAPACK where one is found while the program runs, and else, or where LAPACK
/// does not converge, by a portable routine that is as accurate but slower on large matrices. No
/// routine fails: a matrix with an infinity or a nan gives nans.
///
/// All matrices are stored row by row, and results do not overlap operands.
public enum MatrixFactorization {
  /// Which routines compute a factorization.
  public enum Method: Sendable {
    /// LAPACK where there is one, else the portable routines.
    case fastest
    /// The portable routines: the same results everywhere.
    case portable
  }

  /// `A = Q R` with orthonormal columns `Q`, upper triangular `R` and `Rᵢᵢ ≥ 0`.
  ///
  /// With `k = min(rows, columns)`, `Q` is `rows × k` and `R` is `k × columns`.
  ///
  /// ```swift
  /// MatrixFactorization.qr(a, q: q, r: r, rows: 5, columns: 3)   // q: 5 × 3, r: 3 × 3
  /// ```
  ///
  /// - Complexity: about `4 rows · columns · k` operations.
  @_specialize(where T == Double)
  @_specialize(where T == Float)
  public static func qr<T: KernelScalar>(
    _ a: UnsafePointer<T>, q: UnsafeMutablePointer<T>, r: UnsafeMutablePointer<T>,
    rows: Int, columns: Int, method: Method = .fastest
  ) {
    precondition(
      rows >= 0 && columns >= 0,
      "MatrixFactorization.qr: sizes are not negative; found \(rows) × \(columns).")
    let rank = min(rows, columns)
    guard rank > 0 else { return }
    guard VectorKernels.areFinite(a, count: rows * columns) else {
      q.update(repeating: .nan, count: rows * rank)
      r.update(repeating: .nan, count: rank * columns)
      return
    }
    if method == .portable || !LAPACK.qr(a, q: q, r: r, rows: rows, columns: columns) {
      Scaled.compute(a, count: rows * columns) { scaled, scale in
        HouseholderQR.factor(scaled, q: q, r: r, rows: rows, columns: columns)
        for index in 0..<rank * columns { r[index] *= scale }
      }
    }
    for index in 0..<rank where r[index * columns + index].sign == .minus {
      for column in index..<columns { r[index * columns + column].negate() }
      for row in 0..<rows { q[row * rank + index].negate() }
    }
  }

  /// `A = V diag(λ) Vᵀ` for a symmetric matrix: the eigenvalues in ascending order, and the
  /// orthonormal eigenvectors in the columns of `V`. The sign of an eigenvector is arbitrary.
  ///
  /// ```swift
  /// MatrixFactorization.symmetricEigen(a, values: values, vectors: vectors, order: n)
  /// ```
  ///
  /// - Parameters:
  ///   - a: An `order × order` matrix, of which only the lower triangle is read.
  ///   - values: Room for `order` numbers.
  ///   - vectors: Room for an `order × order` matrix.
  /// - Complexity: proportional to `order³`.
  @_specialize(where T == Double)
  @_specialize(where T == Float)
  public static func symmetricEigen<T: KernelScalar>(
    _ a: UnsafePointer<T>, values: UnsafeMutablePointer<T>, vectors: UnsafeMutablePointer<T>,
    order: Int, method: Method = .fastest
  ) {
    precondition(
      order >= 0,
      "MatrixFactorization.symmetricEigen: the order is not negative; found \(order).")
    guard order > 0 else { return }
    for row in 0..<order where !VectorKernels.areFinite(a + row * order, count: row + 1) {
      values.update(repeating: .nan, count: order)
      vectors.update(repeating: .nan, count: order * order)
      return
    }
    if method == .fastest
      && LAPACK.symmetricEigen(a, values: values, vectors: vectors, order: order)
    {
      return
    }
    withUnsafeTemporaryAllocation(of: T.self, capacity: order * order) { full in
      let full = full.baseAddress!
      for row in 0..<order {
        for column in 0...row {
          full[row * order + column] = a[row * order + column]
          full[column * order + row] = a[row * order + column]
        }
      }
      Scaled.compute(full, count: order * order) { scaled, scale in
        JacobiEigen.decompose(scaled, values: values, vectors: vectors, order: order)
        for index in 0..<order { values[index] *= scale }
      }
    }
  }

  /// `A = U diag(s) Vᵀ` with orthonormal columns `U` and `V` and singular values in descending
  /// order, none negative. The common sign of a pair of columns is arbitrary.
  ///
  /// With `k = min(rows, columns)`, `U` is `rows × k`, `s` has `k` numbers and `Vᵀ` is
  /// `k × columns`.
  ///
  /// ```swift
  /// MatrixFactorization.singularValues(a, u: u, s: s, vTransposed: v, rows: 5, columns: 3)
  /// ```
  ///
  /// - Complexity: proportional to `rows · columns · k`.
  @_specialize(where T == Double)
  @_specialize(where T == Float)
  public static func singularValues<T: KernelScalar>(
    _ a: UnsafePointer<T>, u: UnsafeMutablePointer<T>, s: UnsafeMutablePointer<T>,
    vTransposed: UnsafeMutablePointer<T>, rows: Int, columns: Int, method: Method = .fastest
  ) {
    precondition(
      rows >= 0 && columns >= 0,
      "MatrixFactorization.singularValues: sizes are not negative; found \(rows) × \(columns).")
    let rank = min(rows, columns)
    guard rank > 0 else { return }
    guard VectorKernels.areFinite(a, count: rows * columns) else {
      u.update(repeating: .nan, count: rows * rank)
      s.update(repeating: .nan, count: rank)
      vTransposed.update(repeating: .nan, count: rank * columns)
      return
    }
    if method == .fastest
      && LAPACK.singularValues(
        a, u: u, s: s, vTransposed: vTransposed, rows: rows, columns: columns)
    {
      return
    }
    Scaled.compute(a, count: rows * columns) { scaled, scale in
      JacobiSVD.decompose(
        scaled, u: u, s: s, vTransposed: vTransposed, rows: rows, columns: columns)
      for index in 0..<rank { s[index] *= scale }
    }
  }
}

/// Brings the largest magnitude of a matrix near one, so that squares neither overflow nor vanish.
private enum Scaled {
  /// Calls `body` with a copy of `a` over a power of two, and with that power.
  @inline(__always)
  static func compute<T: KernelScalar>(
    _ a: UnsafePointer<T>, count: Int, _ body: (UnsafeMutablePointer<T>, T) -> Void
  ) {
    var largest: T = 0
    for index in 0..<count { largest = max(largest, a[index].magnitude) }
    let scale: T = largest.isZero ? 1 : largest.binade
    withUnsafeTemporaryAllocation(of: T.self, capacity: count) { copy in
      let copy = copy.baseAddress!
      for index in 0..<count { (copy + index).initialize(to: a[index] / scale) }
      body(copy, scale)
    }
  }
}
