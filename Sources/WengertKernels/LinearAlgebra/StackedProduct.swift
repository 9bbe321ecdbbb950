// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Products of as many pairs of matrices, `[count, m, k] · [count, k, n]`, where each operand may be
/// stored transposed, and a stack of one stands for as many copies as the other needs: all that is known
/// of them before their numbers.
package struct StackedProduct: Sendable {
  package let dtype: DType
  /// The number of products, and the sizes of each: `rows × depth` numbers times `depth × columns`.
  private(set) var count, rows: Int
  let depth, columns: Int
  private let isFirstTransposed, isSecondTransposed: Bool
  private let isFirstShared, isSecondShared: Bool

  /// - Parameters:
  ///   - x: The shape of the first operand, and whether its matrices are stored as `[count, k, m]`.
  ///   - y: The shape of the second operand, and whether its matrices are stored as `[count, n, k]`.
  package init(
    _ x: Shape, isTransposed isFirstTransposed: Bool, by y: Shape,
    isTransposed isSecondTransposed: Bool, _ dtype: DType
  ) {
    precondition(
      dtype.isFloatingPoint, "An operation on floating-point numbers was given \(dtype).")
    self.dtype = dtype
    self.isFirstTransposed = isFirstTransposed
    self.isSecondTransposed = isSecondTransposed
    isFirstShared = x[0] == 1
    isSecondShared = y[0] == 1
    count = x[0] == 1 ? y[0] : x[0]
    rows = isFirstTransposed ? x[2] : x[1]
    depth = isFirstTransposed ? x[1] : x[2]
    columns = isSecondTransposed ? y[1] : y[2]
  }

  /// The shape of the result.
  package var shape: Shape { [count, rows, columns] }

  var byteCount: Int { count * rows * columns * dtype.byteCount }

  /// How many numbers of each array belong to one of `length` places: one product of a stack, or as many
  /// rows of a single one. Nil if it does not fall into so many parts, or would put operands in order anew
  /// for each.
  ///
  /// - Returns: Zero for an operand that all places share.
  func counts(for length: Int) -> (x: Int, y: Int, z: Int)? {
    guard rows > 0 else { return nil }
    if count == length, length > 1 {
      return (isFirstShared ? 0 : rows * depth, isSecondShared ? 0 : depth * columns, rows * columns)
    }
    guard count == 1, !isFirstTransposed, !isSecondTransposed, rows % length == 0 else { return nil }
    return (rows / length * depth, 0, rows / length * columns)
  }

  /// The products of so many of `length` places.
  func part(_ places: Int, of length: Int) -> StackedProduct {
    var part = self
    if count == length { part.count = places } else { part.rows = rows / length * places }
    return part
  }

  /// The products of two arrays.
  package func callAsFunction(_ x: NDArray, _ y: NDArray) -> NDArray {
    let buffer = Buffer.uninitialized(byteCount: byteCount)
    run(x.memory, y.memory, into: buffer.memory)
    return withExtendedLifetime((x, y)) { NDArray(shape: shape, dtype: dtype, buffer: buffer) }
  }

  /// Multiplies the matrices at two addresses.
  func run(
    _ x: UnsafeMutableRawPointer, _ y: UnsafeMutableRawPointer, into z: UnsafeMutableRawPointer
  ) {
    if dtype == .float64 {
      run(Double.self, x, y, z)
    } else {
      run(Float.self, x, y, z)
    }
  }

  @inline(__always)
  private func run<T: KernelScalar>(
    _ type: T.Type, _ x: UnsafeMutableRawPointer, _ y: UnsafeMutableRawPointer,
    _ z: UnsafeMutableRawPointer
  ) {
    let a = MatrixView(
      UnsafePointer(x.assumingMemoryBound(to: T.self)), rows: rows, columns: depth,
      isTransposed: isFirstTransposed)
    let b = MatrixView(
      UnsafePointer(y.assumingMemoryBound(to: T.self)), rows: depth, columns: columns,
      isTransposed: isSecondTransposed)
    MatrixProduct.multiply(
      count: count, a, step: isFirstShared ? 0 : rows * depth,
      by: b, step: isSecondShared ? 0 : depth * columns, into: z.assumingMemoryBound(to: T.self))
  }
}
