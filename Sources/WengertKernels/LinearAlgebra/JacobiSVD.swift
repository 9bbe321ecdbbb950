// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The singular value decomposition by one-sided Jacobi rotations (Demmel and Veselić, *Jacobi's
/// method is more accurate than QR*, 1992).
///
/// Rotations `V` make the columns of `A V` orthogonal to working accuracy. Their QR factorization
/// is then `U diag(s)`; it also completes `U` where singular values are zero.
enum JacobiSVD {
  static func decompose<T: KernelScalar>(
    _ a: UnsafePointer<T>, u: UnsafeMutablePointer<T>, s: UnsafeMutablePointer<T>,
    vTransposed: UnsafeMutablePointer<T>, rows: Int, columns: Int
  ) {
    guard rows < columns else {
      return decomposeTall(a, u: u, s: s, vTransposed: vTransposed, rows: rows, columns: columns)
    }
    // Aᵀ = V diag(s) Uᵀ.
    let rank = rows
    withUnsafeTemporaryAllocation(of: T.self, capacity: 2 * rows * columns + rank * rank) { room in
      let transposed = room.baseAddress!
      let v = transposed + rows * columns
      let uTransposed = v + rows * columns
      room.initialize(repeating: 0)
      MatrixView(a, rows: columns, columns: rows, isTransposed: true).copy(to: transposed)
      decomposeTall(
        transposed, u: v, s: s, vTransposed: uTransposed, rows: columns, columns: rows)
      MatrixView(v, rows: rank, columns: columns, isTransposed: true).copy(to: vTransposed)
      MatrixView(uTransposed, rows: rank, columns: rank, isTransposed: true).copy(to: u)
    }
  }

  private static func decomposeTall<T: KernelScalar>(
    _ a: UnsafePointer<T>, u: UnsafeMutablePointer<T>, s: UnsafeMutablePointer<T>,
    vTransposed: UnsafeMutablePointer<T>, rows: Int, columns: Int
  ) {
    let (size, square) = (rows * columns, columns * columns)
    withUnsafeTemporaryAllocation(of: T.self, capacity: 2 * size + 2 * square) { room in
      // Rows of `vectors` are columns of `A V`, and rows of `v` are columns of `V`.
      let vectors = room.baseAddress!
      let sorted = vectors + size
      let v = sorted + size
      let r = v + square
      room.initialize(repeating: 0)
      MatrixView(a, rows: columns, columns: rows, isTransposed: true).copy(to: vectors)
      v.setIdentity(order: columns)
      var sweeps = 0
      while sweep(vectors, v, rows: rows, columns: columns)
        && sweeps < JacobiRotation<T>.maximalSweeps
      { sweeps += 1 }
      for index in 0..<columns {
        let vector = vectors + index * rows
        s[index] = VectorKernels.dot(vector, vector, count: rows)
      }
      for (column, source) in (0..<columns).sorted(by: { s[$0] > s[$1] }).enumerated() {
        for row in 0..<rows { sorted[row * columns + column] = vectors[source * rows + row] }
        (vTransposed + column * columns).update(from: v + source * columns, count: columns)
      }
      HouseholderQR.factor(sorted, q: u, r: r, rows: rows, columns: columns)
      for index in 0..<columns {
        s[index] = r[index * columns + index].magnitude
        guard r[index * columns + index].sign == .minus else { continue }
        for row in 0..<rows { u[row * columns + index].negate() }
      }
    }
  }

  /// Makes every two vectors orthogonal once, and returns whether any were not.
  private static func sweep<T: KernelScalar>(
    _ vectors: UnsafeMutablePointer<T>, _ v: UnsafeMutablePointer<T>, rows: Int, columns: Int
  ) -> Bool {
    let tolerance = T.ulpOfOne * T(rows).squareRoot()
    var hasRotated = false
    for p in 0..<columns {
      for q in p + 1..<max(p + 1, columns) {
        let (x, y) = (vectors + p * rows, vectors + q * rows)
        let xx = VectorKernels.dot(x, x, count: rows), yy = VectorKernels.dot(y, y, count: rows)
        let xy = VectorKernels.dot(x, y, count: rows)
        guard xy.magnitude > tolerance * xx.squareRoot() * yy.squareRoot() else { continue }
        hasRotated = true
        let rotation = JacobiRotation(xx, xy, yy)
        VectorKernels.rotate(x, y, count: rows, cosine: rotation.cosine, sine: rotation.sine)
        VectorKernels.rotate(
          v + p * columns, v + q * columns, count: columns,
          cosine: rotation.cosine, sine: rotation.sine)
      }
    }
    return hasRotated
  }
}
