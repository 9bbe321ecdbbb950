// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Products of two matrices.
public enum MatrixProduct {
  /// `c = op(a) op(b)`, where `op` is the identity or the transpose.
  ///
  /// `op(a)` is `rows × depth`, `op(b)` is `depth × columns`, and all three are stored row by row;
  /// a transposed operand is stored as the rows of its transpose. Any size may be zero; a product
  /// of depth zero is zero. The order of the sums depends on the sizes only.
  ///
  /// ```swift
  /// // The Gram matrix of 100 rows of 8 numbers.
  /// MatrixProduct.multiply(
  ///   x, isTransposed: true, by: x, into: gram, rows: 8, columns: 8, depth: 100)
  /// ```
  ///
  /// Large products are cut into blocks that stay in cache, packed in the order in which a tile
  /// of the result, held in registers, reads them (Goto and van de Geijn, *Anatomy of
  /// High-Performance Matrix Multiplication*, 2008).
  ///
  /// - Parameter c: Overwritten. It overlaps neither operand.
  /// - Complexity: `2 · rows · columns · depth` operations.
  @_specialize(where T == Double)
  @_specialize(where T == Float)
  public static func multiply<T: KernelScalar>(
    _ a: UnsafePointer<T>, isTransposed aIsTransposed: Bool = false,
    by b: UnsafePointer<T>, isTransposed bIsTransposed: Bool = false,
    into c: UnsafeMutablePointer<T>, rows: Int, columns: Int, depth: Int
  ) {
    precondition(
      rows >= 0 && columns >= 0 && depth >= 0,
      "MatrixProduct.multiply: sizes are not negative; found \(rows) × \(depth) times \(depth) × "
        + "\(columns).")
    let a = MatrixView(a, rows: rows, columns: depth, isTransposed: aIsTransposed)
    let b = MatrixView(b, rows: depth, columns: columns, isTransposed: bIsTransposed)
    if rows == 0 || columns == 0 { return }
    if columns == 1 {
      multiply(a, vector: b.base, into: c)
    } else if rows == 1 {
      multiply(b.transposed, vector: a.base, into: c)
    } else if rows * columns * depth <= 20 * 20 * 20 {
      multiplySmall(a, b, into: c)
    } else {
      multiplyPacked(a, b, into: c)
    }
  }

  /// `y = a x`.
  private static func multiply<T: KernelScalar>(
    _ a: MatrixView<T>, vector x: UnsafePointer<T>, into y: UnsafeMutablePointer<T>
  ) {
    if a.columnStride == 1 {
      for row in 0..<a.rows {
        y[row] = VectorKernels.dot(a.address(row, 0), x, count: a.columns)
      }
    } else {
      y.update(repeating: 0, count: a.rows)
      for column in 0..<a.columns {
        VectorKernels.add(x[column], times: a.address(0, column), to: y, count: a.rows)
      }
    }
  }

  /// `c = a b` without packing; the rows of `b` are made contiguous if they are not.
  private static func multiplySmall<T: KernelScalar>(
    _ a: MatrixView<T>, _ b: MatrixView<T>, into c: UnsafeMutablePointer<T>
  ) {
    guard b.columnStride != 1 && b.columns >= T.packCount else {
      return multiplyRows(a, b, into: c)
    }
    withUnsafeTemporaryAllocation(of: T.self, capacity: b.rows * b.columns) { copy in
      let start = copy.baseAddress!
      b.copy(to: start)
      multiplyRows(a, MatrixView(start, rows: b.rows, columns: b.columns), into: c)
    }
  }

  private static func multiplyRows<T: KernelScalar>(
    _ a: MatrixView<T>, _ b: MatrixView<T>, into c: UnsafeMutablePointer<T>
  ) {
    let columns = b.columns
    let tiledColumns = b.columnStride == 1 ? columns - columns % T.packCount : 0
    let tiledRows = a.rows - a.rows % MatrixTile<T>.rows
    for column in stride(from: 0, to: tiledColumns, by: T.packCount) {
      for row in stride(from: 0, to: tiledRows, by: MatrixTile<T>.rows) {
        let tile = MatrixTile(
          a.address(row, 0), rowStride: a.rowStride, step: a.columnStride,
          times: b.address(0, column), step: b.rowStride, depth: b.rows)
        tile.store(c + (row * columns + column), rowStride: columns)
      }
      for row in tiledRows..<a.rows {
        let pack = MatrixTile.row(
          a.address(row, 0), step: a.columnStride,
          times: b.address(0, column), step: b.rowStride, depth: b.rows)
        T.store(pack, c + (row * columns + column))
      }
    }
    for row in 0..<a.rows {
      for column in tiledColumns..<columns {
        var sum: T = 0
        for index in 0..<b.rows { sum += a[row, index] * b[index, column] }
        c[row * columns + column] = sum
      }
    }
  }
}
