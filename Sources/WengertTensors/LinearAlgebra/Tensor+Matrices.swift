// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// The last two axes as matrices: what the rules of linear algebra are written with.
extension Tensor {
  /// The matrices with their axes exchanged.
  ///
  /// ```swift
  /// let gram = matmul(x.matrixTransposed, x)
  /// ```
  public var matrixTransposed: Tensor {
    precondition(rank >= 2, "matrixTransposed: a tensor of shape \(shape) has no matrices.")
    return swappingAxes(-2, -1)
  }

  /// The products of matrices in stacks `[count, …, …]`; a stack of one meets every other item.
  static func product(_ x: Tensor, _ y: Tensor) -> Tensor { .matrixProduct(x, false, y, false) }

  /// `Xᵀ Y`, stack by stack.
  static func product(transposed x: Tensor, _ y: Tensor) -> Tensor {
    .matrixProduct(x, true, y, false)
  }

  /// `X Yᵀ`, stack by stack.
  static func product(_ x: Tensor, transposed y: Tensor) -> Tensor {
    .matrixProduct(x, false, y, true)
  }
}

/// Tensors of matrices or vectors as stacks of them, with their batch axes repeated to common ones
/// and merged.
struct Stacks {
  /// The common batch axes.
  let batch: [Int]
  /// The operands as `[count, …]`.
  let operands: [Tensor]

  /// - Parameter ranks: How many of the last axes of each operand belong to one item.
  init(_ operands: [Tensor], ranks: [Int], _ operation: StaticString) {
    var common: Shape = []
    for (operand, rank) in zip(operands, ranks) {
      precondition(
        operand.rank >= rank,
        "\(operation): an operand of shape \(operand.shape) has fewer than \(rank) axes.")
      let own = Shape(Array(operand.shape.dimensions.dropLast(rank)))
      guard let shape = Shape.broadcast(common, own) else {
        preconditionFailure(
          "\(operation): the batch axes \(common) and \(own) do not broadcast to common ones.")
      }
      common = shape
    }
    let batch = common.dimensions
    self.batch = batch
    self.operands = zip(operands, ranks).map { operand, rank in
      let item = operand.shape.dimensions.suffix(rank)
      return operand.broadcast(to: Shape(batch + item))
        .reshaped(Shape([Shape(batch).elementCount] + item))
    }
  }

  /// A stack with the batch axes in place of its first.
  func restored(_ stack: Tensor) -> Tensor {
    stack.reshaped(Shape(batch + stack.shape.dimensions.dropFirst()))
  }
}

extension Tensor {
  /// A function of stacks of matrices, for matrices with any batch axes.
  func mapMatrices(
    isSquare: Bool = true, _ operation: StaticString, _ function: (Tensor) -> [Tensor]
  ) -> [Tensor] {
    let stacks = Stacks([real], ranks: [2], operation)
    if isSquare { checkSquare(operation) }
    return function(stacks.operands[0]).map { stacks.restored($0) }
  }

  /// Stops unless the last two axes are equally long.
  func checkSquare(_ operation: StaticString) {
    precondition(
      rank >= 2 && shape[rank - 1] == shape[rank - 2],
      "\(operation): the matrices are not square; found the shape \(shape).")
  }
}
