// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Four rows and one pack of columns of a product: as much as fits in 16 registers of 16 bytes.
struct MatrixTile<T: KernelScalar> {
  @inline(__always) static var rows: Int { 4 }

  private var row0 = T.zeroPack, row1 = T.zeroPack, row2 = T.zeroPack, row3 = T.zeroPack

  /// The product of four rows and a pack of columns.
  ///
  /// - Parameters:
  ///   - a: The first entry of the first row; the next row is `rowStride` and the next column
  ///     `aStep` further.
  ///   - b: The first row of the pack of columns; the next row is `bStep` further.
  @inline(__always)
  init(
    _ a: UnsafePointer<T>, rowStride: Int, step aStep: Int,
    times b: UnsafePointer<T>, step bStep: Int, depth: Int
  ) {
    var (a, b) = (a, b)
    for _ in 0..<depth {
      let pack = T.load(b)
      row0 = T.sum(row0, T.product(T.pack(repeating: a[0]), pack))
      row1 = T.sum(row1, T.product(T.pack(repeating: a[rowStride]), pack))
      row2 = T.sum(row2, T.product(T.pack(repeating: a[2 * rowStride]), pack))
      row3 = T.sum(row3, T.product(T.pack(repeating: a[3 * rowStride]), pack))
      a += aStep
      b += bStep
    }
  }

  /// The product of one row and a pack of columns.
  @inline(__always)
  static func row(
    _ a: UnsafePointer<T>, step aStep: Int, times b: UnsafePointer<T>, step bStep: Int, depth: Int
  ) -> T.Pack {
    var sum = T.zeroPack
    for index in 0..<depth {
      sum = T.sum(
        sum, T.product(T.pack(repeating: a[index * aStep]), T.load(b + index * bStep)))
    }
    return sum
  }

  @inline(__always)
  func store(_ c: UnsafeMutablePointer<T>, rowStride: Int) {
    T.store(row0, c)
    T.store(row1, c + rowStride)
    T.store(row2, c + 2 * rowStride)
    T.store(row3, c + 3 * rowStride)
  }

  @inline(__always)
  func add(to c: UnsafeMutablePointer<T>, rowStride: Int) {
    T.store(T.sum(T.load(c), row0), c)
    T.store(T.sum(T.load(c + rowStride), row1), c + rowStride)
    T.store(T.sum(T.load(c + 2 * rowStride), row2), c + 2 * rowStride)
    T.store(T.sum(T.load(c + 3 * rowStride), row3), c + 3 * rowStride)
  }
}
