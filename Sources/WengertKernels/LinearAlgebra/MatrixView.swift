// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A matrix in someone else's memory, as it is or transposed.
struct MatrixView<T: KernelScalar> {
  let base: UnsafePointer<T>
  let rows, columns: Int
  let rowStride, columnStride: Int

  @inline(__always)
  private init(
    base: UnsafePointer<T>, rows: Int, columns: Int, rowStride: Int, columnStride: Int
  ) {
    self.base = base
    self.rows = rows
    self.columns = columns
    self.rowStride = rowStride
    self.columnStride = columnStride
  }

  /// The `rows × columns` matrix that `base` holds row by row, or the rows of whose transpose.
  @inline(__always)
  init(_ base: UnsafePointer<T>, rows: Int, columns: Int, isTransposed: Bool = false) {
    self.init(
      base: base, rows: rows, columns: columns,
      rowStride: isTransposed ? 1 : columns, columnStride: isTransposed ? rows : 1)
  }

  @inline(__always)
  var transposed: MatrixView {
    MatrixView(
      base: base, rows: columns, columns: rows, rowStride: columnStride, columnStride: rowStride)
  }

  /// The address of an entry.
  @inline(__always)
  func address(_ row: Int, _ column: Int) -> UnsafePointer<T> {
    base + (row * rowStride + column * columnStride)
  }

  @inline(__always)
  subscript(row: Int, column: Int) -> T { base[row * rowStride + column * columnStride] }

  /// Writes the entries row by row.
  ///
  /// Goes through squares of 8 × 8 entries, so that reading across rows does not read every cache
  /// line eight times.
  func copy(to destination: UnsafeMutablePointer<T>) {
    for firstRow in stride(from: 0, to: rows, by: 8) {
      for firstColumn in stride(from: 0, to: columns, by: 8) {
        for row in firstRow..<Swift.min(firstRow + 8, rows) {
          for column in firstColumn..<Swift.min(firstColumn + 8, columns) {
            destination[row * columns + column] = self[row, column]
          }
        }
      }
    }
  }
}
