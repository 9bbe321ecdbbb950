// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The factorization `P A = L U` of a square matrix, with partial pivoting.
public enum LU {
  /// Writes `L` (below the diagonal; its ones are not stored) and `U` into one matrix.
  ///
  /// Row `i` of `L U` is row `permutation[i]` of `A`. A singular matrix leaves a zero on the
  /// diagonal of `U`; the determinant of `A` is the sign times the product of that diagonal.
  ///
  /// ```swift
  /// let sign = LU.factor(a, into: lu, permutation: permutation, order: 3)
  /// let determinant = Double(sign) * lu[0] * lu[4] * lu[8]
  /// ```
  ///
  /// - Parameters:
  ///   - a: An `order × order` matrix, row by row.
  ///   - lu: An `order × order` matrix, row by row; it may be `a` itself.
  ///   - permutation: Room for `order` numbers.
  /// - Returns: The sign of the permutation, 1 or −1.
  /// - Complexity: `2 order³ / 3` operations.
  @_specialize(where T == Double)
  @_specialize(where T == Float)
  public static func factor<T: KernelScalar>(
    _ a: UnsafePointer<T>, into lu: UnsafeMutablePointer<T>,
    permutation: UnsafeMutablePointer<Int>, order: Int
  ) -> Int {
    precondition(order >= 0, "LU.factor: the order is not negative; found \(order).")
    if a != UnsafePointer(lu) { lu.update(from: a, count: order * order) }
    for index in 0..<order { permutation[index] = index }
    var sign = 1
    for step in 0..<order {
      var pivot = step
      for row in step..<order
      where lu[row * order + step].magnitude > lu[pivot * order + step].magnitude { pivot = row }
      if pivot != step {
        for column in 0..<order {
          let other = lu[pivot * order + column]
          lu[pivot * order + column] = lu[step * order + column]
          lu[step * order + column] = other
        }
        (permutation[pivot], permutation[step]) = (permutation[step], permutation[pivot])
        sign = -sign
      }
      let source = lu + step * order
      if source[step].isZero { continue }
      for row in step + 1..<max(step + 1, order) {
        let target = lu + row * order
        let factor = target[step] / source[step]
        target[step] = factor
        VectorKernels.add(
          -factor, times: source + step + 1, to: target + step + 1, count: order - step - 1)
      }
    }
    return sign
  }

  /// Solves `op(A) X = B` from the factors of `A`, where `op` is the identity or the transpose.
  ///
  /// A singular `A` gives infinities or nans.
  ///
  /// - Parameters:
  ///   - lu: The factors, as ``factor(_:into:permutation:order:)`` writes them.
  ///   - permutation: The permutation that was written with them.
  ///   - isTransposed: Whether `op` is the transpose.
  ///   - b: An `order × columns` matrix, row by row.
  ///   - x: Room for the solution, as large as `b`. It does not overlap `b`.
  /// - Complexity: `2 order² · columns` operations.
  @_specialize(where T == Double)
  @_specialize(where T == Float)
  public static func solve<T: KernelScalar>(
    _ lu: UnsafePointer<T>, permutation: UnsafePointer<Int>, isTransposed: Bool = false,
    _ b: UnsafePointer<T>, into x: UnsafeMutablePointer<T>, order: Int, columns: Int
  ) {
    precondition(
      order >= 0 && columns >= 0,
      "LU.solve: sizes are not negative; found \(order) × \(columns).")
    func copyRow(
      _ source: Int, of matrix: UnsafePointer<T>, to row: Int, of target: UnsafeMutablePointer<T>
    ) {
      (target + row * columns).update(from: matrix + source * columns, count: columns)
    }
    if !isTransposed {
      for row in 0..<order { copyRow(permutation[row], of: b, to: row, of: x) }
      TriangularSolve.solve(lu, .lower, isUnit: true, x, order: order, columns: columns)
      TriangularSolve.solve(lu, .upper, x, order: order, columns: columns)
      return
    }
    // Aᵀ = Uᵀ Lᵀ P, and P undoes itself by its transpose.
    withUnsafeTemporaryAllocation(of: T.self, capacity: order * columns) { permuted in
      guard let permuted = permuted.baseAddress else { return }
      permuted.initialize(from: b, count: order * columns)
      TriangularSolve.solve(
        lu, .upper, isTransposed: true, permuted, order: order, columns: columns)
      TriangularSolve.solve(
        lu, .lower, isUnit: true, isTransposed: true, permuted, order: order, columns: columns)
      for row in 0..<order { copyRow(row, of: permuted, to: permutation[row], of: x) }
    }
  }
}
