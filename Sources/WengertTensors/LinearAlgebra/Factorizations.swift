// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertKernels

/// Factorizations of the matrices in the last two axes; all other axes are batch axes.
extension Tensor {
  /// The Cholesky factor: the lower triangular `L` with `A = L Lᵀ` and a positive diagonal, or the
  /// upper triangular `U = Lᵀ`.
  ///
  /// What is factored is the symmetric part `(A + Aᵀ) / 2`, so that the derivative is a symmetric
  /// matrix. A matrix that is not positive definite gives nans.
  ///
  /// ```swift
  /// let l = covariance.cholesky()
  /// let sample = matmul(l, noise)
  /// ```
  public func cholesky(_ triangle: Triangle = .lower) -> Tensor {
    let factor = mapMatrices("cholesky") { [.apply(CholeskyRow().operation, [$0.symmetric])] }[0]
    return triangle == .lower ? factor : factor.matrixTransposed
  }

  /// The factors of `P A = L U` of square matrices, with partial pivoting: `L`, whose diagonal of
  /// ones is left out, below the diagonal and `U` above, and the order in which `P` puts the rows.
  public func lu() -> (factors: Tensor, permutation: Tensor) {
    let results = mapMatrices("lu") { Tensor.apply(LUFactorization().operation, [$0]) }
    return (results[0], results[1])
  }

  /// `A = Q R` with orthonormal columns `Q`, `[…, m, k]`, and an upper triangular `R`, `[…, k, n]`,
  /// whose diagonal is not negative; `k = min(m, n)`.
  ///
  /// The derivative exists where the first `k` columns are independent.
  ///
  /// ```swift
  /// let (q, r) = a.qr()
  /// ```
  public func qr() -> (q: Tensor, r: Tensor) {
    let results = mapMatrices(isSquare: false, "qr") { a in
      let (rows, columns) = (a.shape[1], a.shape[2])
      let square = a.sliced(axis: 2, from: 0, count: Swift.min(rows, columns))
      let factors = Tensor.apply(QRFactorization().operation, [square])
      if rows >= columns { return factors }
      // The first columns determine Q, and Q the other columns of R.
      let rest = a.sliced(axis: 2, from: rows, count: columns - rows)
      let others = Tensor.product(transposed: factors[0], rest)
      return [factors[0], concatenate([factors[1], others], axis: 2)]
    }
    return (results[0], results[1])
  }

  /// The eigenvalues `λ`, ascending, `[…, n]`, and eigenvectors, the columns of `V`, of symmetric
  /// matrices: `A = V diag(λ) Vᵀ`.
  ///
  /// What is decomposed is the symmetric part `(A + Aᵀ) / 2`. The signs of eigenvectors are
  /// arbitrary, and those of equal eigenvalues are any basis of their space: only functions that
  /// do not depend on that choice have derivatives. Eigenvectors whose eigenvalues are equal to
  /// working precision count as fixed to each other.
  ///
  /// ```swift
  /// let (values, vectors) = a.symmetricEigen()
  /// let root = matmul(vectors * .sqrt(values), vectors.matrixTransposed)
  /// ```
  public func symmetricEigen() -> (values: Tensor, vectors: Tensor) {
    let results = mapMatrices("symmetricEigen") {
      Tensor.apply(SymmetricEigen().operation, [$0.symmetric])
    }
    return (results[0], results[1])
  }

  /// The singular value decomposition `A = U diag(s) Vᵀ`: with `k = min(m, n)`, orthonormal columns
  /// `U`, `[…, m, k]`, singular values, descending, `[…, k]`, and orthonormal rows `Vᵀ`,
  /// `[…, k, n]`.
  ///
  /// As for ``symmetricEigen()``, only what does not depend on the choice of singular vectors has a
  /// derivative; that of a singular value which is zero is zero.
  ///
  /// ```swift
  /// let (u, s, v) = a.singularValueDecomposition()
  /// let rankOne = outer(u[0..., 0], v[0]) * s[0]
  /// ```
  public func singularValueDecomposition() -> (u: Tensor, s: Tensor, vTransposed: Tensor) {
    let results = mapMatrices(isSquare: false, "singularValueDecomposition") {
      Tensor.apply(SingularValues().operation, [$0])
    }
    return (results[0], results[1], results[2])
  }

  /// The eigenvalues of symmetric matrices, ascending.
  public func symmetricEigenvalues() -> Tensor { symmetricEigen().values }

  /// The singular values, descending.
  public func singularValues() -> Tensor { singularValueDecomposition().s }

  /// The first columns of the product of the reflections `1 − τⱼ vⱼ vⱼᵀ`.
  ///
  /// `vⱼ` is column `j` of this matrix, `[…, m, n]`, below the diagonal, with a one on it;
  /// `factors`, `[…, k]` with `k ≤ n`, holds the `τⱼ`.
  ///
  /// With `V` the matrix of the vectors and `D` that of the factors the product is
  /// `1 − V D (1 + S D)⁻¹ Vᵀ`, where `S` is the part of `Vᵀ V` above the diagonal (Schreiber and
  /// Van Loan, *A storage-efficient WY representation*, 1989).
  public func householderProduct(factors: Tensor) -> Tensor {
    let stacks = Stacks([real, factors.real], ranks: [2, 1], "householderProduct")
    let (a, d) = (stacks.operands[0], stacks.operands[1])
    let (rows, columns, count) = (a.shape[1], a.shape[2], d.shape[1])
    precondition(
      rows >= columns && count <= columns,
      "householderProduct: \(count) factors do not fit reflections of shape \(shape).")
    let identity = Tensor.identity(rows, dtype: a.dtype)
    let v =
      a.sliced(axis: 2, from: 0, count: count).lowerTriangle(offset: -1)
      + identity.sliced(axis: 1, from: 0, count: count)
    let s = Tensor.product(transposed: v, v) * d.addingAxis(-2)
    let first = v.sliced(axis: 1, from: 0, count: columns)
    let inner = Tensor.triangularSolve(s, first.matrixTransposed, isLower: false, isUnit: true)
    return stacks.restored(
      identity.sliced(axis: 1, from: 0, count: columns) - .product(v * d.addingAxis(-2), inner))
  }

  /// `(A + Aᵀ) / 2`.
  fileprivate var symmetric: Tensor { (self + matrixTransposed) / 2 }
}
