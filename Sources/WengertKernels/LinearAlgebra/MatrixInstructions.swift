// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

internal import WengertRuntime

/// Which instructions of the processor compute a matrix product.
package enum MatrixInstructions: Int32, CaseIterable, Sendable {
  case portable, avx2, avx512

  /// The fastest that this processor has.
  package static let available = MatrixInstructions(rawValue: wengert_matrix_level()) ?? .portable

  /// Computes a product on this thread.
  @inline(__always)
  func multiply<T: KernelScalar>(_ product: SingleProduct<T>) {
    if self == .portable { return MatrixProduct.multiplyPortably(product) }
    let (a, b) = (product.a, product.b)
    var native = WengertMatrixProduct(
      a: a.base, b: b.base, c: product.c, rows: a.rows, columns: b.columns, depth: a.columns,
      a_row_stride: a.rowStride, a_column_stride: a.columnStride, b_row_stride: b.rowStride,
      b_column_stride: b.columnStride, c_row_stride: product.rowStride,
      accumulates: product.isAdding)
    // `KernelScalar` is `Float` or `Double`.
    if MemoryLayout<T>.size == 8 {
      wengert_multiply_f64(&native, rawValue)
    } else {
      wengert_multiply_f32(&native, rawValue)
    }
  }
}
