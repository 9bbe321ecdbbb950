// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertScalars
import WengertTensors

/// The functions that arrange, index and sort have the properties of the rows that they are made
/// of.
@Suite("Properties of arranging, indexing and sorting")
struct ShapePropertyTests {
  private let properties = RowPropertyTests()

  @Test("First derivatives", arguments: RowCase.shapes)
  func firstDerivatives(function: RowCase) {
    properties.transposition(row: function)
    properties.slope(row: function)
  }

  @Test("Second derivatives", arguments: RowCase.shapes)
  func secondDerivatives(function: RowCase) {
    properties.secondOrder(row: function)
  }

  @Test("Batches", arguments: RowCase.shapes)
  func batches(function: RowCase) {
    properties.batching(row: function)
    properties.batchedDerivatives(row: function)
  }

  @Test("Programs", arguments: RowCase.shapes)
  func programs(function: RowCase) {
    properties.programs(row: function)
  }
}

extension RowCase {
  private static let arranging: [RowCase] =
    unary("flattened", [[2, 3, 2]]) { $0.flattened(from: 1) }
    + unary("unflattened", [[2, 6], [0, 6]]) { $0.unflattened(axis: -1, into: [-1, 2]) }
    + unary("addingAxis", [[], [2, 3]]) { $0.addingAxis(-1) }
    + unary("squeezed", [[1, 3, 1], [1]]) { $0.squeezed() }
    + unary("movingAxes", [[2, 3, 4]]) { $0.movingAxes(from: [0, 1], to: [-1, 0]) }
    + unary("rolled", [[5], [5, 2], [0]]) { $0.rolled(-2, axis: 0) }
    + unary("rotated90", [[2, 3]]) { $0.rotated90(3) }
    + unary("tiled", [[], [2], [2, 1, 3]]) { $0.tiled([2, 3]) }
    + unary("repeated", [[3, 2], [0, 2]]) { $0.repeated(2, axis: 0) }
    + unary("repeated counts", [[3, 2]]) { $0.repeated([2, 0, 1], axis: 0) }
    + row("concatenate", [[.real([2, 1]), .real([2, 3])]]) { concatenate($0, axis: -1) }
    + row("stack", [[.real([3]), .real([3])]]) { stack($0, axis: -1) }
    + row("literal", [[.real([]), .real([])]]) { [[$0[0], 1], [2, $0[0] * $0[1]]] }
    + unary("split", [[5, 2]]) { x in
      let parts = x.split(at: [1, -2], axis: 0)
      return parts[0].sum() * parts[2] + parts[1].sum()
    }
    + unary("unstacked", [[3, 2]]) { x in
      let parts = x.unstacked()
      return parts[0] * parts[1] + parts[2]
    }
    + row("cartesianProduct", [[.real([2]), .real([3])]]) { cartesianProduct($0) }
    + row("blockDiagonal", [[.real([2, 3]), .real([2])]]) { blockDiagonal($0) }
    + unary("combinations", [[4]]) { $0.combinations(of: 2) }
    + unary("padded", [[2, 3], [0, 3]]) { $0.padded([(1, 0), (2, -1)], .constant(3)) }
    + unary("padded reflect", [[2, 3]]) { $0.padded([(0, 1), (4, 2)], .reflect) }
    + unary("padded wrap", [[2, 3]]) { $0.padded([(0, 1), (4, 2)], .wrap) }
    + unary("padded edge", [[2, 3]]) { $0.padded([(0, 1), (4, 2)], .edge) }
    + unary("diagonal", [[3, 4], [3, 4, 2], [0, 2]]) { $0.diagonal(offset: 1) }
    + unary("diagonalMatrix", [[3], [2, 3], [0]]) { $0.diagonalMatrix(offset: -1) }
    + unary("lowerTriangle", [[3, 4], [2, 3, 3]]) { $0.lowerTriangle(offset: 1) }
    + unary("upperTriangle", [[3, 4]]) { $0.upperTriangle() }
    + unary("windows", [[2, 6], [2, 6, 3]]) { $0.windows(axis: 1, size: 3, step: 2) }
    + unary("strided", [[12]]) { $0.strided(shape: [3, 2], strides: [-3, 3], offset: 7) }
    + unary("differences", [[4, 3], [1, 3]]) { $0.differences(axis: 0, times: 2) }

  private static let selecting: [RowCase] =
    unary("place", [[4], [4, 2]]) { $0[-1] }
    + unary("slices", [[4, 5]]) { $0[1..<3, .stride(from: 4, to: 0, by: -2)] }
    + unary("new axes", [[4, 2]]) { $0[.ellipsis, .newAxis, 1] }
    + row("places", [[.real([4, 2]), .index([3], 4)], [.real([4]), .index([], 4)]]) { $0[0][$0[1]] }
    + row("pairs of places", [[.real([4, 3, 2]), .index([2, 1], 4), .index([3], 3)]]) {
      $0[0][$0[1], $0[2]]
    }
    + row("places apart", [[.real([4, 2, 3]), .index([5], 4), .index([5], 3)]]) {
      $0[0][$0[1], .all, $0[2]]
    }
    + row("assignment", [[.real([4, 3]), .real([2, 1])], [.real([4, 3]), .real([])]]) {
      var x = $0[0]
      x[1..<3, .stride(by: 2)] = $0[1]
      return x
    }
    + row("assignment to places", [[.real([4, 3]), .index([2], 4), .real([2, 3])]]) {
      var x = $0[0]
      x[$0[1]] = $0[2]
      return x
    }
    + row("assignment to pairs", [[.real([4, 3]), .index([2], 4), .index([2], 3), .real([])]]) {
      var x = $0[0]
      x[$0[1], $0[2]] *= $0[3]
      return x
    }
    + row("takingAlong", [[.real([4, 3]), .index([2, 3], 4)], [.real([4, 3]), .index([1, 1], 4)]]) {
      $0[0].takingAlong($0[1], axis: 0)
    }

  private static let scattering: [RowCase] = [
    Scattering.replacing, .adding, .multiplying, .averaging, .maximum, .minimum,
  ].flatMap { kind in
    [true, false].flatMap { includesOwn in
      row(
        "scattering \(kind) \(includesOwn)",
        [
          [.real([4, 2]), .index([6], 4), .real([6, 2])],
          [.real([3]), .index([2, 2], 3), .real([])],
          [.real([2]), .index([0], 2), .real([0])],
        ]
      ) { $0[0].scattering($0[2], at: $0[1], by: kind, includesOwn: includesOwn) }
        + row(
          "scatteringAlong \(kind) \(includesOwn)",
          [
            [.real([3, 2]), .index([5, 2], 3), .real([5, 2])]
          ]
        ) { $0[0].scatteringAlong($0[2], at: $0[1], axis: 0, by: kind, includesOwn: includesOwn) }
    }
  }

  private static let sorting: [RowCase] =
    unary("sorted", [[5], [4, 2], [0, 2]]) { $0.sorted(axis: 0, descending: true) }
    + unary("topK", [[5], [4, 2]]) { $0.topK(3, axis: 0).values }
    + unary("kthSmallest", [[5], [2, 4]]) { $0.kthSmallest(2) }
    + unary("median", [[5], [2, 4]]) { $0.median(axes: [-1]) }
    + unary("median of all", [[3, 4]]) { $0.median() }
    + unary("nanMedian", [[5], [2, 4]]) { $0.nanMedian(axes: [-1], keepingAxes: true) }
    + unary("mode", [[5], [2, 4]]) { $0.mode() }
    + unary("cumulativeMax", [[5], [4, 2]]) { $0.cumulativeMax(axis: 0) }
    + unary("cumulativeMin", [[5], [4, 2]]) { $0.cumulativeMin(axis: 0) }

  static let shapes = arranging + selecting + scattering + sorting
}
