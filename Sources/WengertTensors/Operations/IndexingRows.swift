// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// Parts of an operand of shape `batch + [n] + part` at integers of shape `batch + places`.
struct Gather: LinearRow {
  static var name: String { "gather" }
  var batchRank: Int
  var operation: Operation { .gather(self) }
  mutating func visitAttributes(_ visit: inout AttributeVisitor) { visit("batchRank", &batchRank) }

  func type(of operands: [ArrayType]) -> ArrayType {
    let (source, indices) = (operands[0].shape, operands[1].shape)
    return ArrayType(
      Shape(indices.dimensions + source.dimensions.dropFirst(batchRank + 1)), operands[0].dtype)
  }
  func evaluate(_ operands: [NDArray]) -> NDArray {
    operands[0].gathered(operands[1], batchRank: batchRank)
  }
  func transpose(_ line: AppliedLine, _ cotangent: Tensor, at k: Int) -> Tensor {
    .apply(
      Scatter(shape: line.operands[0].shape, batchRank: batchRank).operation,
      [cotangent, line.operands[1]])
  }
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    // Indices of a batch into one operand are only more indices.
    if !isBatched[0], batchRank == 0 { return .apply(operation, operands) }
    return .apply(
      Gather(batchRank: batchRank + 1).operation, Tensor.aligned(operands, isBatched, size: size))
  }
}

/// The transpose of ``Gather``: zeros of a shape, to whose parts those of the operand are added.
struct Scatter: LinearRow {
  static var name: String { "scatter" }
  var shape: Shape
  var batchRank: Int
  var operation: Operation { .scatter(self) }
  mutating func visitAttributes(_ visit: inout AttributeVisitor) {
    visit("", &shape)
    visit("batchRank", &batchRank)
  }

  func type(of operands: [ArrayType]) -> ArrayType { ArrayType(shape, operands[0].dtype) }
  func evaluate(_ operands: [NDArray]) -> NDArray {
    operands[0].scatterSum(operands[1], into: shape, batchRank: batchRank)
  }
  func transpose(_ line: AppliedLine, _ cotangent: Tensor, at k: Int) -> Tensor {
    .apply(Gather(batchRank: batchRank).operation, [cotangent, line.operands[1]])
  }
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    .apply(
      Scatter(shape: Shape([size] + shape.dimensions), batchRank: batchRank + 1).operation,
      Tensor.aligned(operands, isBatched, size: size))
  }
}
