// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The plane rotation that makes a symmetric 2 × 2 matrix diagonal (Golub and Van Loan, *Matrix
/// Computations*, 8.5.2).
struct JacobiRotation<T: KernelScalar> {
  let tangent, cosine, sine: T

  /// For the matrix with rows `(first, offDiagonal)` and `(offDiagonal, second)`, where
  /// `offDiagonal` is not zero.
  ///
  /// The new diagonal is `first − tangent · offDiagonal` and `second + tangent · offDiagonal`; of
  /// the two angles this is the smaller one.
  @inline(__always)
  init(_ first: T, _ offDiagonal: T, _ second: T) {
    let ratio = (second - first) / (2 * offDiagonal)
    // For a huge ratio the square is infinite and the tangent zero, which is its limit.
    let size = 1 / (ratio.magnitude + (1 + ratio * ratio).squareRoot())
    tangent = ratio < 0 ? -size : size
    cosine = 1 / (1 + size * size).squareRoot()
    sine = tangent * cosine
  }

  /// More sweeps than any matrix needs: convergence is quadratic after a few.
  static var maximalSweeps: Int { 60 }
}

extension UnsafeMutablePointer where Pointee: KernelScalar {
  /// Writes the identity of the given order, row by row.
  func setIdentity(order: Int) {
    update(repeating: 0, count: order * order)
    for index in 0..<order { self[index * order + index] = 1 }
  }
}
