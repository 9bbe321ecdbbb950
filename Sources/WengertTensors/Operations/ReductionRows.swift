// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// The sum along axes, which disappear.
struct Sum: LinearRow {
  static var name: String { "sum" }
  var axes: [Int]
  var operation: Operation { .sum(self) }
  mutating func visitAttributes(_ visit: inout AttributeVisitor) { visit("axes", &axes) }

  func type(of operands: [ArrayType]) -> ArrayType { operands[0].reduced(axes) }
  func evaluate(_ operands: [NDArray]) -> NDArray { operands[0].reduced(.sum, axes: axes) }
  func transpose(_ line: AppliedLine, _ cotangent: Tensor, at k: Int) -> Tensor {
    cotangent.spread(axes, to: line.operands[0].shape)
  }
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    .apply(Sum(axes: axes.map { $0 + 1 }).operation, operands)
  }
}

/// The product along the last axis, which disappears.
///
/// The tangent is a sum over the factors, each replaced by its tangent; as the end of a recurrence
/// (`t ← xᵢ t + ẋᵢ ∏ⱼ₍ⱼ₎ xⱼ`) it needs no division, so that zeros among the factors do no harm.
struct Product: TangentRow {
  static var name: String { "prod" }
  var operation: Operation { .product(self) }

  func type(of operands: [ArrayType]) -> ArrayType { operands[0].reduced([operands[0].shape.rank - 1]) }
  func evaluate(_ operands: [NDArray]) -> NDArray {
    operands[0].reduced(.product, axes: [operands[0].shape.rank - 1])
  }
  func pushforward(_ line: AppliedLine, _ tangents: [Tensor?]) -> Tensor? {
    guard let tangent = tangents[0] else { return nil }
    let x = line.operands[0]
    let axis = x.rank - 1
    guard x.shape[axis] > 0 else { return nil }
    let before = x.cumulativeProduct(axis: axis).shifted(axis: axis, fill: 1)
    return Tensor.recurrence(x, tangent * before, axis: axis).last(axis: axis)
  }
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    .apply(operation, operands)
  }
}

/// The greatest or least element along axes, which disappear; equal ones share the derivative.
struct Extreme: TangentRow {
  static var name: String { "extreme" }
  var maximum: Bool
  var axes: [Int]
  var operation: Operation { .extreme(self) }
  mutating func visitAttributes(_ visit: inout AttributeVisitor) {
    visit("max", &maximum, otherwise: "min")
    visit("axes", &axes)
  }

  func type(of operands: [ArrayType]) -> ArrayType { operands[0].reduced(axes) }
  func evaluate(_ operands: [NDArray]) -> NDArray {
    operands[0].reduced(maximum ? .maximum : .minimum, axes: axes)
  }
  func pushforward(_ line: AppliedLine, _ tangents: [Tensor?]) -> Tensor? {
    guard let tangent = tangents[0] else { return nil }
    let x = line.operands[0]
    let isExtreme = (x .== line.result.spread(axes, to: x.shape)).converted(to: x.dtype)
    let ties = isExtreme.reducedSum(axes)
    return Tensor.contribution(tangent, isExtreme / ties.spread(axes, to: x.shape)).reducedSum(axes)
  }
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    .apply(Extreme(maximum: maximum, axes: axes.map { $0 + 1 }).operation, operands)
  }
}

/// Where the greatest or least element along the last axis is.
struct Argument: DiscreteRow {
  static var name: String { "argument" }
  var maximum: Bool
  var operation: Operation { .argument(self) }
  mutating func visitAttributes(_ visit: inout AttributeVisitor) {
    visit("max", &maximum, otherwise: "min")
  }

  func type(of operands: [ArrayType]) -> ArrayType {
    ArrayType(operands[0].reduced([operands[0].shape.rank - 1]).shape, .int64)
  }
  func evaluate(_ operands: [NDArray]) -> NDArray { operands[0].argument(maximum: maximum) }
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    .apply(operation, operands)
  }
}

/// The order that sorts the elements along the last axis.
struct SortingOrder: DiscreteRow {
  static var name: String { "sortingOrder" }
  var descending: Bool
  var operation: Operation { .sortingOrder(self) }
  mutating func visitAttributes(_ visit: inout AttributeVisitor) {
    visit("descending", &descending, otherwise: "ascending")
  }

  func type(of operands: [ArrayType]) -> ArrayType { ArrayType(operands[0].shape, .int64) }
  func evaluate(_ operands: [NDArray]) -> NDArray { operands[0].sortingOrder(descending: descending) }
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    .apply(operation, operands)
  }
}

extension ArrayType {
  /// The type without some axes.
  func reduced(_ axes: [Int]) -> ArrayType {
    ArrayType(Shape(shape.indices.filter { !axes.contains($0) }.map { shape[$0] }), dtype)
  }
}

extension Tensor {
  /// The sum along axes that are known to exist.
  func reducedSum(_ axes: [Int]) -> Tensor {
    axes.isEmpty ? self : .apply(Sum(axes: axes).operation, [self])
  }

  /// The transpose of ``reducedSum(_:)``: repeated along `axes`, to `shape`.
  func spread(_ axes: [Int], to shape: Shape) -> Tensor {
    var kept = shape.dimensions
    for axis in axes { kept[axis] = 1 }
    return reshaped(Shape(kept)).broadcast(to: shape)
  }

  /// The transpose of a repetition: summed down to `shape`, which broadcasts to this one.
  func summed(to target: Shape) -> Tensor {
    let own = shape
    if own == target { return self }
    let missing = own.rank - target.rank
    let axes = own.indices.filter { $0 < missing || (target[$0 - missing] == 1 && own[$0] != 1) }
    return reducedSum(axes).reshaped(target)
  }
}
