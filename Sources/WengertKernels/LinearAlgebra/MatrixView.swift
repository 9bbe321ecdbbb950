// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A matrix in someone else's memory, in which rows and columns follow one another in any steps.
///
/// It is used while that memory lives.
public struct MatrixView<T: KernelScalar> {
  /// The first entry.
  public let base: UnsafePointer<T>
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// How many numbers the next row is away.
  public let rowStride: Int
  /// How many numbers the next column is away.
  public let columnStride: Int

  /// A matrix with any strides, of zero and below too.
  @inline(__always)
  public init(
    _ base: UnsafePointer<T>, rows: Int, columns: Int, rowStride: Int, columnStride: Int
  ) {
    precondition(
      rows >= 0 && columns >= 0,
      "MatrixView: sizes are not negative; found \(rows) × \(columns).")
    self.base = base
    self.rows = rows
    self.columns = columns
    self.rowStride = rowStride
    self.columnStride = columnStride
  }

  /// The `rows × columns` matrix that `base` holds row by row, or the rows of whose transpose.
  @inline(__always)
  public init(_ base: UnsafePointer<T>, rows: Int, columns: Int, isTransposed: Bool = false) {
    self.init(
      base, rows: rows, columns: columns,
      rowStride: isTransposed ? 1 : columns, columnStride: isTransposed ? rows : 1)
  }

  /// The transpose, in the same memory.
  @inline(__always)
  public var transposed: MatrixView {
    MatrixView(
      base, rows: columns, columns: rows, rowStride: columnStride, columnStride: rowStride)
  }

  /// The matrix that starts `count` numbers further.
  @inline(__always)
  func moved(by count: Int) -> MatrixView {
    MatrixView(
      base + count, rows: rows, columns: columns, rowStride: rowStride, columnStride: columnStride)
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
