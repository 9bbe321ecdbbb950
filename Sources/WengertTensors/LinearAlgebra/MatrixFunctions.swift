// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

extension Tensor {
  /// The exponentials `1 + A + A²/2 + …` of square matrices.
  ///
  /// ```swift
  /// matmul((a * t).matrixExponential(), x)      // the solution of x′ = A x at time t
  /// ```
  public func matrixExponential() -> Tensor {
    mapMatrices("matrixExponential") { [.apply(MatrixExponential().operation, [$0])] }[0]
  }

  /// The powers of square matrices with an integer; negative ones are powers of the inverse.
  ///
  /// - Complexity: about `2 log₂ |n|` products.
  public func matrixPower(_ n: Int) -> Tensor {
    mapMatrices("matrixPower") { a in
      let identity = Tensor.identity(a.shape[2], dtype: a.dtype).broadcast(to: a.shape)
      var base = n < 0 ? Tensor.linearSolve(a, identity) : a
      var result: Tensor?
      var rest = n.magnitude
      while rest > 0 {
        if rest % 2 == 1 { result = result.map { .product($0, base) } ?? base }
        rest /= 2
        if rest > 0 { base = .product(base, base) }
      }
      return [result ?? identity]
    }[0]
  }

  /// The pseudo-inverses of Moore and Penrose, `[…, n, m]`, of matrices `[…, m, n]`.
  ///
  /// The derivative takes the rank for constant.
  ///
  /// - Parameter tolerance: Singular values up to this times the greatest one count as zero; by
  ///   default the rounding error of the type times the longer side.
  public func pseudoInverse(tolerance: Double? = nil) -> Tensor {
    mapMatrices(isSquare: false, "pseudoInverse") { a in
      let usual = Double(Swift.max(a.shape[1], a.shape[2])) * a.dtype.ulpOfOne
      return [.apply(PseudoInverse(tolerance: tolerance ?? usual).operation, [a])]
    }[0]
  }
}
