// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertScalars
@testable import WengertTensors

/// A function of tensors that applies one row of the table of operations, and operands for it.
struct RowCase: Sendable, CustomTestStringConvertible {
  enum Operand: Sendable {
    /// Real numbers between −2 and 2, or in another range.
    case real(Shape, ClosedRange<Double> = -2...2)
    /// Integers from 0 to below a limit.
    case index(Shape, Int)
  }

  let name: String
  let operands: [Operand]
  let f: @Sendable ([Tensor]) -> Tensor

  var testDescription: String { "\(name) \(operands.map { $0.shape })" }

  /// The operands with numbers that depend on `seed`.
  func point(seed: UInt64) -> [Tensor] {
    operands.enumerated().map { k, operand in
      switch operand {
      case .real(let shape, let range):
        .random(shape, seed: seed + UInt64(k), in: range)
      case .index(let shape, let limit):
        .random(shape, seed: seed + UInt64(k), in: 0...(Double(limit) - 0.01))
          .converted(to: .int64)
      }
    }
  }

  /// One row on operands of several shapes.
  static func row(
    _ name: String, _ variants: [[Operand]], _ f: @escaping @Sendable ([Tensor]) -> Tensor
  ) -> [RowCase] {
    variants.map { RowCase(name: name, operands: $0, f: f) }
  }

  /// One row on a single operand of several shapes.
  static func unary(
    _ name: String, _ shapes: [Shape], in range: ClosedRange<Double> = -2...2,
    _ f: @escaping @Sendable (Tensor) -> Tensor
  ) -> [RowCase] {
    row(name, shapes.map { [.real($0, range)] }) { f($0[0]) }
  }
}

extension RowCase.Operand {
  var shape: Shape {
    switch self {
    case .real(let shape, _): shape
    case .index(let shape, _): shape
    }
  }

  var isReal: Bool { if case .real = self { true } else { false } }
}

extension RowCase {
  private static let anyShapes: [Shape] = [[], [3], [2, 3], [2, 0]]
  private static let pairs: [[Operand]] = [
    [.real([]), .real([])], [.real([2, 3]), .real([3])], [.real([2, 1]), .real([1, 3])],
    [.real([]), .real([2])], [.real([0, 2]), .real([2])],
  ]
  private static let matrices: [Shape] = [[3, 3], [2, 2, 2], [0, 0]]

  /// A matrix that is far from singular.
  private static func regular(_ x: Tensor) -> Tensor {
    x + 5 * Tensor.identity(x.shape[x.rank - 1])
  }

  private static func symmetric(_ x: Tensor) -> Tensor { x + x.matrixTransposed }

  static let elementwise: [RowCase] =
    unary("exp", anyShapes) { .exp($0) } + unary("tanh", anyShapes) { .tanh($0) }
    + unary("logGamma", [[3]], in: 0.5...4) { .logGamma($0) }
    + unary("cube", anyShapes) { .pow($0, 3) } + unary("identity", anyShapes) { $0.named("x") }
    + row("add", pairs) { $0[0] + $0[1] } + row("subtract", pairs) { $0[0] - $0[1] }
    + row("multiply", pairs) { $0[0] * $0[1] }
    + row("divide", pairs) { $0[0] / (3 + $0[1]) }
    + row("atan2", pairs) { .atan2(y: $0[0], x: 3 + $0[1]) }
    + row("maximum", pairs) { .maximum($0[0], $0[1]) }
    + row("contribution", pairs) { .contribution($0[0], $0[1]) }
    + row("select", pairs) { .select(($0[0] - $0[1]).withoutDerivative .> 0, $0[0], $0[1]) }
    + row("comparisons", pairs) { ($0[0] .< $0[1]).converted(to: .float64) + $0[0] }

  static let rearrangements: [RowCase] =
    unary("reshape", [[2, 3], [6], [3, 0]]) { $0.reshaped([-1, 3]) }
    + unary("transpose", [[2, 3, 1], [0, 2, 1]]) { $0.transposed([2, 0, 1]) }
    + unary("broadcast", [[], [1, 3], [3]]) { $0.broadcast(to: [2, 2, 3]) }
    + unary("slice", [[5], [5, 2]]) { $0.sliced(axis: 0, from: 1, count: 2, by: 2) }
    + unary("slice of none", [[5], [0]]) { $0.sliced(axis: 0, from: 0, count: 0) }
    + unary("flip", [[4], [2, 3], [0]]) { $0.flipped(axis: -1) }
    + unary("place", [[2], [0]]) {
      .apply(Place(shape: [5], starts: [1], steps: [2]).operation, [$0])
    }
    + unary("window", [[2, 4]]) {
      .apply(Window(batchRank: 1, shape: [3, 2], strides: [1, 1], offset: 0).operation, [$0])
    }
    + unary("windowSum", [[2, 3, 2]]) {
      .apply(WindowSum(batchRank: 1, shape: [4], strides: [1, 1], offset: 0).operation, [$0])
    }
    + row(
      "concatenate",
      [
        [.real([2, 1]), .real([2, 3])], [.real([0, 2]), .real([0, 0])],
      ]
    ) { .apply(Concatenate(axis: 1).operation, $0) }

  static let reductions: [RowCase] =
    unary("sum", anyShapes) { $0.sum() }
    + unary("sum of one axis", [[2, 3], [3, 0]]) { $0.sum(axes: [0]) }
    + unary("product", anyShapes) { $0.product() }
    + unary("max", [[3], [2, 3]]) { $0.max(axes: [-1]) }
    + unary("min", [[3], [2, 3]]) { $0.min() }
    + unary("argument", [[3], [2, 3]]) {
      Tensor.apply(Argument(maximum: true).operation, [$0]).converted(to: .float64) + $0.sum()
    }
    + unary("cumulativeSum", [[4], [2, 3], [0]]) { .apply(CumulativeSum(axis: 0).operation, [$0]) }
    + unary("cumulativeProduct", [[4], [2, 3], [0]]) { $0.cumulativeProduct(axis: 0) }
    + unary("cumulativeLogSumExp", [[4], [2, 3], [0]]) {
      .apply(CumulativeLogSumExp(axis: 0).operation, [$0])
    }
    + row(
      "recurrence",
      [
        [.real([4]), .real([4])], [.real([2, 3]), .real([2, 3])], [.real([0]), .real([0])],
      ]
    ) { .recurrence($0[0], $0[1], axis: 0) }
    + unary("sort", [[4], [2, 3], [2, 0]]) { x in
      let order = Tensor.apply(SortingOrder(descending: false).operation, [x])
      return .apply(Gather(batchRank: x.rank - 1).operation, [x, order])
    }

  static let indexing: [RowCase] =
    row(
      "gather",
      [
        [.real([4]), .index([2], 4)], [.real([4, 2]), .index([3], 4)],
        [.real([4, 2]), .index([], 4)], [.real([4]), .index([0], 4)],
      ]
    ) { .apply(Gather(batchRank: 0).operation, $0) }
    + row("gather in rows", [[.real([2, 4]), .index([2, 3], 4)]]) {
      .apply(Gather(batchRank: 1).operation, $0)
    }
    + row("scatter", [[.real([3]), .index([3], 4)], [.real([0]), .index([0], 4)]]) {
      .apply(Scatter(shape: [4], batchRank: 0).operation, $0)
    }
    + row(
      "scatterExtreme",
      [
        [.real([4]), .real([3]), .index([3], 4)], [.real([4, 2]), .real([3, 2]), .index([3], 4)],
        [.real([4]), .real([0]), .index([0], 4)],
      ]
    ) { $0[0].scattering($0[1], at: $0[2], by: .maximum) }
    + row("scatter product", [[.real([4]), .real([3]), .index([3], 4)]]) {
      $0[0].scattering($0[1], at: $0[2], by: .multiplying)
    }
    + row("scatter in rows", [[.real([2, 3]), .index([2, 3], 4)]]) {
      .apply(Scatter(shape: [2, 4], batchRank: 1).operation, $0)
    }

  static let matrixAlgebra: [RowCase] =
    row(
      "matmul",
      [
        [.real([2, 3]), .real([3, 2])], [.real([2, 2, 3]), .real([2, 3, 1])],
        [.real([2, 0]), .real([0, 2])], [.real([0, 2]), .real([2, 3])],
      ]
    ) { matmul($0[0], $0[1]) }
    + row("matmul of transposes", [[.real([3, 2]), .real([2, 3])]]) {
      matmul($0[0].matrixTransposed, $0[1].matrixTransposed)
    }
    + unary("determinant", matrices) { $0.determinant() }
    + unary("inverse", matrices) { regular($0).inverse() }
    + row("solve", [[.real([3, 3]), .real([3, 2])], [.real([2, 2, 2]), .real([2, 2, 1])]]) {
      solve(regular($0[0]), $0[1])
    }
    + row("solveTriangular", [[.real([3, 3]), .real([3, 2])]]) {
      solveTriangular(regular($0[0]), $0[1])
    }
    + unary("cholesky", matrices) { regular(matmul($0, $0.matrixTransposed)).cholesky() }
    + unary("lu", matrices) { regular($0).lu().factors }
    + unary("qr", [[3, 3], [3, 2]]) { x in
      let (q, r) = x.qr()
      return q * q * q + matmul(x, r)
    }
    + unary("symmetricEigen", [[3, 3], [2, 2, 2]]) { x in
      let (values, vectors) = symmetric(x).symmetricEigen()
      let row = Shape(values.shape.dimensions.dropLast() + [1, values.shape[values.rank - 1]])
      return vectors * vectors * Tensor.exp(values.reshaped(row))
    }
    + unary("singularValues", [[3, 3], [3, 2], [2, 3]]) { $0.singularValues() }
    + unary("matrixExponential", [[3, 3], [2, 2, 2]]) { ($0 / 3).matrixExponential() }
    + unary("pseudoInverse", [[3, 2], [2, 3]]) { $0.pseudoInverse() }
    + unary("fft", [[4, 2], [3, 5, 2]]) { fft($0) }

  static let all = elementwise + rearrangements + reductions + indexing + matrixAlgebra
}
