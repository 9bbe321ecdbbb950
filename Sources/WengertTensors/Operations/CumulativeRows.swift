// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// Running sums along an axis.
struct CumulativeSum: LinearRow {
  static var name: String { "cumsum" }
  var axis: Int
  var operation: Operation { .cumulativeSum(self) }
  mutating func visitAttributes(_ visit: inout AttributeVisitor) { visit("axis", &axis) }

  func type(of operands: [ArrayType]) -> ArrayType {
    ArrayType(operands[0].shape, operands[0].dtype == .bool ? .int64 : operands[0].dtype)
  }
  func evaluate(_ operands: [NDArray]) -> NDArray { operands[0].cumulativeSum(axis: axis) }
  func transpose(_ line: AppliedLine, _ cotangent: Tensor, at k: Int) -> Tensor {
    Tensor.apply(operation, [cotangent.flipped(axis: axis)]).flipped(axis: axis)
  }
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    .apply(CumulativeSum(axis: axis + 1).operation, operands)
  }
}

/// `y₀ = b₀`, `yᵢ = aᵢ yᵢ₋₁ + bᵢ` along an axis: linear in `b`, and its own tangent in `a`.
struct Recurrence: TangentRow {
  static var name: String { "recurrence" }
  var axis: Int
  var operation: Operation { .recurrence(self) }
  mutating func visitAttributes(_ visit: inout AttributeVisitor) { visit("axis", &axis) }

  func type(of operands: [ArrayType]) -> ArrayType { operands[0] }
  func evaluate(_ operands: [NDArray]) -> NDArray {
    .recurrence(operands[0], operands[1], axis: axis)
  }
  func pushforward(_ line: AppliedLine, _ tangents: [Tensor?]) -> Tensor? {
    var source = tangents[1]
    if let factor = tangents[0] {
      let term = factor * line.result.shifted(axis: axis, fill: 0)
      source = source.map { $0 + term } ?? term
    }
    return source.map { .recurrence(line.operands[0], $0, axis: axis) }
  }
  /// The transpose runs backward: `λᵢ = ȳᵢ + aᵢ₊₁ λᵢ₊₁`.
  func pullback(_ line: AppliedLine, _ cotangent: Tensor, to k: Int) -> Tensor? {
    let factors = line.operands[0].flipped(axis: axis).shifted(axis: axis, fill: 0)
    let adjoint = Tensor.recurrence(factors, cotangent.flipped(axis: axis), axis: axis)
      .flipped(axis: axis)
    return k == 1 ? adjoint : adjoint * line.result.shifted(axis: axis, fill: 0)
  }
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    .apply(Recurrence(axis: axis + 1).operation, Tensor.aligned(operands, isBatched, size: size))
  }
}

/// Running `log Σ exp` along an axis.
struct CumulativeLogSumExp: TangentRow {
  static var name: String { "cumlogsumexp" }
  var axis: Int
  var operation: Operation { .cumulativeLogSumExp(self) }
  mutating func visitAttributes(_ visit: inout AttributeVisitor) { visit("axis", &axis) }

  func type(of operands: [ArrayType]) -> ArrayType { operands[0] }
  func evaluate(_ operands: [NDArray]) -> NDArray { operands[0].cumulativeLogSumExp(axis: axis) }
  /// `ẏᵢ = e^(yᵢ₋₁ − yᵢ) ẏᵢ₋₁ + e^(xᵢ − yᵢ) ẋᵢ`, where no exponent is positive.
  func pushforward(_ line: AppliedLine, _ tangents: [Tensor?]) -> Tensor? {
    guard let tangent = tangents[0] else { return nil }
    let y = line.result
    let decay = Tensor.exp(y.shifted(axis: axis, fill: -.infinity) - y)
    return .recurrence(decay, tangent * Tensor.exp(line.operands[0] - y), axis: axis)
  }
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    .apply(CumulativeLogSumExp(axis: axis + 1).operation, operands)
  }
}

/// Where the greatest or least element so far is, along an axis.
struct CumulativeArgument: DiscreteRow {
  static var name: String { "cumargument" }
  var maximum: Bool
  var axis: Int
  var operation: Operation { .cumulativeArgument(self) }
  mutating func visitAttributes(_ visit: inout AttributeVisitor) {
    visit("max", &maximum, otherwise: "min")
    visit("axis", &axis)
  }

  func type(of operands: [ArrayType]) -> ArrayType { ArrayType(operands[0].shape, .int64) }
  func evaluate(_ operands: [NDArray]) -> NDArray {
    operands[0].cumulativeArgument(maximum: maximum, axis: axis)
  }
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    .apply(CumulativeArgument(maximum: maximum, axis: axis + 1).operation, operands)
  }
}

extension Tensor {
  static func recurrence(_ a: Tensor, _ b: Tensor, axis: Int) -> Tensor {
    .apply(Recurrence(axis: axis).operation, [a, b])
  }

  /// The elements moved up by one place along `axis`, with `fill` in the first.
  func shifted(axis: Int, fill: Double) -> Tensor {
    guard shape[axis] > 0 else { return self }
    var first = shape.dimensions
    first[axis] = 1
    let head = Tensor(NDArray(repeating: fill, shape: Shape(first), dtype: dtype))
    let body = sliced(axis: axis, from: 0, count: shape[axis] - 1)
    return .apply(Concatenate(axis: axis).operation, [head, body])
  }

  /// The last elements along `axis`, which disappears.
  func last(axis: Int) -> Tensor {
    let last = sliced(axis: axis, from: shape[axis] - 1, count: 1)
    return last.reshaped(type.reduced([axis]).shape)
  }
}
