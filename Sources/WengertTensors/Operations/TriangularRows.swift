// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// The lower triangular `L` with `A = L Lᵀ`, for symmetric positive definite matrices
/// `[count, n, n]`; nans for others.
struct CholeskyRow: TangentRow, StackedRow {
  static var name: String { "cholesky" }
  var operation: Operation { .cholesky(self) }

  func type(of operands: [ArrayType]) -> ArrayType { operands[0] }
  func evaluate(_ operands: [NDArray]) -> NDArray {
    Kernel(order: operands[0].shape[2]).evaluate(operands)[0]
  }

  private struct Kernel: StackKernel {
    let order: Int
    var results: [Shape] { [[order, order]] }
    func run<T: KernelScalar>(
      _ operands: [UnsafePointer<T>], into results: [UnsafeMutablePointer<T>]
    ) {
      _ = Cholesky.factor(operands[0], into: results[0], order: order)
    }
  }

  /// `L̇ = L Φ(L⁻¹ Ȧ L⁻ᵀ)`, where `Φ` takes the lower triangle with half the diagonal (Murray,
  /// *Differentiation of the Cholesky decomposition*, 2016).
  func pushforward(_ line: AppliedLine, _ tangents: [Tensor?]) -> Tensor? {
    guard let tangent = tangents[0] else { return nil }
    let l = line.result
    let half = Tensor.triangularSolve(l, tangent, isLower: true)
    let inner = Tensor.triangularSolve(l, half.matrixTransposed, isLower: true)
    let weights = 1 - Tensor.identity(l.shape[2], dtype: l.dtype) / 2
    return .product(l, inner.lowerTriangle() * weights)
  }
}

/// The solution of `op(T) X = B` with a triangular matrix, where `op` is the identity or the
/// transpose: `[count, n, n]` and `[count, n, k]`. The other triangle of `T` is not read.
struct TriangularSolveRow: OperationRow {
  static var name: String { "triangularSolve" }
  var isLower: Bool
  /// Whether the diagonal counts as ones, and is not read either.
  var isUnit: Bool
  var isTransposed: Bool
  var operation: Operation { .triangularSolve(self) }
  mutating func visitAttributes(_ visit: inout AttributeVisitor) {
    visit("unit", &isUnit)
    visit("lower", &isLower, otherwise: "upper")
    visit("transposed", &isTransposed)
  }

  func type(of operands: [ArrayType]) -> ArrayType { operands[1] }
  func evaluate(_ operands: [NDArray]) -> NDArray {
    Kernel(row: self, order: operands[1].shape[1], columns: operands[1].shape[2])
      .evaluate(operands)[0]
  }

  private struct Kernel: StackKernel {
    let row: TriangularSolveRow
    let order, columns: Int
    var results: [Shape] { [[order, columns]] }
    func run<T: KernelScalar>(
      _ operands: [UnsafePointer<T>], into results: [UnsafeMutablePointer<T>]
    ) {
      results[0].update(from: operands[1], count: order * columns)
      TriangularSolve.solve(
        operands[0], row.isLower ? .lower : .upper, isUnit: row.isUnit,
        isTransposed: row.isTransposed, results[0], order: order, columns: columns)
    }
  }

  private func solve(_ t: Tensor, _ b: Tensor, isAdjoint: Bool = false) -> Tensor {
    .triangularSolve(
      t, b, isLower: isLower, isUnit: isUnit, isTransposed: isTransposed != isAdjoint)
  }

  /// The entries that are read.
  private func triangle(_ t: Tensor) -> Tensor {
    isLower ? t.lowerTriangle(offset: isUnit ? -1 : 0) : t.upperTriangle(offset: isUnit ? 1 : 0)
  }

  /// `Ẋ = op(T)⁻¹ (Ḃ − op(Ṫ) X)`.
  func pushforward(_ line: AppliedLine, _ tangents: [Tensor?]) -> Tensor? {
    let right = tangents[0].map {
      -Tensor.matrixProduct(triangle($0), isTransposed, line.result, false)
    }
    return Tensor.sum(right, tangents[1]).map { solve(line.operands[0], $0) }
  }

  /// `B̄ = op(T)⁻ᵀ X̄`, and `T̄` the triangle of `−B̄ Xᵀ` or of its transpose.
  func pullback(_ line: AppliedLine, _ cotangent: Tensor, to k: Int) -> Tensor? {
    let right = solve(line.operands[0], cotangent, isAdjoint: true)
    if k == 1 { return right }
    let x = line.result
    return triangle(
      -(isTransposed ? Tensor.product(x, transposed: right) : .product(right, transposed: x)))
  }

  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    isBatched[0]
      ? Tensor.batchedStacks(operation, operands, isBatched, size: size)
      : operands[1].asColumns { .apply(operation, [operands[0], $0]) }
  }
}

extension Tensor {
  /// The solution of `op(T) X = B` for stacks of matrices.
  static func triangularSolve(
    _ t: Tensor, _ b: Tensor, isLower: Bool, isUnit: Bool = false, isTransposed: Bool = false
  ) -> Tensor {
    let row = TriangularSolveRow(isLower: isLower, isUnit: isUnit, isTransposed: isTransposed)
    return apply(row.operation, [t, b])
  }

  /// The sum of tensors, of which nil stands for zero.
  static func sum(_ x: Tensor?, _ y: Tensor?) -> Tensor? {
    guard let x, let y else { return x ?? y }
    return x + y
  }

  /// A linear function of columns, applied to batches of stacks `[size, count, n, k]`: all columns
  /// that belong to one item stand side by side meanwhile.
  func asColumns(_ function: (Tensor) -> Tensor) -> Tensor {
    let (size, count, n, k) = (shape[0], shape[1], shape[2], shape[3])
    let columns = transposed([1, 2, 0, 3]).reshaped([count, n, size * k])
    let result = function(columns)
    return result.reshaped([count, result.shape[1], size, k]).transposed([2, 0, 1, 3])
  }
}
