// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// The factorization `P A = L U` of matrices `[count, n, n]`: `L` and `U` in one matrix, the order
/// in which `P` puts the rows, `[count, n]`, and its sign, `[count]`.
struct LUFactorization: StackedTupleRow {
  static var name: String { "lu" }
  var operation: TupleOperation { .lu(self) }

  func types(of operands: [ArrayType]) -> [ArrayType] {
    let (shape, dtype) = (operands[0].shape, operands[0].dtype)
    return [
      operands[0], ArrayType([shape[0], shape[1]], .int64), ArrayType([shape[0]], dtype),
    ]
  }

  func evaluate(_ operands: [NDArray]) -> [NDArray] {
    operands[0].dtype.acceptFloat(Kernel(matrices: operands[0]))
  }

  private struct Kernel: FloatVisitor {
    let matrices: NDArray

    func visit<T: KernelScalar>(_ type: T.Type) -> [NDArray] {
      let (count, order) = (matrices.shape[0], matrices.shape[1])
      var permutations: [Int64] = []
      var signs: [T] = []
      var permutation = [Int](repeating: 0, count: order)
      let factors = matrices.withElements(T.self) { a in
        NDArray(matrices.shape) { (lu: UnsafeMutableBufferPointer<T>) in
          guard let a = a.baseAddress, let lu = lu.baseAddress else { return }
          for item in 0..<count {
            let start = item * order * order
            let sign = permutation.withUnsafeMutableBufferPointer { permutation in
              guard let permutation = permutation.baseAddress else { return 1 }
              return LU.factor(a + start, into: lu + start, permutation: permutation, order: order)
            }
            signs.append(T(sign))
            for row in permutation { permutations.append(Int64(row)) }
          }
        }
      }
      return [
        factors, NDArray(permutations, shape: [count, order]), NDArray(signs, shape: [count]),
      ]
    }
  }

  /// With `F = L⁻¹ P Ȧ U⁻¹`, `L̇` is `L` times the part of `F` below the diagonal, and `U̇` is the
  /// rest times `U`.
  func pushforward(_ line: AppliedTuple, _ tangents: [Tensor?]) -> [Tensor?] {
    guard let tangent = tangents[0] else { return [nil, nil, nil] }
    let lu = line.results[0]
    let permuted = tangent.rows(line.results[1])
    let left = Tensor.triangularSolve(lu, permuted, isLower: true, isUnit: true)
    let f = Tensor.triangularSolve(lu, left.matrixTransposed, isLower: false, isTransposed: true)
      .matrixTransposed
    let l = lu.lowerTriangle(offset: -1) + Tensor.identity(lu.shape[2], dtype: lu.dtype)
    let lower = Tensor.product(l, f.lowerTriangle(offset: -1))
    return [lower + .product(f.upperTriangle(), lu.upperTriangle()), nil, nil]
  }
}

/// The solution of `op(A) X = B`, where `op` is the identity or the transpose.
///
/// The operands are the matrices `A`, their factors and permutations, from which the solution is
/// computed, and `B`. Derivatives belong to `A` and `B`: the factors are only a means.
struct LinearSolve: OperationRow {
  static var name: String { "solve" }
  var isTransposed: Bool
  var operation: Operation { .linearSolve(self) }
  mutating func visitAttributes(_ visit: inout AttributeVisitor) {
    visit("transposed", &isTransposed)
  }

  func type(of operands: [ArrayType]) -> ArrayType { operands[3] }
  func evaluate(_ operands: [NDArray]) -> NDArray {
    Tensor.solve(
      factors: Tensor(operands[1]), permutation: Tensor(operands[2]), Tensor(operands[3]),
      isTransposed: isTransposed
    ).value
  }

  private func solve(_ line: AppliedLine, _ b: Tensor, isAdjoint: Bool = false) -> Tensor {
    .apply(
      LinearSolve(isTransposed: isTransposed != isAdjoint).operation,
      line.operands.prefix(3) + [b])
  }

  /// `Ẋ = op(A)⁻¹ (Ḃ − op(Ȧ) X)`.
  func pushforward(_ line: AppliedLine, _ tangents: [Tensor?]) -> Tensor? {
    let right = tangents[0].map { -Tensor.matrixProduct($0, isTransposed, line.result, false) }
    return Tensor.sum(right, tangents[3]).map { solve(line, $0) }
  }

  /// `B̄ = op(A)⁻ᵀ X̄`, and `Ā` is `−B̄ Xᵀ` or its transpose.
  func pullback(_ line: AppliedLine, _ cotangent: Tensor, to k: Int) -> Tensor? {
    guard k == 0 || k == 3 else { return nil }
    let right = solve(line, cotangent, isAdjoint: true)
    if k == 3 { return right }
    let x = line.result
    return -(isTransposed ? Tensor.product(x, transposed: right) : .product(right, transposed: x))
  }

  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    isBatched[0] || isBatched[1] || isBatched[2]
      ? Tensor.batchedStacks(operation, operands, isBatched, size: size)
      : operands[3].asColumns { .apply(operation, operands.prefix(3) + [$0]) }
  }
}

extension Tensor {
  /// The rows of matrices in the order that `order`, `[count, n]`, gives.
  func rows(_ order: Tensor) -> Tensor { .apply(Gather(batchRank: 1).operation, [self, order]) }

  /// The solution of `op(A) X = B` from the factors of `A`, stack by stack.
  static func solve(
    factors lu: Tensor, permutation: Tensor, _ b: Tensor, isTransposed: Bool
  ) -> Tensor {
    if !isTransposed {
      let left = triangularSolve(lu, b.rows(permutation), isLower: true, isUnit: true)
      return triangularSolve(lu, left, isLower: false)
    }
    // Aᵀ = Uᵀ Lᵀ P, and the transpose of P takes the rows back.
    let left = triangularSolve(lu, b, isLower: false, isTransposed: true)
    let permuted = triangularSolve(lu, left, isLower: true, isUnit: true, isTransposed: true)
    return apply(Scatter(shape: b.shape, batchRank: 1).operation, [permuted, permutation])
  }

  /// The solution of `A X = B`, stack by stack.
  static func linearSolve(_ a: Tensor, _ b: Tensor) -> Tensor {
    let factors = apply(LUFactorization().operation, [a.withoutDerivative])
    return apply(LinearSolve(isTransposed: false).operation, [a, factors[0], factors[1], b])
  }
}
