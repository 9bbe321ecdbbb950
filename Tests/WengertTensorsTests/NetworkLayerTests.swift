// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertScalars
import WengertTensors

@Suite struct `Network: normalization, resampling, attention` {
  @Test func `normalized rows have mean 0 and variance 1`() {
    let x = Tensor.random([3, 2, 8], seed: 1)
    let y = layerNormalization(x, lastAxes: 2, epsilon: 0)
    expectClose(y.mean(axes: [1, 2]), Tensor(zeros: [3]), 1e-15)
    expectClose(y.variance(axes: [1, 2], correction: 0), Tensor(ones: [3]))
    expectClose(layerNormalization(100 + 1e6 * x), layerNormalization(x), 1e-4)
  }

  @Test func `all normalizations are one of groups`() {
    let x = Tensor.random([4, 6, 5], seed: 2)
    let (w, b) = (Tensor.random([6], seed: 3), Tensor.random([6], seed: 4))
    let column = { (t: Tensor) in t.reshaped([6, 1]) }
    expectClose(
      groupNormalization(x, groups: 1, weight: w, bias: b),
      layerNormalization(x, lastAxes: 2) * column(w) + column(b))
    expectClose(
      instanceNormalization(x, weight: w, bias: b), layerNormalization(x) * column(w) + column(b))
    let batch = batchNormalization(x, weight: w, bias: b)
    let one = x.transposed([1, 0, 2]).reshaped([1, 6, 20])
    expectClose(
      batch.transposed([1, 0, 2]).reshaped([1, 6, 20]),
      instanceNormalization(one, weight: w, bias: b))
    let (mean, variance) = x.channelStatistics()
    expectClose(
      batchNormalization(x, mean: mean, variance: variance, weight: w, bias: b), batch, 1e-14)
    expectClose(
      batchNormalization(x.transposed([0, 2, 1]), weight: w, bias: b, channelAxis: -1),
      batch.transposed([0, 2, 1]))
  }

  @Test func `root mean squares`() {
    expectClose(
      rmsNormalization([[3, 4]], weight: [1, 2], epsilon: 0),
      ([[3, 8]] as Tensor) / .sqrt(12.5))
    let x = Tensor(zeros: [2], dtype: .float32)
    #expect(rmsNormalization(x) == [0, 0] && rmsNormalization(x).dtype == .float32)
  }

  @Test func `resizing lines and cubics is exact inside`() {
    let x = Tensor(0..<8, dtype: .float64)
    let fine = x.resized(to: [15], aligningCorners: true)
    expectClose(fine, .linearlySpaced(from: 0, to: 7, count: 15))
    // Beyond the last centers the outermost element stands.
    expectClose(Tensor([1.0, 3]).resized(to: [4]), [1, 1.5, 2.5, 3])
    expectClose(x.resized(to: [15], by: .cubic, aligningCorners: true)[2..<13], fine[2..<13])
    #expect(x.resized(to: [4], by: .nearest) == [0, 2, 4, 6])
    #expect(x.resized(byFactors: [0.5], by: .nearest) == [0, 2, 4, 6])
    #expect(Tensor([1.0, 2]).resized(byFactors: [2.5], by: .nearest) == [1, 1, 1, 2, 2])
    #expect(x.converted(to: .float32).resized(to: [3]).dtype == .float32)
  }

  @Test(arguments: [Interpolation.nearest, .linear, .cubic], [false, true])
  func `sampling at the centers gives the image`(method: Interpolation, aligning: Bool) {
    let x = Tensor.random([2, 3, 4, 5], seed: 5)
    func centers(_ n: Int) -> Tensor {
      let edge = aligning ? 1 : 1 - 1 / Double(n)
      return .linearlySpaced(from: -edge, to: edge, count: n)
    }
    let columns = centers(5).broadcast(to: [2, 4, 5])
    let rows = centers(4).reshaped([4, 1]).broadcast(to: [2, 4, 5])
    let grid = stack([columns, rows], axis: -1)
    for border in [ImageBorder.zero, .edge, .reflection] {
      expectClose(x.sampled(at: grid, by: method, border: border, aligningCorners: aligning), x)
    }
  }

  @Test func `borders of sampled images`() {
    let x = Tensor([1.0, 2, 3], shape: [1, 1, 3])
    func at(_ border: ImageBorder, _ aligning: Bool, _ coordinates: [Double]) -> Tensor {
      let grid = Tensor(coordinates, shape: [1, coordinates.count, 1])
      return x.sampled(at: grid, border: border, aligningCorners: aligning).flattened()
    }
    #expect(at(.zero, true, [-1, -1.5, -2, 1.5, 9]) == [1, 0.5, 0, 1.5, 0])
    #expect(at(.edge, true, [-1, -1.5, 1.5, 9]) == [1, 1, 3, 3])
    #expect(at(.reflection, true, [-1.5, -2, 1.5, 3, 5, -9]) == [1.5, 2, 2.5, 1, 3, 1])
    expectClose(at(.reflection, false, [-1, -5.0 / 3, 1, 5.0 / 3]), Tensor([1.0, 1.5, 3, 2.5]))
    for border in [ImageBorder.zero, .edge, .reflection] {
      #expect(at(border, true, [.nan]).isNaN == Tensor([true]))
    }
  }

  @Test func `attention is a mean of values`() {
    let (q, k) = (Tensor.random([2, 3, 4], seed: 1), Tensor.random([2, 5, 4], seed: 2))
    let v = Tensor.random([2, 5, 6], seed: 3)
    let y = scaledDotProductAttention(q, k, v)
    let weights = softmax(matmul(q, k.transposed([0, 2, 1])) / 2)
    expectClose(y, matmul(weights, v))
    expectClose(
      scaledDotProductAttention(q, k, v, scale: 0),
      v.mean(axes: [1], keepingAxes: true)
        .broadcast(to: [2, 3, 6]))
    let causal = scaledDotProductAttention(q, k, v, isCausal: true)
    expectClose(causal[.all, 0], v[.all, 0])
    let mask = Tensor(0..<5) .<= Tensor(0..<3).addingAxis(1)
    expectClose(scaledDotProductAttention(q, k, v, mask: mask), causal, 0)
    let bias = Tensor.select(mask, 0, Tensor(-.infinity))
    expectClose(scaledDotProductAttention(q, k, v, mask: bias), causal, 1e-15)
    expectClose(scaledDotProductAttention(q, k, v, dropout: Tensor(2)), 2 * y)
  }

  @Test func `a query that sees nothing has no influence`() {
    let x = Tensor.random([2, 3], seed: 1)
    let mask = Tensor([false, true], shape: [2, 1])
    let slope = gradient(at: x) { x in
      scaledDotProductAttention(x, x, x, mask: mask)[0].sum()
    }
    #expect(slope == Tensor(zeros: [2, 3]))
  }

  @Test func `words that are padding are not learned`() {
    let table = Tensor.random([4, 2], seed: 1)
    let words = Tensor([0, 2, 2, 3] as [Int64])
    let slope = gradient(at: table) { table in embedding(words, weight: table, padding: 2).sum() }
    #expect(slope == [[1, 1], [0, 0], [0, 0], [1, 1]])
    #expect(embedding(words, weight: table, padding: 2) == table.taking(words, axis: 0))
    let short = embedding(words, weight: 10 * table, limit: 0.5)
    #expect(short.norm(axes: [1]).max().double <= 0.5)
    expectClose(embedding(words, weight: 1e-3 * table, limit: 0.5), 1e-3 * table.taking(words, axis: 0))
  }

  @Test func `pixels are shuffled and back`() {
    let x = Tensor(0..<8).reshaped([4, 1, 2])
    #expect(x.pixelShuffled(2) == [[[0, 2, 1, 3], [4, 6, 5, 7]]])
    let y = Tensor.random([2, 18, 2, 3], seed: 1)
    #expect(y.pixelShuffled(3).shape == [2, 2, 6, 9])
    #expect(y.pixelShuffled(3).pixelUnshuffled(3) == y)
  }
}
