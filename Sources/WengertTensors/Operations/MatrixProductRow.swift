// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// Products of as many pairs of matrices, `[count, m, k] · [count, k, n]`, where each operand may
/// be stored transposed, and a stack of one stands for as many copies as the other needs.
struct MatrixProductRow: LinearRow {
  static var name: String { "matmul" }
  /// Whether the first operand is stored as `[count, k, m]`.
  var isFirstTransposed: Bool
  /// Whether the second operand is stored as `[count, n, k]`.
  var isSecondTransposed: Bool
  var operation: Operation { .matrixProduct(self) }
  mutating func visitAttributes(_ visit: inout AttributeVisitor) {
    visit("transposed", &isFirstTransposed)
    visit("by transposed", &isSecondTransposed)
  }

  /// The products for operands of given types.
  func product(_ x: ArrayType, _ y: ArrayType) -> StackedProduct {
    StackedProduct(
      x.shape, isTransposed: isFirstTransposed, by: y.shape, isTransposed: isSecondTransposed, x.dtype)
  }

  func type(of operands: [ArrayType]) -> ArrayType {
    ArrayType(product(operands[0], operands[1]).shape, operands[0].dtype)
  }

  func evaluate(_ operands: [NDArray]) -> NDArray {
    let types = operands.map { ArrayType($0.shape, $0.dtype) }
    return product(types[0], types[1])(operands[0], operands[1])
  }

  /// For `Z = X Y` it is `X̄ = Z̄ Yᵀ` and `Ȳ = Xᵀ Z̄`; for an operand stored transposed, the
  /// transpose of that; for a stack of one, the sum.
  func transpose(_ line: AppliedLine, _ cotangent: Tensor, at k: Int) -> Tensor {
    let (x, y) = (line.operands[0], line.operands[1])
    let product: Tensor =
      switch (k, k == 0 ? isFirstTransposed : isSecondTransposed) {
      case (0, true): .matrixProduct(y, isSecondTransposed, cotangent, true)
      case (0, false): .matrixProduct(cotangent, false, y, !isSecondTransposed)
      case (_, true): .matrixProduct(cotangent, true, x, isFirstTransposed)
      case (_, false): .matrixProduct(x, !isFirstTransposed, cotangent, false)
      }
    return product.summed(to: line.operands[k].shape)
  }

  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    let counts = [0, 1].map { operands[$0].shape[isBatched[$0] ? 1 : 0] }
    let count = counts[0] == 1 ? counts[1] : counts[0]
    if !isBatched[1], count == 1, !isFirstTransposed {
      // The rows of all matrices meet one second matrix: they are the rows of one matrix.
      let x = operands[0].shape
      let rows = operands[0].reshaped([1, size * x[2], x[3]])
      let product = Tensor.apply(operation, [rows, operands[1]])
      return product.reshaped([size, 1, x[2], product.shape[2]])
    }
    let stacks = [0, 1].map { k -> Tensor in
      if !isBatched[k], counts[k] == 1 { return operands[k] }
      let matrix = operands[k].shape.dimensions.suffix(2)
      return operands[k].broadcast(to: Shape([size, count] + matrix))
        .reshaped(Shape([size * count] + matrix))
    }
    let product = Tensor.apply(operation, stacks)
    return product.reshaped([size, count, product.shape[1], product.shape[2]])
  }
}

extension Tensor {
  /// The products of matrices `[count, …, …]`, each stored as it is or transposed.
  static func matrixProduct(
    _ x: Tensor, _ isFirstTransposed: Bool, _ y: Tensor, _ isSecondTransposed: Bool
  ) -> Tensor {
    let row = MatrixProductRow(
      isFirstTransposed: isFirstTransposed, isSecondTransposed: isSecondTransposed)
    return apply(row.operation, [x, y])
  }
}
