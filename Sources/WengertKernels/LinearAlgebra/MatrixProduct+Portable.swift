// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension MatrixProduct {
  /// How far a block reaches: a block of `a` fits in the second-level cache, one panel of `b` in
  /// the first.
  private enum Block {
    static var rows: Int { 64 }
    static var columns: Int { 1024 }
    static var depth: Int { 256 }
  }

  /// The product without instructions of a particular processor.
  static func multiplyPortably<T: KernelScalar>(_ product: SingleProduct<T>) {
    let (a, b, c, rowStride) = (product.a, product.b, product.c, product.rowStride)
    if !product.isAdding {
      for row in 0..<a.rows { (c + row * rowStride).update(repeating: 0, count: b.columns) }
    }
    if b.columns == 1 {
      add(a, times: b.base, step: b.rowStride, to: c, step: rowStride)
    } else if a.rows == 1 {
      add(b.transposed, times: a.base, step: a.columnStride, to: c, step: 1)
    } else if a.rows * b.columns * a.columns <= 20 * 20 * 20, b.columnStride == 1 {
      addRows(a, b, to: c, rowStride: rowStride)
    } else {
      addPacked(a, b, to: c, rowStride: rowStride)
    }
  }

  /// `y += a x`.
  private static func add<T: KernelScalar>(
    _ a: MatrixView<T>, times x: UnsafePointer<T>, step: Int,
    to y: UnsafeMutablePointer<T>, step yStep: Int
  ) {
    if a.columnStride == 1, step == 1 {
      for row in 0..<a.rows {
        y[row * yStep] += VectorKernels.dot(a.address(row, 0), x, count: a.columns)
      }
    } else if a.rowStride == 1, yStep == 1 {
      for column in 0..<a.columns {
        VectorKernels.add(x[column * step], times: a.address(0, column), to: y, count: a.rows)
      }
    } else {
      for row in 0..<a.rows {
        var sum: T = 0
        for column in 0..<a.columns { sum += a[row, column] * x[column * step] }
        y[row * yStep] += sum
      }
    }
  }

  /// `c += a b` without packing, for contiguous rows of `b`.
  private static func addRows<T: KernelScalar>(
    _ a: MatrixView<T>, _ b: MatrixView<T>, to c: UnsafeMutablePointer<T>, rowStride: Int
  ) {
    let tiledColumns = b.columns - b.columns % T.packCount
    let tiledRows = a.rows - a.rows % MatrixTile<T>.rows
    for column in stride(from: 0, to: tiledColumns, by: T.packCount) {
      for row in stride(from: 0, to: tiledRows, by: MatrixTile<T>.rows) {
        let tile = MatrixTile(
          a.address(row, 0), rowStride: a.rowStride, step: a.columnStride,
          times: b.address(0, column), step: b.rowStride, depth: b.rows)
        tile.add(to: c + (row * rowStride + column), rowStride: rowStride)
      }
      for row in tiledRows..<a.rows {
        let pack = MatrixTile.row(
          a.address(row, 0), step: a.columnStride,
          times: b.address(0, column), step: b.rowStride, depth: b.rows)
        let corner = c + (row * rowStride + column)
        T.store(T.sum(T.load(corner), pack), corner)
      }
    }
    for row in 0..<a.rows {
      for column in tiledColumns..<b.columns {
        var sum: T = 0
        for index in 0..<b.rows { sum += a[row, index] * b[index, column] }
        c[row * rowStride + column] += sum
      }
    }
  }

  /// `c += a b` by blocks that are packed first.
  private static func addPacked<T: KernelScalar>(
    _ a: MatrixView<T>, _ b: MatrixView<T>, to c: UnsafeMutablePointer<T>, rowStride: Int
  ) {
    let depth = min(Block.depth, b.rows)
    let aCount = roundUp(min(Block.rows, a.rows), to: MatrixTile<T>.rows) * depth
    let bCount = roundUp(min(Block.columns, b.columns), to: T.packCount) * depth
    Scratch.withMemory(of: T.self, count: aCount + bCount) { aPanels in
      let bPanels = aPanels + aCount
      for column in stride(from: 0, to: b.columns, by: Block.columns) {
        let columns = column..<min(column + Block.columns, b.columns)
        for index in stride(from: 0, to: b.rows, by: Block.depth) {
          let indices = index..<min(index + Block.depth, b.rows)
          pack(b.transposed, columns, indices, width: T.packCount, into: bPanels)
          for row in stride(from: 0, to: a.rows, by: Block.rows) {
            let rows = row..<min(row + Block.rows, a.rows)
            pack(a, rows, indices, width: MatrixTile<T>.rows, into: aPanels)
            addProduct(
              aPanels, bPanels, depth: indices.count, to: c + (row * rowStride + column),
              rows: rows.count, columns: columns.count, rowStride: rowStride)
          }
        }
      }
    }
  }

  /// Adds the product of a packed block of `a` and one of `b` to a block of `c`.
  private static func addProduct<T: KernelScalar>(
    _ a: UnsafePointer<T>, _ b: UnsafePointer<T>, depth: Int,
    to c: UnsafeMutablePointer<T>, rows: Int, columns: Int, rowStride: Int
  ) {
    let tileRows = MatrixTile<T>.rows, tileColumns = T.packCount
    withUnsafeTemporaryAllocation(of: T.self, capacity: tileRows * tileColumns) { partial in
      let partial = partial.baseAddress!
      for column in stride(from: 0, to: columns, by: tileColumns) {
        for row in stride(from: 0, to: rows, by: tileRows) {
          let tile = MatrixTile(
            a + row * depth, rowStride: 1, step: tileRows,
            times: b + column * depth, step: tileColumns, depth: depth)
          let corner = c + (row * rowStride + column)
          if row + tileRows <= rows && column + tileColumns <= columns {
            tile.add(to: corner, rowStride: rowStride)
          } else {
            tile.store(partial, rowStride: tileColumns)
            for i in 0..<min(tileRows, rows - row) {
              for j in 0..<min(tileColumns, columns - column) {
                corner[i * rowStride + j] += partial[i * tileColumns + j]
              }
            }
          }
        }
      }
    }
  }

  /// Packs a block into panels of `width` rows, each of which holds its columns one after another
  /// and is filled up with zeros.
  private static func pack<T: KernelScalar>(
    _ matrix: MatrixView<T>, _ rows: Range<Int>, _ columns: Range<Int>, width: Int,
    into panels: UnsafeMutablePointer<T>
  ) {
    var panel = panels
    for row in stride(from: rows.lowerBound, to: rows.upperBound, by: width) {
      let count = min(width, rows.upperBound - row)
      for column in columns {
        let source = matrix.address(row, column)
        for offset in 0..<count { panel[offset] = source[offset * matrix.rowStride] }
        for offset in count..<width { panel[offset] = 0 }
        panel += width
      }
    }
  }

  private static func roundUp(_ count: Int, to multiple: Int) -> Int {
    (count + multiple - 1) / multiple * multiple
  }
}
