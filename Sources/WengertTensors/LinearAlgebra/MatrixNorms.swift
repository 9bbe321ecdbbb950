// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

/// A norm of matrices, or a quantity that is named like one.
public enum MatrixNorm: Sendable {
  /// The root of the sum of squares.
  case frobenius
  /// The sum of the singular values.
  case nuclear
  /// The greatest singular value, also called the 2-norm.
  case spectral
  /// The least singular value.
  case leastSingularValue
  /// The greatest sum of absolute values in a column, also called the 1-norm.
  case greatestColumnSum
  /// The least sum of absolute values in a column.
  case leastColumnSum
  /// The greatest sum of absolute values in a row, also called the ∞-norm.
  case greatestRowSum
  /// The least sum of absolute values in a row.
  case leastRowSum
}

extension Tensor {
  /// Norms of the matrices that two axes hold: rows along the first, columns along the second.
  ///
  /// ```swift
  /// a.matrixNorm()                       // Frobenius
  /// a.matrixNorm(.nuclear)
  /// ```
  ///
  /// The derivative of a norm at the zero matrix is zero.
  public func matrixNorm(
    _ norm: MatrixNorm = .frobenius, axes: (rows: Int, columns: Int) = (-2, -1),
    keepingAxes: Bool = false
  ) -> Tensor {
    let rows = normalized(axis: axes.rows, "matrixNorm")
    let columns = normalized(axis: axes.columns, "matrixNorm")
    precondition(rows != columns, "matrixNorm: rows and columns are both axis \(rows).")
    let others = shape.indices.filter { $0 != rows && $0 != columns }
    let matrices = transposed(others + [rows, columns]).real
    let axis = others.count
    let result: Tensor =
      switch norm {
      case .frobenius: matrices.norm(axes: [axis, axis + 1])
      case .nuclear: matrices.singularValues().sum(axes: [axis])
      case .spectral: matrices.singularValues().max(axes: [axis])
      case .leastSingularValue: matrices.singularValues().min(axes: [axis])
      case .greatestColumnSum: Tensor.abs(matrices).sum(axes: [axis]).max(axes: [axis])
      case .leastColumnSum: Tensor.abs(matrices).sum(axes: [axis]).min(axes: [axis])
      case .greatestRowSum: Tensor.abs(matrices).sum(axes: [axis + 1]).max(axes: [axis])
      case .leastRowSum: Tensor.abs(matrices).sum(axes: [axis + 1]).min(axes: [axis])
      }
    return result.keeping(keepingAxes, [rows, columns], of: shape)
  }
}
