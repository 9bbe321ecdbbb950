// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// The same elements in another shape.
struct Reshape: LinearRow {
  static var name: String { "reshape" }
  var shape: Shape
  var operation: Operation { .reshape(self) }
  mutating func visitAttributes(_ visit: inout AttributeVisitor) { visit("", &shape) }

  func type(of operands: [ArrayType]) -> ArrayType { ArrayType(shape, operands[0].dtype) }
  func evaluate(_ operands: [NDArray]) -> NDArray { operands[0].reshaped(shape) }
  func transpose(_ line: AppliedLine, _ cotangent: Tensor, at k: Int) -> Tensor {
    cotangent.reshaped(line.operands[0].shape)
  }
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    operands[0].reshaped(Shape([size] + shape.dimensions))
  }
}

/// The axes in another order: axis `k` of the result is axis `axes[k]` of the operand.
struct Transpose: LinearRow {
  static var name: String { "transpose" }
  var axes: [Int]
  var operation: Operation { .transpose(self) }
  mutating func visitAttributes(_ visit: inout AttributeVisitor) { visit("axes", &axes) }

  func type(of operands: [ArrayType]) -> ArrayType {
    ArrayType(Shape(axes.map { operands[0].shape[$0] }), operands[0].dtype)
  }
  func evaluate(_ operands: [NDArray]) -> NDArray { operands[0].transposed(axes) }
  func transpose(_ line: AppliedLine, _ cotangent: Tensor, at k: Int) -> Tensor {
    var inverse = axes
    for (position, axis) in axes.enumerated() { inverse[axis] = position }
    return cotangent.transposed(inverse)
  }
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    operands[0].transposed([0] + axes.map { $0 + 1 })
  }
}

/// The operand repeated to a shape that it broadcasts to.
struct Broadcast: LinearRow {
  static var name: String { "broadcast" }
  var shape: Shape
  var operation: Operation { .broadcast(self) }
  mutating func visitAttributes(_ visit: inout AttributeVisitor) { visit("", &shape) }

  func type(of operands: [ArrayType]) -> ArrayType { ArrayType(shape, operands[0].dtype) }
  func evaluate(_ operands: [NDArray]) -> NDArray { operands[0].broadcast(to: shape) }
  func transpose(_ line: AppliedLine, _ cotangent: Tensor, at k: Int) -> Tensor {
    cotangent.summed(to: line.operands[0].shape)
  }
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    let own = operands[0].shape.dimensions.dropFirst()
    let aligned = [size] + Array(repeating: 1, count: shape.rank - own.count) + own
    return operands[0].reshaped(Shape(aligned)).broadcast(to: Shape([size] + shape.dimensions))
  }
}

/// Every `step`-th element from `start` on, `count` of them, along each axis.
struct Slice: LinearRow {
  static var name: String { "slice" }
  var starts: [Int]
  var counts: [Int]
  var steps: [Int]
  var operation: Operation { .slice(self) }
  mutating func visitAttributes(_ visit: inout AttributeVisitor) {
    visit("from", &starts)
    visit("count", &counts)
    visit("by", &steps)
  }

  func type(of operands: [ArrayType]) -> ArrayType { ArrayType(Shape(counts), operands[0].dtype) }
  func evaluate(_ operands: [NDArray]) -> NDArray {
    let (strides, offset) = Slice.address(in: operands[0].shape, starts, steps)
    return operands[0].strided(shape: Shape(counts), strides: strides, offset: offset)
  }
  func transpose(_ line: AppliedLine, _ cotangent: Tensor, at k: Int) -> Tensor {
    .apply(
      Place(shape: line.operands[0].shape, starts: starts, steps: steps).operation, [cotangent])
  }
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    .apply(
      Slice(starts: [0] + starts, counts: [size] + counts, steps: [1] + steps).operation, operands)
  }

  static func address(
    in shape: Shape, _ starts: [Int], _ steps: [Int]
  ) -> (strides: [Int], offset: Int) {
    var strides = shape.strides
    var offset = 0
    for axis in shape.indices {
      offset += starts[axis] * strides[axis]
      strides[axis] *= steps[axis]
    }
    return (strides, offset)
  }
}

/// Zeros of a shape, with the operand where ``Slice`` would read it.
struct Place: LinearRow {
  static var name: String { "place" }
  var shape: Shape
  var starts: [Int]
  var steps: [Int]
  var operation: Operation { .place(self) }
  mutating func visitAttributes(_ visit: inout AttributeVisitor) {
    visit("", &shape)
    visit("at", &starts)
    visit("by", &steps)
  }

  func type(of operands: [ArrayType]) -> ArrayType { ArrayType(shape, operands[0].dtype) }
  func evaluate(_ operands: [NDArray]) -> NDArray {
    let (strides, offset) = Slice.address(in: shape, starts, steps)
    return operands[0].placed(in: shape, strides: strides, offset: offset, background: 0)
  }
  func transpose(_ line: AppliedLine, _ cotangent: Tensor, at k: Int) -> Tensor {
    .apply(
      Slice(starts: starts, counts: line.operands[0].shape.dimensions, steps: steps).operation,
      [cotangent])
  }
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    .apply(
      Place(shape: Shape([size] + shape.dimensions), starts: [0] + starts, steps: [1] + steps)
        .operation, operands)
  }
}

/// The elements at `offset + Σ index[k] · strides[k]` in row-major order, which may be read more
/// than once: the windows of a convolution, diagonals.
///
/// The first ``batchRank`` axes are kept as they are; the rest is read as one row.
struct Window: LinearRow {
  static var name: String { "window" }
  var batchRank: Int
  var shape: Shape
  var strides: [Int]
  var offset: Int
  var operation: Operation { .window(self) }
  mutating func visitAttributes(_ visit: inout AttributeVisitor) {
    visit("batchRank", &batchRank)
    visit("", &shape)
    visit("strides", &strides)
    visit("offset", &offset)
  }

  func type(of operands: [ArrayType]) -> ArrayType {
    ArrayType(Shape(operands[0].shape.dimensions.prefix(batchRank) + shape.dimensions), operands[0].dtype)
  }
  func evaluate(_ operands: [NDArray]) -> NDArray {
    let source = operands[0].shape
    return operands[0].strided(
      shape: Shape(source.dimensions.prefix(batchRank) + shape.dimensions),
      strides: source.strides.prefix(batchRank) + strides, offset: offset)
  }
  func transpose(_ line: AppliedLine, _ cotangent: Tensor, at k: Int) -> Tensor {
    .apply(
      WindowSum(
        batchRank: batchRank, shape: Shape(Array(line.operands[0].shape.dimensions[batchRank...])),
        strides: strides, offset: offset
      ).operation, [cotangent])
  }
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    .apply(
      Window(batchRank: batchRank + 1, shape: shape, strides: strides, offset: offset).operation,
      operands)
  }
}

/// The transpose of ``Window``: zeros, to which every element is added at the place that it would
/// be read from.
struct WindowSum: LinearRow {
  static var name: String { "windowSum" }
  var batchRank: Int
  var shape: Shape
  var strides: [Int]
  var offset: Int
  var operation: Operation { .windowSum(self) }
  mutating func visitAttributes(_ visit: inout AttributeVisitor) {
    visit("batchRank", &batchRank)
    visit("", &shape)
    visit("strides", &strides)
    visit("offset", &offset)
  }

  func type(of operands: [ArrayType]) -> ArrayType {
    ArrayType(Shape(operands[0].shape.dimensions.prefix(batchRank) + shape.dimensions), operands[0].dtype)
  }
  func evaluate(_ operands: [NDArray]) -> NDArray {
    let result = Shape(operands[0].shape.dimensions.prefix(batchRank) + shape.dimensions)
    return operands[0].stridedSum(
      into: result, strides: result.strides.prefix(batchRank) + strides, offset: offset)
  }
  func transpose(_ line: AppliedLine, _ cotangent: Tensor, at k: Int) -> Tensor {
    .apply(
      Window(
        batchRank: batchRank, shape: Shape(Array(line.operands[0].shape.dimensions[batchRank...])),
        strides: strides, offset: offset
      ).operation, [cotangent])
  }
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    .apply(
      WindowSum(batchRank: batchRank + 1, shape: shape, strides: strides, offset: offset)
        .operation, operands)
  }
}

/// The operands one after the other along an axis. It is linear in all of them together.
struct Concatenate: OperationRow {
  static var name: String { "concatenate" }
  var axis: Int
  var operation: Operation { .concatenate(self) }
  mutating func visitAttributes(_ visit: inout AttributeVisitor) { visit("axis", &axis) }

  func type(of operands: [ArrayType]) -> ArrayType {
    var dimensions = operands[0].shape.dimensions
    for operand in operands.dropFirst() { dimensions[axis] += operand.shape[axis] }
    return ArrayType(Shape(dimensions), operands[0].dtype)
  }
  func evaluate(_ operands: [NDArray]) -> NDArray { .concatenated(operands, axis: axis) }
  func pushforward(_ line: AppliedLine, _ tangents: [Tensor?]) -> Tensor? {
    var parts: [Tensor] = []
    for (operand, tangent) in zip(line.operands, tangents) {
      parts.append(tangent ?? Tensor(zeros: operand.shape, dtype: operand.dtype))
    }
    return .apply(operation, parts)
  }
  func pullback(_ line: AppliedLine, _ cotangent: Tensor, to k: Int) -> Tensor? {
    var start = 0
    for operand in line.operands.prefix(k) { start += operand.shape[axis] }
    return cotangent.sliced(axis: axis, from: start, count: line.operands[k].shape[axis])
  }
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    .apply(
      Concatenate(axis: axis + 1).operation, Tensor.aligned(operands, isBatched, size: size))
  }
}

extension Tensor {
  /// The operands, those that are not batched repeated, so that all have the new axis.
  static func aligned(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> [Tensor] {
    var result = operands
    for k in operands.indices where !isBatched[k] { result[k] = operands[k].repeated(size) }
    return result
  }

  /// The tensor `size` times, along a new first axis.
  func repeated(_ size: Int) -> Tensor { broadcast(to: Shape([size] + shape.dimensions)) }
}
