// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// Products of as many pairs of matrices, `[batch, m, k] · [batch, k, n]`, where each operand may be
/// stored transposed.
struct MatrixProductRow: LinearRow {
  static var name: String { "matmul" }
  /// Whether the first operand is stored as `[batch, k, m]`.
  let isFirstTransposed: Bool
  /// Whether the second operand is stored as `[batch, n, k]`.
  let isSecondTransposed: Bool
  var operation: Operation { .matrixProduct(self) }
  var attributes: String {
    (isFirstTransposed ? "transposed " : "") + (isSecondTransposed ? "by transposed" : "")
  }

  private func sizes(_ x: Shape, _ y: Shape) -> (batch: Int, m: Int, k: Int, n: Int) {
    (
      x[0], isFirstTransposed ? x[2] : x[1], isFirstTransposed ? x[1] : x[2],
      isSecondTransposed ? y[1] : y[2]
    )
  }

  func type(of operands: [ArrayType]) -> ArrayType {
    let (batch, m, _, n) = sizes(operands[0].shape, operands[1].shape)
    return ArrayType([batch, m, n], operands[0].dtype)
  }

  func evaluate(_ operands: [NDArray]) -> NDArray {
    operands[0].dtype.acceptFloat(Kernel(row: self, x: operands[0], y: operands[1]))
  }

  private struct Kernel: FloatVisitor {
    let row: MatrixProductRow
    let x: NDArray
    let y: NDArray

    func visit<T: KernelScalar>(_ type: T.Type) -> NDArray {
      let (batch, m, k, n) = row.sizes(x.shape, y.shape)
      return x.withElements(T.self) { x in
        y.withElements(T.self) { y in
          NDArray([batch, m, n]) { (z: UnsafeMutableBufferPointer<T>) in
            guard let x = x.baseAddress, let y = y.baseAddress, let z = z.baseAddress else { return }
            for b in 0..<batch {
              MatrixProduct.multiply(
                x + b * m * k, isTransposed: row.isFirstTransposed,
                by: y + b * k * n, isTransposed: row.isSecondTransposed,
                into: z + b * m * n, rows: m, columns: n, depth: k)
            }
          }
        }
      }
    }
  }

  /// For `Z = X Y` it is `X̄ = Z̄ Yᵀ` and `Ȳ = Xᵀ Z̄`; for an operand stored transposed, the
  /// transpose of that.
  func transpose(_ line: AppliedLine, _ cotangent: Tensor, at k: Int) -> Tensor {
    let (x, y) = (line.operands[0], line.operands[1])
    if k == 0 {
      return isFirstTransposed
        ? .matrixProduct(y, isSecondTransposed, cotangent, true)
        : .matrixProduct(cotangent, false, y, !isSecondTransposed)
    }
    return isSecondTransposed
      ? .matrixProduct(cotangent, true, x, isFirstTransposed)
      : .matrixProduct(x, !isFirstTransposed, cotangent, false)
  }

  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    // The two batch axes become one, and part again afterwards.
    let pairs = Tensor.aligned(operands, isBatched, size: size).map { operand in
      operand.reshaped(
        [operand.shape[0] * operand.shape[1], operand.shape[2], operand.shape[3]])
    }
    let product = Tensor.apply(operation, pairs)
    let inner = operands[0].shape[isBatched[0] ? 1 : 0]
    return product.reshaped([size, inner, product.shape[1], product.shape[2]])
  }
}

extension Tensor {
  /// The products of matrices `[batch, …, …]`, each stored as it is or transposed.
  static func matrixProduct(
    _ x: Tensor, _ isFirstTransposed: Bool, _ y: Tensor, _ isSecondTransposed: Bool
  ) -> Tensor {
    let row = MatrixProductRow(
      isFirstTransposed: isFirstTransposed, isSecondTransposed: isSecondTransposed)
    return apply(row.operation, [x, y])
  }
}
