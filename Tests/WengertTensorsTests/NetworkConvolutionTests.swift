// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertScalars
import WengertTensors

@Suite struct `Network: convolutions` {
  /// The definition, term by term, for images with one axis.
  private func reference(
    _ x: Tensor, _ w: Tensor, stride: Int, before: Int, positions: Int, dilation: Int, groups: Int
  ) -> Tensor {
    let (filters, inGroup, places) = (w.shape[0], w.shape[1], w.shape[2])
    var result: [Double] = []
    for b in 0..<x.shape[0] {
      for d in 0..<filters {
        let group = d / (filters / groups)
        for o in 0..<positions {
          var sum = 0.0
          for c in 0..<inGroup {
            for k in 0..<places {
              let i = o * stride + k * dilation - before
              guard i >= 0, i < x.shape[2] else { continue }
              let element = (b * x.shape[1] + group * inGroup + c) * x.shape[2] + i
              sum += x.elements[element] * w.elements[(d * inGroup + c) * places + k]
            }
          }
          result.append(sum)
        }
      }
    }
    return Tensor(result, shape: [x.shape[0], filters, positions])
  }

  @Test(arguments: [(1, 0, 1), (2, 1, 1), (3, 2, 2), (1, 4, 3), (5, 0, 1)])
  func `a convolution is its definition`(stride: Int, padding: Int, dilation: Int) {
    let x = Tensor.random([2, 4, 9], seed: 1)
    for groups in [1, 2, 4] {
      let w = Tensor.random([4, 4 / groups, 3], seed: 2)
      let found = convolution(
        x, weight: w, stride: PerAxis(stride), padding: .each(PerAxis(padding)),
        dilation: PerAxis(dilation), groups: groups)
      let positions = (9 + 2 * padding - dilation * 2 - 1) / stride + 1
      expectClose(
        found,
        reference(
          x, w, stride: stride, before: padding, positions: positions, dilation: dilation,
          groups: groups), 1e-14)
    }
  }

  @Test func `a convolution of delta filters shifts images`() {
    let x = Tensor.random([1, 1, 3, 4], seed: 3)
    var w = Tensor(zeros: [1, 1, 3, 3])
    w[0, 0, 0, 2] = 1
    let y = convolution(x, weight: w, padding: .same)
    #expect(y[0, 0, 1..<3, 0..<3] == x[0, 0, 0..<2, 1..<4])
    #expect(y[0, 0, 0] == Tensor(zeros: [4]))
  }

  @Test(arguments: [(7, 3, 1), (7, 4, 1), (8, 3, 2), (7, 3, 2), (5, 2, 3)])
  func `same padding gives as many positions as elements`(length: Int, window: Int, stride: Int) {
    let x = Tensor.random([1, 1, length], seed: 4)
    let y = convolution(
      x, weight: Tensor(ones: [1, 1, window]), stride: PerAxis(stride), padding: .same)
    #expect(y.shape == [1, 1, (length + stride - 1) / stride])
    // One more element stands behind the image than before it, if their number is odd.
    if stride == 1, window == 4 {
      expectClose(y[0, 0, 0], x[0, 0, 0..<3].sum())
      expectClose(y[0, 0, length - 1], x[0, 0, (length - 2)..<length].sum())
    }
  }

  @Test func `an axis of length 1 more changes nothing`() {
    let (x, w) = (Tensor.random([2, 3, 6], seed: 5), Tensor.random([2, 3, 3], seed: 6))
    let y = convolution(x, weight: w, stride: 2, padding: 1)
    let volume = convolution(
      x.reshaped([2, 3, 1, 6, 1]), weight: w.reshaped([2, 3, 1, 3, 1]), stride: [1, 2, 1],
      padding: [0, 1, 0])
    expectClose(volume.squeezed(axes: [2, 4]), y, 0)
  }

  @Test func `a single example needs no batch axis`() {
    let (x, w) = (Tensor.random([3, 6], seed: 5), Tensor.random([2, 3, 3], seed: 6))
    let bias = Tensor([1.0, -1])
    let y = convolution(x, weight: w, bias: bias)
    expectClose(y, convolution(x.addingAxis(0), weight: w, bias: bias)[0], 0)
    expectClose(
      transposedConvolution(x, weight: w.transposed([1, 0, 2]), bias: bias),
      transposedConvolution(x.addingAxis(0), weight: w.transposed([1, 0, 2]), bias: bias)[0], 0)
  }

  /// `⟨y, x ∗ w⟩ = ⟨x, y ∗ᵀ w⟩`, whatever the lengths.
  @Test(arguments: [(9, 1, 0, 1), (9, 2, 1, 1), (10, 2, 1, 1), (11, 3, 2, 2)])
  func `a transposed convolution is the transpose`(
    length: Int, stride: Int, padding: Int, dilation: Int
  ) {
    let x = Tensor.random([2, 4, length], seed: 7)
    let w = Tensor.random([6, 2, 3], seed: 8)
    let y = convolution(
      x, weight: w, stride: PerAxis(stride), padding: .each(PerAxis(padding)),
      dilation: PerAxis(dilation), groups: 2)
    let u = Tensor.random(y.shape, seed: 9)
    let rest = (length + 2 * padding - 2 * dilation - 1) % stride
    let back = transposedConvolution(
      u, weight: w, stride: PerAxis(stride), padding: PerAxis(padding),
      outputPadding: PerAxis(rest), dilation: PerAxis(dilation), groups: 2)
    #expect(back.shape == x.shape)
    expectClose((back * x).sum(), (u * y).sum(), 1e-13)
  }

  @Test func `numbers keep their type`() {
    let x = Tensor.random([1, 2, 6], seed: 1, dtype: .float32)
    let w = Tensor.random([3, 2, 3], seed: 2, dtype: .float32)
    let y = convolution(x, weight: w, bias: Tensor(ones: [3], dtype: .float32))
    #expect(y.dtype == .float32)
    let wide = convolution(
      x.converted(to: .float64), weight: w.converted(to: .float64), bias: Tensor(ones: [3]))
    expectClose(y.converted(to: .float64), wide, 1e-6)
  }

  @Test func `a large convolution uses blocks`() {
    let x = Tensor.random([2, 8, 20, 20], seed: 1)
    let w = Tensor.random([16, 8, 3, 3], seed: 2)
    let columns = x.unfolded(window: [3, 3])
    let y = matmul(w.reshaped([16, 72]), columns).reshaped([2, 16, 18, 18])
    expectClose(convolution(x, weight: w), y, 1e-13)
  }

  @Test func mistakes() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = convolution(Tensor(zeros: [1, 3, 8]), weight: Tensor(zeros: [4, 2, 3]))
      }, ["convolution: images of shape [1, 3, 8] and filters of shape [4, 2, 3] do not fit 1"])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = convolution(Tensor(zeros: [1, 3, 2]), weight: Tensor(zeros: [4, 3, 3]))
      }, ["convolution: a window [3] does not fit the padded image [2]"])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = convolution(
          Tensor(zeros: [1, 3, 8]), weight: Tensor(zeros: [4, 3, 3]), stride: [1, 1])
      }, ["convolution: 2 numbers for stride were given for 1 axes."])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = convolution(
          Tensor(zeros: [1, 3, 8]), weight: Tensor(zeros: [4, 3, 3]), bias: Tensor(zeros: [3]))
      }, ["A bias of shape [3] was given for 4 channels."])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = transposedConvolution(
          Tensor(zeros: [1, 3, 1]), weight: Tensor(zeros: [3, 4, 2]), padding: 1)
      }, ["transposedConvolution: nothing is left of images of shape [1, 3, 1]"])
  }
}
