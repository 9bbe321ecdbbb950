// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertScalars
import WengertTensors

/// Orders, and the elements at certain places in them.
@Suite("Sorting")
struct ShapeSortingTests {
  private let x: Tensor = [[3, 1, 2], [5, 5, 4]]

  @Test func sorting() {
    #expect(x.sorted() == [[1, 2, 3], [4, 5, 5]])
    #expect(x.sorted(axis: 0, descending: true) == [[5, 5, 4], [3, 1, 2]])
    #expect(x.sortingOrder() == Tensor([[1, 2, 0], [2, 0, 1] as [Int64]]))
    #expect(x.sortingOrder(descending: true) == Tensor([[0, 2, 1], [0, 1, 2] as [Int64]]))
    let random = Tensor.random([200], seed: 3)
    #expect(random.sorted().elements == random.elements.sorted())
    #expect(random[random.sortingOrder()] == random.sorted())
    let withNaN: Tensor = [2, .nan, -.infinity, 1]
    #expect(Array(withNaN.sorted().elements.prefix(3)) == [-.infinity, 1, 2])
  }

  @Test func topK() {
    let (values, places) = x.topK(2)
    #expect(values == [[3, 2], [5, 5]] && places == Tensor([[0, 2], [0, 1] as [Int64]]))
    #expect(x.topK(1, axis: 0, largest: false).values == [[3, 1, 2]])
    #expect(x.topK(0).values.shape == [2, 0])
    #expect(x.kthSmallest(2) == [2, 5] && x.kthSmallest(1, keepingAxes: true) == [[1], [4]])
  }

  @Test func medians() {
    #expect(x.median().double == 3.5 && x.median(axes: [1]) == [2, 5])
    #expect(Tensor(0..<4).median().double == 1.5)
    #expect(([1, .nan, 3] as Tensor).median().double.isNaN)
    let partial: Tensor = [[1, .nan, 3, 7], [.nan, .nan, .nan, .nan], [4, 2, 1, 3]]
    let medians = partial.nanMedian(axes: [1]).elements
    #expect(medians[0] == 3 && medians[1].isNaN && medians[2] == 2.5)
    #expect(gradient(at: [4, 1, 3, 2] as Tensor) { (x: Tensor) in x.median() } == [0, 0, 0.5, 0.5])
  }

  @Test func modes() {
    #expect(([[2, 1, 2], [3, 1, 2]] as Tensor).mode() == [2, 1])
    #expect(x.mode(axis: 0, keepingAxes: true) == [[3, 1, 2]])
  }

  @Test func places() {
    #expect(x.argmax(axis: 1) == Tensor([0, 0] as [Int64]) && x.argmax().double == 3)
    #expect(x.argmin(axis: 0, keepingAxes: true) == Tensor([[0, 0, 0] as [Int64]]))
    #expect(([1, .nan, 3] as Tensor).argmax().double == 1)
    #expect(Tensor([false, true]).argmax().double == 1)
  }

  @Test("Places that depend on the point have no derivative")
  func derivativesThroughPlaces() {
    let x: Tensor = [[3, 1, 2], [5, 7, 4]]
    let greatest = gradient(at: x) { (x: Tensor) in
      x.takingAlong(x.argmax(axis: 1, keepingAxes: true), axis: 1).sum()
    }
    #expect(greatest == [[1, 0, 0], [0, 1, 0]])
    #expect(
      gradient(at: x) { (x: Tensor) in x[x.argmax(axis: 0)].sum() } == [[0, 0, 0], [3, 3, 3]])
  }

  @Test func running() {
    #expect(([1, 3, 2, 3, 5] as Tensor).cumulativeMax(axis: 0) == [1, 3, 3, 3, 5])
    #expect(([4, 3, 5] as Tensor).cumulativeMin(axis: 0) == [4, 3, 3])
  }
}
