// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// `A = Q R` of matrices `[count, m, n]` with `m ≥ n`: orthonormal columns `Q`, `[count, m, n]`,
/// and an upper triangular `R`, `[count, n, n]`, whose diagonal is not negative.
struct QRFactorization: StackedTupleRow {
  static var name: String { "qr" }
  var operation: TupleOperation { .qr(self) }

  func types(of operands: [ArrayType]) -> [ArrayType] {
    let (shape, dtype) = (operands[0].shape, operands[0].dtype)
    return [operands[0], ArrayType([shape[0], shape[2], shape[2]], dtype)]
  }
  func evaluate(_ operands: [NDArray]) -> [NDArray] {
    Kernel(rows: operands[0].shape[1], columns: operands[0].shape[2]).evaluate(operands)
  }

  private struct Kernel: StackKernel {
    let rows, columns: Int
    var results: [Shape] { [[rows, columns], [columns, columns]] }
    func run<T: KernelScalar>(
      _ operands: [UnsafePointer<T>], into results: [UnsafeMutablePointer<T>]
    ) {
      MatrixFactorization.qr(
        operands[0], q: results[0], r: results[1], rows: rows, columns: columns)
    }
  }

  /// With `X = Ȧ R⁻¹`, and `W` the upper triangle of `Qᵀ X` plus the transpose of the rest,
  /// `Ṙ = W R` and `Q̇ = X − Q W` (Walter and Lehmann, *Algorithmic differentiation of linear
  /// algebra functions*, 2010).
  func pushforward(_ line: AppliedTuple, _ tangents: [Tensor?]) -> [Tensor?] {
    guard let tangent = tangents[0] else { return [nil, nil] }
    let (q, r) = (line.results[0], line.results[1])
    let x = Tensor.triangularSolve(
      r, tangent.matrixTransposed, isLower: false, isTransposed: true
    ).matrixTransposed
    let m = Tensor.product(transposed: q, x)
    let w = m.upperTriangle() + m.lowerTriangle(offset: -1).matrixTransposed
    return [x - Tensor.product(q, w), Tensor.product(w, r)]
  }
}

/// The eigenvalues, ascending, `[count, n]`, and eigenvectors, the columns of `[count, n, n]`, of
/// symmetric matrices.
struct SymmetricEigen: StackedTupleRow {
  static var name: String { "eigh" }
  var operation: TupleOperation { .symmetricEigen(self) }

  func types(of operands: [ArrayType]) -> [ArrayType] {
    [operands[0].reduced([2]), operands[0]]
  }
  func evaluate(_ operands: [NDArray]) -> [NDArray] {
    Kernel(order: operands[0].shape[2]).evaluate(operands)
  }

  private struct Kernel: StackKernel {
    let order: Int
    var results: [Shape] { [[order], [order, order]] }
    func run<T: KernelScalar>(
      _ operands: [UnsafePointer<T>], into results: [UnsafeMutablePointer<T>]
    ) {
      MatrixFactorization.symmetricEigen(
        operands[0], values: results[0], vectors: results[1], order: order)
    }
  }

  /// With `M = Vᵀ Ȧ V`, `λ̇ᵢ = Mᵢᵢ` and `V̇ = V (M / gaps)`.
  ///
  /// Equal eigenvalues have a gap of zero, whose reciprocal is taken to be zero: what does not
  /// depend on the choice of their eigenvectors has no part from there.
  func pushforward(_ line: AppliedTuple, _ tangents: [Tensor?]) -> [Tensor?] {
    guard let tangent = tangents[0], tangent.shape[2] > 0 else { return [nil, nil] }
    let (values, vectors) = (line.results[0], line.results[1])
    let m = Tensor.product(transposed: vectors, Tensor.product(tangent, vectors))
    let scale = Tensor.abs(values).max(axes: [1]) * Tensor(Double(values.shape[1]))
    let gaps = values.addingAxis(-2) - values.addingAxis(-1)
    return [m.diagonal(axes: (-2, -1)), .product(vectors, m * gaps.reciprocal(whereAbove: scale))]
  }
}

/// `A = U diag(s) Vᵀ` of matrices `[count, m, n]`: with `k = min(m, n)`, orthonormal columns `U`,
/// `[count, m, k]`, singular values, descending, `[count, k]`, and rows `Vᵀ`, `[count, k, n]`.
struct SingularValues: StackedTupleRow {
  static var name: String { "svd" }
  var operation: TupleOperation { .singularValues(self) }

  func types(of operands: [ArrayType]) -> [ArrayType] {
    let (shape, dtype) = (operands[0].shape, operands[0].dtype)
    let kernel = Kernel(rows: shape[1], columns: shape[2])
    return kernel.results.map { ArrayType(Shape([shape[0]] + $0.dimensions), dtype) }
  }
  func evaluate(_ operands: [NDArray]) -> [NDArray] {
    Kernel(rows: operands[0].shape[1], columns: operands[0].shape[2]).evaluate(operands)
  }

  private struct Kernel: StackKernel {
    let rows, columns: Int
    var results: [Shape] {
      let rank = min(rows, columns)
      return [[rows, rank], [rank], [rank, columns]]
    }
    func run<T: KernelScalar>(
      _ operands: [UnsafePointer<T>], into results: [UnsafeMutablePointer<T>]
    ) {
      MatrixFactorization.singularValues(
        operands[0], u: results[0], s: results[1], vTransposed: results[2],
        rows: rows, columns: columns)
    }
  }

  /// With `P = Uᵀ Ȧ V`, `ṡᵢ = Pᵢᵢ`; the rotations `Ωᵤ` and `Ωᵥ` of the singular vectors have the
  /// sum `(P + Pᵀ)ᵢⱼ / (sⱼ − sᵢ)` and the difference `(P − Pᵀ)ᵢⱼ / (sⱼ + sᵢ)`; and what leaves the
  /// spaces that `U` and `V` span is divided by `s`.
  ///
  /// A singular value of zero is a kink, with derivative zero; divisions by zero give zero, as for
  /// eigenvalues.
  func pushforward(_ line: AppliedTuple, _ tangents: [Tensor?]) -> [Tensor?] {
    let (u, s, v) = (line.results[0], line.results[1], line.results[2])
    let (rows, columns, rank) = (u.shape[1], v.shape[2], s.shape[1])
    guard let tangent = tangents[0], rank > 0 else { return [nil, nil, nil] }
    let scale = s.max(axes: [1]) * Tensor(Double(max(rows, columns)))
    let left = Tensor.product(transposed: u, tangent)
    let right = Tensor.product(tangent, transposed: v)
    let p = Tensor.product(left, transposed: v)
    let transposed = p.matrixTransposed
    let (row, column) = (s.addingAxis(-2), s.addingAxis(-1))
    let sum = (p + transposed) * (row - column).reciprocal(whereAbove: scale)
    let difference = (p - transposed) * (row + column).reciprocal(whereAbove: scale)
    var uTangent = Tensor.product(u, (sum + difference) / 2)
    var vTangent = Tensor.product((difference - sum) / 2, v)
    if rows > rank {
      uTangent += (right - Tensor.product(u, p)) * row.reciprocal(whereAbove: scale)
    }
    if columns > rank {
      vTangent += (left - Tensor.product(p, v)) * column.reciprocal(whereAbove: scale)
    }
    return [uTangent, p.diagonal(axes: (-2, -1)) * Tensor.sign(s), vTangent]
  }
}

extension Tensor {
  /// `1 / x` of matrices, and zero where `x` is nothing but the rounding error of numbers as large
  /// as `scale`, one for each matrix.
  fileprivate func reciprocal(whereAbove scale: Tensor) -> Tensor {
    let bound = scale.withoutDerivative.reshaped([-1, 1, 1]) * Tensor(dtype.ulpOfOne)
    let isZero = Tensor.abs(self) .<= bound
    return .select(isZero, 0, 1 / Tensor.select(isZero, 1, self))
  }
}

extension DType {
  /// The distance from 1 to the next number of the type.
  var ulpOfOne: Double { self == .float32 ? Double(Float.ulpOfOne) : Double.ulpOfOne }
}
