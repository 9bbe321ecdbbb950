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

  /// `c = a b` by blocks that are packed first.
  static func multiplyPacked<T: KernelScalar>(
    _ a: MatrixView<T>, _ b: MatrixView<T>, into c: UnsafeMutablePointer<T>
  ) {
    c.update(repeating: 0, count: a.rows * b.columns)
    let depth = min(Block.depth, b.rows)
    let aCount = roundUp(min(Block.rows, a.rows), to: MatrixTile<T>.rows) * depth
    let bCount = roundUp(min(Block.columns, b.columns), to: T.packCount) * depth
    let aPanels = UnsafeMutablePointer<T>.allocate(capacity: aCount)
    let bPanels = UnsafeMutablePointer<T>.allocate(capacity: bCount)
    defer {
      aPanels.deallocate()
      bPanels.deallocate()
    }
    for column in stride(from: 0, to: b.columns, by: Block.columns) {
      let columns = column..<min(column + Block.columns, b.columns)
      for index in stride(from: 0, to: b.rows, by: Block.depth) {
        let indices = index..<min(index + Block.depth, b.rows)
        pack(b.transposed, columns, indices, width: T.packCount, into: bPanels)
        for row in stride(from: 0, to: a.rows, by: Block.rows) {
          let rows = row..<min(row + Block.rows, a.rows)
          pack(a, rows, indices, width: MatrixTile<T>.rows, into: aPanels)
          addProduct(
            aPanels, bPanels, depth: indices.count, to: c + (row * b.columns + column),
            rows: rows.count, columns: columns.count, rowStride: b.columns)
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
