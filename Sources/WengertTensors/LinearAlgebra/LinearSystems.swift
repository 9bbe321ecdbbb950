// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertKernels

/// The solution of `A X = B`, by factorization with pivots.
///
/// `a` is `[…, n, n]`; `b` is a vector `[n]` or `[…, n, k]`; the axes before the matrices
/// broadcast. A singular matrix gives infinities or nans.
///
/// ```swift
/// solve([[2, 0], [0, 4]], [2, 8])       // [1, 2]
/// ```
///
/// - Complexity: `2n³/3` operations for the factorization, which derivatives use again, and `2n²`
///   for each column.
public func solve(_ a: Tensor, _ b: Tensor) -> Tensor {
  Tensor.solving(a, b, "solve") { .linearSolve($0, $1) }
}

/// The solution of `T X = B` for a triangular `T`, of which only one triangle is read.
///
/// ```swift
/// solveTriangular(a.cholesky(), b)                   // L⁻¹ b
/// solveTriangular(r, b, .upper)                      // back substitution
/// ```
///
/// - Parameters:
///   - t: Matrices `[…, n, n]`.
///   - b: A vector `[n]`, or matrices `[…, n, k]`.
///   - triangle: The triangle that is read.
///   - isUnit: Whether the diagonal counts as ones, and is not read either.
///   - isTransposed: Whether the transpose of `T` is meant.
public func solveTriangular(
  _ t: Tensor, _ b: Tensor, _ triangle: Triangle = .lower, isUnit: Bool = false,
  isTransposed: Bool = false
) -> Tensor {
  Tensor.solving(t, b, "solveTriangular") {
    .triangularSolve(
      $0, $1, isLower: triangle == .lower, isUnit: isUnit, isTransposed: isTransposed)
  }
}

/// The solution of `A X = B` from the Cholesky factor of `A`: `L` with `A = L Lᵀ`, or, for the
/// upper triangle, `U` with `A = Uᵀ U`.
public func choleskySolve(_ factor: Tensor, _ b: Tensor, _ triangle: Triangle = .lower) -> Tensor {
  let isUpper = triangle == .upper
  let half = solveTriangular(factor, b, triangle, isTransposed: isUpper)
  return solveTriangular(factor, half, triangle, isTransposed: !isUpper)
}

/// The solution of `A X = B`, or `Aᵀ X = B`, from what ``Tensor/lu()`` returns.
///
/// The derivative is with respect to the factors; `permutation` has their batch axes.
public func luSolve(
  _ factors: Tensor, permutation: Tensor, _ b: Tensor, isTransposed: Bool = false
) -> Tensor {
  let batches = [factors, b].map { Shape(Array($0.shape.dimensions.dropLast(2))) }
  let order = permutation.converted(to: .int64)
  return Tensor.solving(factors, b, "luSolve") { lu, columns in
    // There is one stack of factors, or one for each pair of batch axes that were broadcast.
    let batch = lu.shape[0] == 1 ? [] : Shape.broadcast(batches[0], batches[1]) ?? []
    let rows = order.broadcast(to: lu.shape[0] == 1 ? order.shape : Shape(batch + [lu.shape[1]]))
    return .solve(
      factors: lu, permutation: rows.reshaped([lu.shape[0], lu.shape[1]]), columns,
      isTransposed: isTransposed)
  }
}

/// The `X` that makes the sums of squares of the columns of `A X − B` least, for an `A` of full
/// rank; where there are many, for matrices with fewer rows than columns, the one with the least
/// norm.
///
/// `a` is `[…, m, n]`; `b` is a vector `[m]` or `[…, m, k]`. Computed from the QR factorization of
/// `A` or of its transpose.
///
/// ```swift
/// let line = lstsq([[0, 1], [1, 1], [2, 1]], [1, 3, 5])      // [2, 1]
/// ```
public func lstsq(_ a: Tensor, _ b: Tensor) -> Tensor {
  Tensor.solving(a, b, isSquare: false, "lstsq") { a, b in
    let isTall = a.shape[1] >= a.shape[2]
    let factors = Tensor.apply(QRFactorization().operation, [isTall ? a : a.matrixTransposed])
    let (q, r) = (factors[0], factors[1])
    if isTall { return .triangularSolve(r, .product(transposed: q, b), isLower: false) }
    return .product(q, .triangularSolve(r, b, isLower: false, isTransposed: true))
  }
}

/// The `x` with `tensordot(a, x, axes: x.rank) = b`.
///
/// The first axes of `a`, as many as `b` has, are those of `b`; the rest are those of `x`, and have
/// as many elements in all.
///
/// - Parameter axes: Axes of `a` that are moved to its end first.
public func tensorsolve(_ a: Tensor, _ b: Tensor, axes: [Int] = []) -> Tensor {
  let moved = axes.map { a.normalized(axis: $0, "tensorsolve") }
  let a = a.transposed(a.shape.indices.filter { !moved.contains($0) } + moved)
  let shape = Shape(Array(a.shape.dimensions.dropFirst(b.rank)))
  precondition(
    shape.elementCount == b.count && shape.elementCount * b.count == a.count,
    "tensorsolve: a tensor of shape \(a.shape) is no square system for one of shape \(b.shape).")
  return solve(a.reshaped([b.count, b.count]), b.reshaped([b.count])).reshaped(shape)
}

extension Tensor {
  /// The inverses of square matrices. A singular matrix has infinities or nans.
  ///
  /// To solve a system, ``solve(_:_:)`` is faster and more accurate.
  public func inverse() -> Tensor {
    mapMatrices("inverse") { a in
      let identity = Tensor.identity(a.shape[2], dtype: a.dtype)
      return [.linearSolve(a, identity.broadcast(to: a.shape))]
    }[0]
  }

  /// The inverse of `A` from its Cholesky factor.
  public func choleskyInverse(_ triangle: Triangle = .lower) -> Tensor {
    checkSquare("choleskyInverse")
    return choleskySolve(self, .identity(shape[rank - 1], dtype: dtype), triangle)
  }

  /// A function of stacks of matrices and right-hand sides, for tensors of them: vectors become
  /// columns, batch axes merge, and many right-hand sides of one matrix stand side by side.
  fileprivate static func solving(
    _ a: Tensor, _ b: Tensor, isSquare: Bool = true, _ operation: StaticString,
    _ function: (Tensor, Tensor) -> Tensor
  ) -> Tensor {
    let (a, b) = promoted(a, b, isReal: true)
    if isSquare { a.checkSquare(operation) }
    precondition(
      a.rank >= 2 && b.rank >= 1 && a.shape[a.rank - 2] == b.shape[Swift.max(b.rank - 2, 0)],
      "\(operation): matrices of shape \(a.shape) do not fit right-hand sides of shape \(b.shape).")
    let columns = b.rank == 1 ? b.addingAxis(-1) : b
    let batch = columns.shape.dimensions.dropLast(2)
    let result: Tensor
    if a.rank == 2, batch.contains(where: { $0 != 1 }) {
      let stacks = columns.reshaped(Shape([-1, 1] + columns.shape.suffix(2)))
      let solutions = stacks.asColumns { function(a.addingAxis(0), $0) }
      result = solutions.reshaped(Shape(batch + solutions.shape.suffix(2)))
    } else {
      let stacks = Stacks([a, columns], ranks: [2, 2], operation)
      result = stacks.restored(function(stacks.operands[0], stacks.operands[1]))
    }
    return b.rank == 1 ? result.squeezed(axes: [-1]) : result
  }
}
