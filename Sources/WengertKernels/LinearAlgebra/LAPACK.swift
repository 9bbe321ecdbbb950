// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The system's LAPACK, found while the program runs.
///
/// LAPACK stores matrices column by column, so it sees the transposes of ours. Each routine asks
/// it for the factorization of the transpose that is ours, read the other way round.
///
/// Each returns whether it has written results; it has not where there is no LAPACK, where a size
/// exceeds what LAPACK counts to, and where an iteration did not converge.
public enum LAPACK {
  /// Whether one was found: an OpenBLAS, reference LAPACK, MKL or Accelerate in the usual places,
  /// or the library that the environment variable `WENGERT_LAPACK` names. An empty value of that
  /// variable means none.
  public static var isAvailable: Bool {
    LAPACKRoutines.of(Double.self) != nil && LAPACKRoutines.of(Float.self) != nil
  }

  /// `A = Q R` as `Aᵀ = L Qᵀ`.
  static func qr<T: KernelScalar>(
    _ a: UnsafePointer<T>, q: UnsafeMutablePointer<T>, r: UnsafeMutablePointer<T>,
    rows: Int, columns: Int
  ) -> Bool {
    guard let routines = LAPACKRoutines.of(T.self),
      let m = Int32(exactly: columns), let n = Int32(exactly: rows)
    else { return false }
    let rank = min(rows, columns)
    let k = min(m, n)
    return withUnsafeTemporaryAllocation(of: T.self, capacity: rows * columns + rank) { room in
      let copy = room.baseAddress!
      let factors = copy + rows * columns
      room.initialize(repeating: 0)
      copy.update(from: a, count: rows * columns)
      guard routines.gelqf(m, n, copy, factors) else { return false }
      for row in 0..<rank {
        for column in 0..<columns {
          r[row * columns + column] = column < row ? 0 : copy[row * columns + column]
        }
      }
      guard routines.orglq(k, n, copy, m, factors) else { return false }
      for row in 0..<rows {
        (q + row * rank).update(from: copy + row * columns, count: rank)
      }
      return true
    }
  }

  /// `A = V diag(λ) Vᵀ`; the lower triangle of `A` is LAPACK's upper one.
  static func symmetricEigen<T: KernelScalar>(
    _ a: UnsafePointer<T>, values: UnsafeMutablePointer<T>, vectors: UnsafeMutablePointer<T>,
    order: Int
  ) -> Bool {
    guard let routines = LAPACKRoutines.of(T.self), let n = Int32(exactly: order)
    else { return false }
    return withUnsafeTemporaryAllocation(of: T.self, capacity: order * order) { room in
      let copy = room.baseAddress!
      copy.initialize(from: a, count: order * order)
      guard routines.syevd(n, copy, values) else { return false }
      MatrixView(copy, rows: order, columns: order, isTransposed: true).copy(to: vectors)
      return true
    }
  }

  /// `A = U diag(s) Vᵀ` as `Aᵀ = V diag(s) Uᵀ`.
  static func singularValues<T: KernelScalar>(
    _ a: UnsafePointer<T>, u: UnsafeMutablePointer<T>, s: UnsafeMutablePointer<T>,
    vTransposed: UnsafeMutablePointer<T>, rows: Int, columns: Int
  ) -> Bool {
    guard let routines = LAPACKRoutines.of(T.self),
      let m = Int32(exactly: columns), let n = Int32(exactly: rows)
    else { return false }
    return withUnsafeTemporaryAllocation(of: T.self, capacity: rows * columns) { room in
      let copy = room.baseAddress!
      copy.initialize(from: a, count: rows * columns)
      return routines.gesdd(m, n, copy, s, vTransposed, u)
    }
  }
}
