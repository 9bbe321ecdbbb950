// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Products of matrices.
///
/// A tile of the result is held in registers while it is summed; large products are cut into blocks
/// that stay in cache, packed in the order in which the tiles read them (K. Goto and R. van de Geijn,
/// "Anatomy of high-performance matrix multiplication", 2008). On x86-64 the tiles are written for
/// AVX-512 and for AVX2 with FMA, and the processor is asked which it has; elsewhere they are portable.
///
/// Large products run on several threads (``ParallelLoop``), each of which computes a piece of the
/// result. The order of the sums depends on the sizes and the processor, but not on the threads.
public enum MatrixProduct {
  /// `c = a b`, or `c += a b`.
  ///
  /// Any size may be zero; a product of depth zero is zero.
  ///
  /// ```swift
  /// // The Gram matrix of 100 rows of 8 numbers.
  /// let x = MatrixView(numbers, rows: 100, columns: 8)
  /// MatrixProduct.multiply(x.transposed, by: x, into: gram)
  /// ```
  ///
  /// - Parameters:
  ///   - c: A matrix of contiguous rows, which overlaps neither operand.
  ///   - rowStride: From one row of `c` to the next; `nil` for rows that follow one another.
  ///   - isAdding: Whether the product is added to `c`, which is overwritten otherwise.
  /// - Complexity: `2 · a.rows · b.columns · a.columns` operations.
  @_specialize(where T == Double)
  @_specialize(where T == Float)
  public static func multiply<T: KernelScalar>(
    _ a: MatrixView<T>, by b: MatrixView<T>, into c: UnsafeMutablePointer<T>, rowStride: Int? = nil,
    isAdding: Bool = false
  ) {
    multiply(
      SingleProduct(a, b, into: c, rowStride: rowStride, isAdding: isAdding), with: .available)
  }

  /// `c = op(a) op(b)`, where `op` is the identity or the transpose: `rows × depth` numbers times
  /// `depth × columns`. All three are stored row by row, and a transposed operand as the rows of its
  /// transpose.
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
    multiply(
      MatrixView(a, rows: rows, columns: depth, isTransposed: aIsTransposed),
      by: MatrixView(b, rows: depth, columns: columns, isTransposed: bIsTransposed), into: c)
  }

  /// `c[i] = a[i] b[i]` for `count` matrices each, which follow one another in steps.
  ///
  /// - Parameters:
  ///   - a: The first of the left operands, and `aStep` numbers further the next; a step of zero
  ///     means one matrix for all products.
  ///   - c: The first of the results, which are stored row by row and follow one another.
  /// - Complexity: `2 · count · a.rows · b.columns · a.columns` operations.
  @_specialize(where T == Double)
  @_specialize(where T == Float)
  public static func multiply<T: KernelScalar>(
    count: Int, _ a: MatrixView<T>, step aStep: Int, by b: MatrixView<T>, step bStep: Int,
    into c: UnsafeMutablePointer<T>
  ) {
    let cStep = a.rows * b.columns
    let size = cStep * a.columns
    // Each product writes a result of its own.
    nonisolated(unsafe) let first = SingleProduct(a, b, into: c, rowStride: nil, isAdding: false)
    let instructions = MatrixInstructions.available
    // A product that is large enough for all threads gets them all.
    let grain = size >= parallelSize ? count : parallelSize / 2 / max(size, 1) + 1
    ParallelLoop.run(count: count, atLeast: grain) { items in
      for item in items {
        multiply(
          first.moved(a: item * aStep, b: item * bStep, c: item * cStep), with: instructions)
      }
    }
  }

  /// From how many products of two numbers on several threads share a matrix product.
  private static var parallelSize: Int { 1 << 21 }

  /// Computes a product in pieces, on several threads if it is large.
  @inline(__always)
  package static func multiply<T: KernelScalar>(
    _ product: SingleProduct<T>, with instructions: MatrixInstructions
  ) {
    let (rows, columns) = (product.a.rows, product.b.columns)
    guard rows * columns * product.a.columns >= parallelSize, ParallelLoop.threadCount > 1 else {
      return instructions.multiply(product)
    }
    let grid = PieceGrid(rows: rows, columns: columns, pieces: 2 * ParallelLoop.threadCount)
    // The pieces of the result do not overlap.
    nonisolated(unsafe) let product = product
    ParallelLoop.run(count: grid.count) { pieces in
      for piece in pieces {
        instructions.multiply(product.piece(rows: grid.rows(of: piece), columns: grid.columns(of: piece)))
      }
    }
  }
}

/// A result cut into rectangles, whose sides are multiples of those of all tiles but for the last ones.
private struct PieceGrid {
  private let rowCount, columnCount: Int
  private var rowParts = 1, columnParts = 1

  /// About as many pieces as are asked for, as square as they can be.
  init(rows: Int, columns: Int, pieces: Int) {
    (rowCount, columnCount) = (rows, columns)
    while count < pieces {
      let (height, width) = (rows / rowParts, columns / columnParts)
      if height >= width, height >= 4 * PieceGrid.unit {
        rowParts *= 2
      } else if width >= 4 * PieceGrid.unit {
        columnParts *= 2
      } else if height >= 4 * PieceGrid.unit {
        rowParts *= 2
      } else {
        return
      }
    }
  }

  private static var unit: Int { 48 }

  var count: Int { rowParts * columnParts }
  func rows(of piece: Int) -> Range<Int> {
    PieceGrid.range(piece / columnParts, of: rowParts, in: rowCount)
  }
  func columns(of piece: Int) -> Range<Int> {
    PieceGrid.range(piece % columnParts, of: columnParts, in: columnCount)
  }

  private static func range(_ part: Int, of parts: Int, in count: Int) -> Range<Int> {
    let bound = { (part: Int) in part == parts ? count : count * part / parts / unit * unit }
    return bound(part)..<bound(part + 1)
  }
}
