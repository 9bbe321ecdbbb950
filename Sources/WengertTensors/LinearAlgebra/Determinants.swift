// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

extension Tensor {
  /// The determinants of square matrices.
  ///
  /// Singular matrices, too, have finite first and second derivatives.
  ///
  /// ```swift
  /// gradient(at: a) { a in a.determinant() }     // the matrix of cofactors
  /// ```
  ///
  /// For large matrices, whose determinant overflows, see ``signedLogDeterminant()``.
  public func determinant() -> Tensor {
    mapMatrices("determinant") { [.determinant($0)] }[0]
  }

  /// The signs of the determinants (zero for singular matrices) and the logarithms of their
  /// absolute values.
  ///
  /// The derivative of the logarithm is the transpose of the inverse.
  public func signedLogDeterminant() -> (sign: Tensor, logarithm: Tensor) {
    let results = mapMatrices("signedLogDeterminant") { a in
      let factors = Tensor.apply(LUFactorization().operation, [a])
      let diagonal = factors[0].diagonal(axes: (-2, -1))
      return [
        factors[2] * Tensor.sign(diagonal).product(axes: [1]),
        Tensor.log(Tensor.abs(diagonal)).sum(axes: [1]),
      ]
    }
    return (results[0], results[1])
  }

  /// The logarithms of determinants that are positive; nan for negative ones.
  public func logDeterminant() -> Tensor {
    let (sign, logarithm) = signedLogDeterminant()
    return .select(sign .< 0, Tensor(.nan), logarithm)
  }
}
