// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The eigenvalues of a symmetric matrix by Jacobi's rotations, row by row (Golub and Van Loan,
/// *Matrix Computations*, 8.5).
enum JacobiEigen {
  /// Overwrites `a`, both of whose triangles are filled and whose entries are at most near one.
  static func decompose<T: KernelScalar>(
    _ a: UnsafeMutablePointer<T>, values: UnsafeMutablePointer<T>,
    vectors: UnsafeMutablePointer<T>, order: Int
  ) {
    withUnsafeTemporaryAllocation(of: T.self, capacity: order * order) { room in
      // Eigenvectors are rows here, so that a rotation runs along them.
      let rows = room.baseAddress!
      rows.setIdentity(order: order)
      let norm = VectorKernels.dot(a, a, count: order * order).squareRoot()
      var sweeps = 0
      while sweep(a, rows, threshold: norm * .ulpOfOne / 8, order: order)
        && sweeps < JacobiRotation<T>.maximalSweeps
      { sweeps += 1 }
      let ascending = (0..<order).sorted { a[$0 * order + $0] < a[$1 * order + $1] }
      for (column, source) in ascending.enumerated() {
        values[column] = a[source * order + source]
        for row in 0..<order { vectors[row * order + column] = rows[source * order + row] }
      }
    }
  }

  /// Rotates away every entry above the threshold once, and returns whether there were any.
  private static func sweep<T: KernelScalar>(
    _ a: UnsafeMutablePointer<T>, _ vectors: UnsafeMutablePointer<T>, threshold: T, order: Int
  ) -> Bool {
    var hasRotated = false
    for p in 0..<order {
      for q in p + 1..<max(p + 1, order) {
        let entry = a[p * order + q]
        guard entry.magnitude > threshold else { continue }
        hasRotated = true
        let (first, second) = (a[p * order + p], a[q * order + q])
        let rotation = JacobiRotation(first, entry, second)
        VectorKernels.rotate(
          a + p * order, a + q * order, count: order,
          cosine: rotation.cosine, sine: rotation.sine)
        a[p * order + p] = first - rotation.tangent * entry
        a[q * order + q] = second + rotation.tangent * entry
        a[p * order + q] = 0
        a[q * order + p] = 0
        for other in 0..<order {
          a[other * order + p] = a[p * order + other]
          a[other * order + q] = a[q * order + other]
        }
        VectorKernels.rotate(
          vectors + p * order, vectors + q * order, count: order,
          cosine: rotation.cosine, sine: rotation.sine)
      }
    }
    return hasRotated
  }
}
