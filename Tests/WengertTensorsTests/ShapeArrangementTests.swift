// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertScalars
import WengertTensors

/// Arranging elements: known results.
@Suite("Arranging elements")
struct ShapeArrangementTests {
  private let v = Tensor(1..<4, dtype: .float64)
  private let m: Tensor = [[1, 2, 3], [4, 5, 6]]

  @Test func literals() {
    #expect(m.shape == [2, 3] && m.dtype == .float64)
    #expect(Tensor([[1.5, 2], [3, 4]]) == [[1.5, 2], [3, 4]])
    #expect(([] as Tensor).shape == [0])
    #expect(([v, 2 * v] as Tensor).shape == [2, 3])
    #expect(Tensor(2..<5) == Tensor([2, 3, 4] as [Int32]))
    #expect(Tensor.linearlySpaced(from: 0, to: 0.3, count: 4)[3].double == 0.3)
    #expect(Tensor.linearlySpaced(from: 2, to: 3, count: 1) == [2])
    #expect(Tensor.linearlySpaced(from: 0, to: 1, count: 3, dtype: .float32).dtype == .float32)
    #expect(Tensor.identity(2) == [[1, 0], [0, 1]])
    #expect(Tensor.identity(2, dtype: .bool) == Tensor([[true, false], [false, true]]))
    #expect(m.elements(Int32.self) == [1, 2, 3, 4, 5, 6])
  }

  @Test func axes() {
    let x = Tensor(zeros: [2, 1, 3, 4])
    #expect(x.squeezed().shape == [2, 3, 4] && x.squeezed(axes: [1]).shape == [2, 3, 4])
    #expect(x.addingAxis(-1).shape == [2, 1, 3, 4, 1] && x.addingAxis(1).shape == [2, 1, 1, 3, 4])
    #expect(x.movingAxis(from: 0, to: -1).shape == [1, 3, 4, 2])
    #expect(x.movingAxes(from: [0, -1], to: [-1, 0]).shape == [4, 1, 3, 2])
    #expect(x.swappingAxes(0, -1).shape == [4, 1, 3, 2])
    #expect(x.flattened(from: 2).shape == [2, 1, 12] && x.flattened().shape == [24])
    #expect(x.unflattened(axis: -1, into: [2, -1]).shape == [2, 1, 3, 2, 2])
    #expect(m.transposed() == [[1, 4], [2, 5], [3, 6]])
    #expect(m.flipped() == [[6, 5, 4], [3, 2, 1]])
  }

  @Test func turning() {
    #expect(v.rolled(1, axis: 0) == [3, 1, 2] && v.rolled(-4, axis: 0) == [2, 3, 1])
    #expect(m.rotated90() == [[3, 6], [2, 5], [1, 4]])
    #expect(m.rotated90(2) == [[6, 5, 4], [3, 2, 1]])
    #expect(m.rotated90(-1) == m.rotated90(3) && m.rotated90(4) == m)
  }

  @Test func repeating() {
    #expect(v.tiled([2]) == [1, 2, 3, 1, 2, 3] && v.tiled([2, 1]).shape == [2, 3])
    #expect(m.tiled([2]).shape == [2, 6] && v.tiled([0]).shape == [0])
    #expect(v.repeated(2, axis: 0) == [1, 1, 2, 2, 3, 3])
    #expect(v.repeated([0, 2, 1], axis: 0) == [2, 2, 3])
  }

  @Test func joining() {
    #expect(concatenate([m, m], axis: -1).shape == [2, 6])
    #expect(concatenate([Tensor(0..<2), 0.5 * v]).dtype == .float64)
    #expect(stack([v, v], axis: -1) == [[1, 1], [2, 2], [3, 3]])
    #expect(m.unstacked(axis: 1) == [[1, 4], [2, 5], [3, 6]])
    #expect(v.split(into: 2, axis: 0) == [[1, 2], [3]])
    #expect(v.split(lengths: [0, 3], axis: 0) == [[], v])
    #expect(v.split(at: [-1, 9], axis: 0) == [[1, 2], [3], []])
    #expect(meshgrid([v, [5, 6]]) == [[[1, 1], [2, 2], [3, 3]], [[5, 6], [5, 6], [5, 6]]])
    #expect(cartesianProduct([[1, 2], [5, 6]]) == [[1, 5], [1, 6], [2, 5], [2, 6]])
    #expect(blockDiagonal([[[1], [2]], [3, 4]]) == [[1, 0, 0], [2, 0, 0], [0, 3, 4]])
  }

  @Test(arguments: 0...4, [false, true])
  func combinations(length: Int, withReplacement: Bool) {
    // All rows of places, of which those in order are kept.
    var rows: [[Double]] = [[]]
    for _ in 0..<length {
      rows = rows.flatMap { row in
        (1...3).map { Double($0) }.filter { next in
          row.last.map { withReplacement ? $0 <= next : $0 < next } ?? true
        }.map { row + [$0] }
      }
    }
    let found = v.combinations(of: length, withReplacement: withReplacement)
    #expect(found == Tensor(rows.flatMap { $0 }, shape: [rows.count, length]))
  }

  @Test func padding() {
    #expect(v.padded([(2, 1)]) == [0, 0, 1, 2, 3, 0])
    #expect(v.padded([(-1, 1)], .constant(9)) == [2, 3, 9])
    #expect(v.padded([(-2, -1)]).shape == [0])
    #expect(v.padded([(1, 2)], .edge) == [1, 1, 2, 3, 3, 3])
    #expect(v.padded([(2, 5)], .reflect) == [3, 2, 1, 2, 3, 2, 1, 2, 3, 2])
    #expect(v.padded([(4, 2)], .wrap) == [3, 1, 2, 3, 1, 2, 3, 1, 2])
    #expect(Tensor([Float(1)]).padded([(1, 0)], .constant(0.1)).dtype == .float32)
    #expect(Tensor([true]).padded([(1, 0)]) == Tensor([false, true]))
  }

  @Test func diagonals() {
    #expect(m.diagonal() == [1, 5] && m.diagonal(offset: 2) == [3] && m.diagonal(offset: -1) == [4])
    #expect(m.diagonal(offset: 3).shape == [0] && m.diagonal(offset: -2).shape == [0])
    let x = Tensor(0..<24).reshaped([2, 3, 4])
    #expect(x.diagonal(offset: 1, axes: (2, 0)) == [[12], [16], [20]])
    for offset in -3...3 {
      #expect(v.diagonalMatrix(offset: offset).diagonal(offset: offset) == v)
      #expect(v.diagonalMatrix(offset: offset).sum().double == 6)
    }
    #expect(m.trace().double == 6)
    #expect(m.lowerTriangle() == [[1, 0, 0], [4, 5, 0]])
    #expect(m.upperTriangle(offset: 1) == [[0, 2, 3], [0, 0, 6]])
    #expect((m.lowerTriangle(offset: -1) + m.upperTriangle()) == m)
    #expect(
      gradient(at: [[.infinity, 1], [1, 1]] as Tensor) { (x: Tensor) in
        x.upperTriangle(offset: 1).sum()
      } == [[0, 1], [0, 0]])
  }

  @Test func windows() {
    #expect(Tensor(0..<5).windows(axis: 0, size: 3, step: 2) == [[0, 1, 2], [2, 3, 4]])
    #expect(m.windows(axis: 0, size: 2).shape == [1, 3, 2])
    #expect(m.strided(shape: [2, 2], strides: [1, 2], offset: 1) == [[2, 4], [3, 5]])
    #expect(([1, 4, 9, 16] as Tensor).differences() == [3, 5, 7])
    #expect(([1, 4, 9, 16] as Tensor).differences(times: 2) == [2, 2])
    #expect(v.differences(times: 5).shape == [0])
  }
}
