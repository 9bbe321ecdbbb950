// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// The determinants of matrices `[count, n, n]`.
struct Determinant: TangentRow, StackedRow {
  static var name: String { "det" }
  var operation: Operation { .determinant(self) }

  func type(of operands: [ArrayType]) -> ArrayType { operands[0].reduced([1, 2]) }
  func evaluate(_ operands: [NDArray]) -> NDArray {
    let factors = Tensor.apply(LUFactorization().operation, [Tensor(operands[0])])
    return (factors[2] * factors[0].diagonal(axes: (-2, -1)).product(axes: [1])).value
  }

  /// Jacobi's formula: the sum of the cofactors times `Ȧ`.
  func pushforward(_ line: AppliedLine, _ tangents: [Tensor?]) -> Tensor? {
    tangents[0].map { (.apply(Cofactors().operation, line.operands) * $0).sum(axes: [1, 2]) }
  }
}

/// The cofactors `∂ det / ∂A` of matrices `[count, n, n]`, or, with a second operand `E`, their
/// derivative along it.
///
/// Both are computed from singular values without any division, so that singular matrices, too,
/// have a determinant with two derivatives.
struct Cofactors: TangentRow, StackedRow {
  static var name: String { "cofactors" }
  var operation: Operation { .cofactors(self) }

  func type(of operands: [ArrayType]) -> ArrayType { operands[0] }

  /// For `A = U diag(s) Vᵀ` the cofactors are `det U det V · U C Vᵀ` with those of `diag(s)`: on
  /// the diagonal the products of the other singular values. With `P` the products of all but two
  /// and `E′ = Uᵀ E V`, their derivative is `diag(P diag E′) − P ∘ E′ᵀ`.
  func evaluate(_ operands: [NDArray]) -> NDArray {
    let factors = Tensor.apply(SingularValues().operation, [Tensor(operands[0])])
    let (u, s, v) = (factors[0], factors[1], factors[2])
    let sign = Tensor.determinant(u) * Tensor.determinant(v)
    var inner = s.productOfOthers(axis: 1).diagonalMatrix()
    if operands.count == 2 {
      let e = Tensor.product(
        Tensor.product(transposed: u, Tensor(operands[1])), transposed: v)
      let identity = Tensor.identity(s.shape[1], dtype: s.dtype)
      let others =
        Tensor.select(identity, 1, s.addingAxis(-2)).productOfOthers(axis: 2) * (1 - identity)
      let diagonal = Tensor.product(others, e.diagonal(axes: (-2, -1)).addingAxis(-1))
      inner = identity * diagonal - others * e.matrixTransposed
    }
    return (Tensor.product(Tensor.product(u, inner), v) * sign.addingAxis(-1).addingAxis(-1)).value
  }

  /// The derivative of the cofactors, and along it by `C = det A · A⁻ᵀ`, for regular matrices.
  func pushforward(_ line: AppliedLine, _ tangents: [Tensor?]) -> Tensor? {
    let a = line.operands[0]
    if line.operands.count == 1 {
      return tangents[0].map { .apply(operation, [a, $0]) }
    }
    let along = tangents[1].map { Tensor.apply(operation, [a, $0]) }
    return Tensor.sum(along, tangents[0].map { second(a, line.operands[1], $0) })
  }

  /// All are derivatives of one function, the determinant, and so their own transposes.
  func pullback(_ line: AppliedLine, _ cotangent: Tensor, to k: Int) -> Tensor? {
    var tangents = [Tensor?](repeating: nil, count: line.operands.count)
    tangents[k] = cotangent
    return pushforward(line, tangents)
  }

  /// With `W = A⁻ᵀ`, the derivative of `det A ((W : E) W − W Eᵀ W)` along `Ȧ`.
  private func second(_ a: Tensor, _ e: Tensor, _ tangent: Tensor) -> Tensor {
    let identity = Tensor.identity(a.shape[2], dtype: a.dtype).broadcast(to: a.shape)
    let w = Tensor.linearSolve(a.matrixTransposed, identity)
    func trace(_ x: Tensor, _ y: Tensor) -> Tensor { (x * y).sum(axes: [1, 2], keepingAxes: true) }
    func change(_ x: Tensor) -> Tensor {
      -Tensor.product(w, Tensor.product(transposed: x, w))
    }
    let (we, wt) = (change(e), change(tangent))
    let mixed =
      Tensor.product(we, Tensor.product(transposed: tangent, w))
      + Tensor.product(wt, Tensor.product(transposed: e, w))
    let sum =
      (trace(w, e) * trace(w, tangent) + trace(wt, e)) * w + trace(w, e) * wt
      + trace(w, tangent) * we - mixed
    return sum * Tensor.determinant(a).addingAxis(-1).addingAxis(-1)
  }
}

extension Tensor {
  /// The determinants of a stack of matrices.
  static func determinant(_ a: Tensor) -> Tensor { apply(Determinant().operation, [a]) }

  /// At each place along `axis` the product of the elements at the other places.
  fileprivate func productOfOthers(axis: Int) -> Tensor {
    let before = cumulativeProduct(axis: axis).shifted(axis: axis, fill: 1)
    let after = flipped(axis: axis).cumulativeProduct(axis: axis).shifted(axis: axis, fill: 1)
    return before * after.flipped(axis: axis)
  }
}
