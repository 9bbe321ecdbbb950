// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// The greatest or least of the parts that integers send to each place: of parts of shape
/// `batch + places + part`, in an array of shape `batch + [n] + part`; where there is none, the
/// least or greatest number. Equal ones share the derivative.
struct ScatterExtreme: TangentRow {
  static var name: String { "scatterExtreme" }
  var maximum: Bool
  var shape: Shape
  var batchRank: Int
  var operation: Operation { .scatterExtreme(self) }
  mutating func visitAttributes(_ visit: inout AttributeVisitor) {
    visit("max", &maximum, otherwise: "min")
    visit("", &shape)
    visit("batchRank", &batchRank)
  }

  func type(of operands: [ArrayType]) -> ArrayType { ArrayType(shape, operands[0].dtype) }
  func evaluate(_ operands: [NDArray]) -> NDArray {
    operands[0].scatterExtreme(
      maximum: maximum, operands[1], into: shape, batchRank: batchRank)
  }
  func pushforward(_ line: AppliedLine, _ tangents: [Tensor?]) -> Tensor? {
    guard let tangent = tangents[0] else { return nil }
    let (values, places) = (line.operands[0], line.operands[1])
    let isExtreme = (values .== line.result.gathered(places, batchRank: batchRank))
      .converted(to: values.dtype)
    let ties = isExtreme.scattered(places, into: shape, batchRank: batchRank)
    let share = isExtreme / ties.gathered(places, batchRank: batchRank)
    return Tensor.contribution(tangent, share).scattered(places, into: shape, batchRank: batchRank)
  }
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    let operands = Tensor.aligned(operands, isBatched, size: size)
    return operands[0].scatteredExtreme(
      maximum, operands[1], into: Shape([size] + shape.dimensions), batchRank: batchRank + 1)
  }
}

extension Tensor {
  /// The parts at places that are known to exist: see ``Gather``.
  func gathered(_ places: Tensor, batchRank: Int) -> Tensor {
    .apply(Gather(batchRank: batchRank).operation, [self, places])
  }

  /// The sums of the parts that are sent to each place: see ``Scatter``.
  func scattered(_ places: Tensor, into shape: Shape, batchRank: Int) -> Tensor {
    let sums = Tensor.apply(
      Scatter(shape: shape, batchRank: batchRank).operation, [real, places])
    return sums.converted(to: dtype)
  }

  /// The greatest or least of the parts that are sent to each place.
  func scatteredExtreme(
    _ maximum: Bool, _ places: Tensor, into shape: Shape, batchRank: Int
  ) -> Tensor {
    .apply(
      ScatterExtreme(maximum: maximum, shape: shape, batchRank: batchRank).operation,
      [self, places])
  }
}
