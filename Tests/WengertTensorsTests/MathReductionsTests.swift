// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertScalars
import WengertTensors

/// A reduction along axes.
struct SampledReduction: Sendable, CustomTestStringConvertible {
  let name: String
  let reduce: @Sendable (Tensor, _ axes: [Int]?, _ keepsAxes: Bool) -> Tensor

  init(_ name: String, _ reduce: @escaping @Sendable (Tensor, [Int]?, Bool) -> Tensor) {
    (self.name, self.reduce) = (name, reduce)
  }

  var testDescription: String { name }

  static let all: [SampledReduction] =
    [
      .init("mean") { $0.mean(axes: $1, keepingAxes: $2) },
      .init("variance") { $0.variance(axes: $1, keepingAxes: $2) },
      .init("standardDeviation") { $0.standardDeviation(axes: $1, correction: 1, keepingAxes: $2) },
      .init("logSumExp") { $0.logSumExp(axes: $1, keepingAxes: $2) },
      .init("nanSum") { $0.nanSum(axes: $1, keepingAxes: $2) },
      .init("nanMean") { $0.nanMean(axes: $1, keepingAxes: $2) },
      .init("extremes") { x, axes, keepsAxes in
        let (min, max) = x.extremes(axes: axes, keepingAxes: keepsAxes)
        return max * min
      },
    ]
    + [0, 0.5, 1, 2, 3, -2, .infinity, -.infinity].map { p in
      .init("norm \(p)") { $0.norm(p, axes: $1, keepingAxes: $2) }
    }
}

@Suite struct MathReductionsTests {
  @Test(arguments: SampledReduction.all)
  func `derivatives are those that differences show`(_ sampled: SampledReduction) {
    let x = Tensor.random([2, 3, 4], seed: 3)
    for axes in [nil, [1], [0, -1]] as [[Int]?] {
      let f = { (x: Tensor) in sampled.reduce(x, axes, false) }
      let kept = sampled.reduce(x, axes, true)
      #expect(kept.rank == 3)
      expectClose(kept.reshaped(f(x).shape), f(x), 0, sampled.name)
      let direction = Tensor.random(x.shape, seed: 4)
      let forward = pushforward(at: x, along: direction) { x in f(x) }.derivative
      let step = Tensor(1e-5) * direction
      expectClose(forward, (f(x + step) - f(x - step)) / 2e-5, 1e-8, sampled.name)
      let cotangent = Tensor.random(f(x).shape, seed: 7)
      let reverse = pullback(at: x) { x in f(x) }.pullback(cotangent)
      expectClose((reverse * direction).sum(), (cotangent * forward).sum(), 1e-12, sampled.name)
      let along = axes.map { $0.map { $0 < 0 ? $0 : $0 + 1 } } ?? [1, 2, 3]
      let batch = Tensor.random([2, 2, 3, 4], seed: 8)
      expectClose(
        batched(batch) { x in f(x) }, sampled.reduce(batch, along, false), 1e-15, sampled.name)
    }
  }

  @Test func `means and deviations`() {
    let x = Tensor([1.0, 2, 3, 4, 5, 9], shape: [2, 3])
    #expect(x.mean().double == 4)
    #expect(x.mean(axes: [1]) == Tensor([2.0, 6]))
    expectClose(x.variance(axes: [1]), Tensor([2.0 / 3, 14.0 / 3]))
    expectClose(x.variance(axes: [1], correction: 1), Tensor([1.0, 7]))
    expectClose(x.standardDeviation(axes: [0]), Tensor([1.5, 1.5, 3]))
    #expect(Tensor([1, 2] as [Int64]).mean().double == 1.5)
    #expect(Tensor(zeros: [0, 2]).mean(axes: [0]).isNaN.all().double == 1)
    #expect(x.converted(to: .float32).variance().dtype == .float32)
  }

  @Test func `equal numbers have a deviation without slope`() {
    let x = Tensor([2.0, 2, 2])
    let zero = Tensor([0.0, 0, 0])
    #expect(gradient(at: x) { x in x.standardDeviation() } == zero)
    let direction = Tensor([1.0, 0, 2])
    let forward = pushforward(at: x, along: direction) { x in x.standardDeviation() }.derivative
    #expect(forward.double == 0)
    #expect(hessian(at: x) { x in x.standardDeviation() }.isFinite.all().double == 1)
  }

  @Test func `numbers that are none`() {
    let x = Tensor([1.0, .nan, 3, .nan], shape: [2, 2])
    #expect(x.nanSum(axes: [0]) == Tensor([4.0, 0]))
    #expect(x.nanMean().double == 2)
    #expect(gradient(at: x) { x in x.nanMean() } == Tensor([0.5, 0, 0.5, 0], shape: [2, 2]))
    #expect(x.countNonZero().double == 4)
  }

  @Test func `truths are counted`() {
    let x = Tensor([1.0, 0, 3, 4], shape: [2, 2])
    #expect(x.countNonZero(axes: [0]) == Tensor([2.0, 1]))
    #expect(x.all(axes: [0]) == Tensor([true, false]) && x.all().dtype == .bool)
    #expect((x .> 3).any(axes: [1]) == Tensor([false, true]))
    #expect(Tensor(zeros: [0]).all().double == 1 && Tensor(zeros: [0]).any().double == 0)
  }

  @Test func `norms of large and small numbers`() {
    for scale in [1, 1e200, 1e-200, 0x1p-1074] {
      #expect((Tensor([3.0, -4]) * Tensor(scale)).norm().double == 5 * scale)
    }
    expectClose(Tensor([1e200, 1e200]).norm(3), Tensor(2e200 * 0.62996052494743658), 1e-14)
    expectClose(Tensor([1e-200, 1]).norm(-2), Tensor(1e-200), 1e-15)
    #expect(Tensor([1.0, -.infinity]).norm().double == .infinity)
    #expect(Tensor([1.0, .nan]).norm().double.isNaN)
    let large = Tensor([3e200, 4e200])
    expectClose(gradient(at: large) { x in x.norm() }, Tensor([0.6, 0.8]), 1e-15)
    #expect((large.converted(to: .float32) * 0).norm().dtype == .float32)
  }

  @Test func `orders of norms`() {
    let x = Tensor([1.0, -7, 0, 3])
    #expect(x.norm(.infinity).double == 7 && x.norm(-.infinity).double == 0)
    #expect(x.norm(0).double == 3 && x.norm(1).double == 11)
    #expect(x.norm(-1).double == 0)
    for p in [0.5, 1, 2, 3, .infinity] {
      #expect(Tensor(zeros: [2, 0]).norm(p, axes: [1]) == Tensor([0.0, 0]))
      #expect(gradient(at: Tensor([0.0, 0])) { x in x.norm(p) } == Tensor([0.0, 0]))
    }
    #expect(hessian(at: Tensor([0.0, 0])) { x in x.norm() } == Tensor(zeros: [2, 2]))
  }

  @Test func `vectors of given length`() {
    let x = Tensor([3.0, 4, 0, 0, 6, 8], shape: [3, 2])
    #expect(x.normalized() == Tensor([0.6, 0.8, 0, 0, 0.6, 0.8], shape: [3, 2]))
    #expect(
      x.renormalized(axis: 0, limit: 5) == Tensor([3.0, 4, 0, 0, 3, 4], shape: [3, 2]))
    let derivative = gradient(at: x) { x in x.normalized().sum() }
    #expect(derivative.isFinite.all().double == 1)
  }

  @Test func `log-sum-exp and softmax at the limits`() {
    let x = Tensor([1000.0, 1000, -.infinity, -.infinity, 0, .infinity], shape: [3, 2])
    let sums = x.logSumExp(axes: [1])
    expectClose(sums, Tensor([1000 + 0.69314718055994531, -.infinity, .infinity]))
    #expect(Tensor(zeros: [2, 0]).logSumExp(axes: [1]) == Tensor([-Double.infinity, -.infinity]))
    let masked = Tensor([-Double.infinity, -.infinity])
    #expect(softmax(masked) == Tensor([0.0, 0]))
    #expect(
      gradient(at: masked) { x in (softmax(x) * Tensor([1.0, 2])).sum() } == Tensor([0.0, 0]))
    #expect(softmax(Tensor([0.0, 0, 900])) == Tensor([0.0, 0, 1]))
    expectClose(logSoftmax(Tensor([0.0, 900])), Tensor([-900.0, 0]))
    #expect(softmax(Tensor(zeros: [2, 0])).shape == [2, 0])
    let y = Tensor.random([2, 3], seed: 1)
    expectClose(exp(logSoftmax(y, axis: 0)), softmax(y, axis: 0), 1e-15)
    expectClose(softmin(y), softmax(-y), 0)
    expectClose(gradient(at: y) { y in y.logSumExp() }, softmax(y.reshaped([6])).reshaped([2, 3]))
  }

  @Test func `running sums and integrals`() {
    let y = Tensor([1.0, 2, 4], shape: [3])
    #expect(y.cumulativeSum(axis: 0) == Tensor([1.0, 3, 7]))
    #expect(Tensor([true, true]).cumulativeSum(axis: 0) == Tensor([1.0, 2]))
    expectClose(exp(y.cumulativeLogSumExp(axis: -1)), exp(y).cumulativeSum(axis: 0))
    #expect(trapezoid(y).double == 4.5)
    #expect(trapezoid(y, spacing: 2).double == 9)
    let places = Tensor([0.0, 1, 3])
    #expect(cumulativeTrapezoid(y, over: places) == Tensor([1.5, 7.5]))
    #expect(gradient(at: places) { x in trapezoid(y, over: x) } == Tensor([-1.5, -1.5, 3]))
    let rows = Tensor.random([3, 2], seed: 2)
    expectClose(
      trapezoid(rows, over: places, axis: 0),
      trapezoid(rows.transposed([1, 0]), over: places.broadcast(to: [2, 3])))
    #expect(trapezoid(Tensor(zeros: [2, 0])) == Tensor([0.0, 0]))
    #expect(cumulativeTrapezoid(Tensor(zeros: [2, 1])).shape == [2, 0])
  }
}
