// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertScalars
import WengertTensors

@Suite struct `Network: windows and pools` {
  private let x = Tensor([3.0, 1, 4, 1, 5, 9, 2])

  @Test func windows() {
    #expect(x.windows([3], stride: 2) == [[3, 1, 4], [4, 1, 5], [5, 9, 2]])
    #expect(x.windows([2], stride: 3, padding: 1, dilation: 3) == [[0, 4], [4, 9]])
    #expect(Tensor(0..<4).windows([2]).dtype == .int64)
    let images = Tensor.random([2, 3, 4], seed: 1)
    let windows = images.windows([2, 3])
    #expect(windows.shape == [2, 2, 2, 2, 3])
    #expect(windows[1, 0, 1] == images[1, 0..<2, 1..<4])
  }

  @Test func `folding ones counts how often elements are read`() {
    let columns = Tensor(ones: [1, 5, 5]).unfolded(window: [3, 3], padding: 1)
    let counts = Tensor(ones: columns.shape).folded(into: [5, 5], window: [3, 3], padding: 1)
    #expect(columns.shape == [9, 25] && counts.shape == [1, 5, 5])
    #expect(counts[0, 2, 2].double == 9 && counts[0, 0, 0].double == 4 && counts[0, 0, 2].double == 6)
  }

  @Test func averages() {
    #expect(x.averagePooled(window: [2]) == [2, 2.5, 7])
    #expect(x.averagePooled(window: [2], roundingUp: true) == [2, 2.5, 7, 2])
    let sums = x.averagePooled(window: [3], stride: 3, padding: 1, divisor: 1)
    #expect(sums == [4, 10, 11])
    #expect(x.averagePooled(window: [3], stride: 3, padding: 1) == sums / 3)
    #expect(
      x.averagePooled(window: [3], stride: 3, padding: 1, countingPadding: false)
        == sums / [2, 3, 2])
    #expect(x.averagePooled(window: [3], stride: 3, divisor: 2) == [4, 7.5])
    #expect(x.converted(to: .float32).averagePooled(window: [2]).dtype == .float32)
  }

  @Test func maxima() {
    #expect(x.maxPooled(window: [2]) == [3, 4, 9])
    #expect(x.maxPooled(window: [2], roundingUp: true) == [3, 4, 9, 2])
    #expect((-x).maxPooled(window: [3], stride: 3, padding: 1) == [-1, -1, -2])
    let (values, places) = x.maxPooledWithPlaces(window: [2], stride: 2, padding: 1)
    #expect(values == [3, 4, 5, 9] && places == Tensor([0, 2, 4, 5] as [Int64]))
    let image = Tensor([[1.0, 2, 3], [4, 9, 6], [7, 8, 5]])
    let pool = image.maxPooledWithPlaces(window: [2, 2], stride: 1)
    #expect(pool.values == [[9, 9], [9, 9]] && pool.places == Tensor(ones: [2, 2]) * 4)
  }

  @Test func `equal maxima share the derivative`() {
    let slope = gradient(at: Tensor([2.0, 2, 1, 5])) { x in x.maxPooled(window: [2]).sum() }
    #expect(slope == [0.5, 0.5, 0, 1])
  }

  @Test func `nothing but the lowest value is a maximum, too`() {
    let low = Tensor(repeating: -.infinity, shape: [3])
    let (values, places) = low.maxPooledWithPlaces(window: [3], stride: 2, padding: 1)
    #expect(values == Tensor(repeating: -.infinity, shape: [2]))
    #expect(places == Tensor([0, 1] as [Int64]))
  }

  @Test(arguments: [1, 2, 3, 5, 7, 9])
  func `adaptive windows cover everything`(size: Int) {
    let means = x.adaptiveAveragePooled(to: [size])
    let (maxima, places) = x.adaptiveMaxPooledWithPlaces(to: [size])
    for i in 0..<size {
      let window = x[(i * 7 / size)..<(((i + 1) * 7 + size - 1) / size)]
      expectClose(means[i], window.mean())
      #expect(maxima[i] == window.max())
    }
    #expect(x.taking(places, axis: 0) == maxima && x.adaptiveMaxPooled(to: [size]) == maxima)
  }

  @Test func `adaptive pools of images are those of both axes`() {
    let image = Tensor.random([2, 5, 7], seed: 2)
    let rows = image.transposed([0, 2, 1]).adaptiveAveragePooled(to: [3]).transposed([0, 2, 1])
    expectClose(image.adaptiveAveragePooled(to: [3, 4]), rows.adaptiveAveragePooled(to: [4]))
    let (maxima, places) = image.adaptiveMaxPooledWithPlaces(to: [3, 4])
    let flat = image.reshaped([2, 35]).takingAlong(places.reshaped([2, 12]), axis: 1)
    #expect(flat.reshaped([2, 3, 4]) == maxima)
  }

  @Test func mistakes() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor(zeros: [4]).maxPooled(window: [2, 2])
      }, ["maxPooled: a window [2, 2] has more axes than the shape [4]."])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor(zeros: [4]).averagePooled(window: [2], stride: 0)
      }, ["averagePooled: stride cannot be 0."])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor(zeros: [4]).adaptiveMaxPooled(to: [0])
      }, ["adaptiveMaxPooled: images of shape [4] cannot be pooled to [0]."])
  }
}
