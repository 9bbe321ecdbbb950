// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// `c = a b` or `c += a b`, to be computed.
package struct SingleProduct<T: KernelScalar> {
  package let a, b: MatrixView<T>
  package let c: UnsafeMutablePointer<T>
  package let rowStride: Int
  package let isAdding: Bool

  @inline(__always)
  package init(
    _ a: MatrixView<T>, _ b: MatrixView<T>, into c: UnsafeMutablePointer<T>, rowStride: Int?,
    isAdding: Bool
  ) {
    precondition(
      a.columns == b.rows,
      "MatrixProduct.multiply: a matrix of \(a.rows) × \(a.columns) numbers meets one of \(b.rows) × "
        + "\(b.columns).")
    self.a = a
    self.b = b
    self.c = c
    self.rowStride = rowStride ?? b.columns
    self.isAdding = isAdding
  }

  /// The part of the product that computes a rectangle of the result.
  @inline(__always)
  func piece(rows: Range<Int>, columns: Range<Int>) -> SingleProduct {
    SingleProduct(
      MatrixView(
        a.address(rows.lowerBound, 0), rows: rows.count, columns: a.columns,
        rowStride: a.rowStride, columnStride: a.columnStride),
      MatrixView(
        b.address(0, columns.lowerBound), rows: b.rows, columns: columns.count,
        rowStride: b.rowStride, columnStride: b.columnStride),
      into: c + (rows.lowerBound * rowStride + columns.lowerBound), rowStride: rowStride,
      isAdding: isAdding)
  }

  /// The same product of matrices that start so many numbers further.
  @inline(__always)
  func moved(a aStep: Int, b bStep: Int, c cStep: Int) -> SingleProduct {
    SingleProduct(
      a.moved(by: aStep), b.moved(by: bStep), into: c + cStep, rowStride: rowStride,
      isAdding: isAdding)
  }
}
