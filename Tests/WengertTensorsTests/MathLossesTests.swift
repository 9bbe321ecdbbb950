// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertScalars
import WengertTensors

@Suite struct MathLossesTests {
  private let logits = Tensor.random([4, 3], seed: 11)
  private let labels = Tensor([0, 2, 1, 2] as [Int64])
  /// The labels as probabilities.
  private let oneHot = Tensor(
    [1.0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1] as [Double], shape: [4, 3])

  @Test func `reductions`() {
    let (x, y) = (Tensor([1.0, 2, 5]), Tensor([1.0, 4, 1]))
    #expect(squaredError(x, y, reduction: .none) == Tensor([0.0, 4, 16]))
    #expect(squaredError(x, y, reduction: .sum).double == 20)
    expectClose(squaredError(x, y), Tensor(20.0 / 3))
    #expect(absoluteError(x, y).double == 2)
    expectClose(squaredError(x, 1), Tensor(17.0 / 3))
  }

  @Test func `the gradient of the cross entropy is what the probabilities lack`() {
    expectClose(
      gradient(at: logits) { x in crossEntropy(x, labels, reduction: .sum) },
      softmax(logits) - oneHot, 1e-14)
    expectClose(crossEntropy(logits, labels), crossEntropy(logits, oneHot), 1e-14)
    expectClose(
      crossEntropy(logits, labels), negativeLogLikelihood(logSoftmax(logits), labels), 1e-15)
    expectClose(
      crossEntropy(logits.transposed([1, 0]), labels, axis: 0, reduction: .none),
      crossEntropy(logits, labels, reduction: .none), 0)
  }

  @Test func `a sure prediction costs little, and a wrong one is finite`() {
    let sure = Tensor([0.0, 800], shape: [1, 2])
    #expect(crossEntropy(sure, Tensor([1] as [Int64])).double == 0)
    #expect(crossEntropy(sure, Tensor([0] as [Int64])).double == 800)
    let masked = Tensor([0.0, 0, -.infinity], shape: [1, 3])
    let target = Tensor([0.5, 0.5, 0], shape: [1, 3])
    expectClose(crossEntropy(masked, target), Tensor(0.69314718055994531))
    #expect(gradient(at: masked) { x in crossEntropy(x, target) } == Tensor(zeros: [1, 3]))
  }

  @Test func `weights, labels that do not count, and smoothing`() {
    let weights = Tensor([0.2, 1, 2.5])
    let single = crossEntropy(logits, labels, reduction: .none)
    let shares = Tensor([0.2, 2.5, 1, 2.5])
    expectClose(
      crossEntropy(logits, labels, weights: weights), (shares * single).sum() / shares.sum())
    expectClose(
      crossEntropy(logits, labels, ignoring: 2),
      (single * Tensor([1.0, 0, 1, 0])).sum() / 2)
    let padded = Tensor([0, -100, 1, -100] as [Int64])
    expectClose(
      crossEntropy(logits, padded, ignoring: -100), crossEntropy(logits, labels, ignoring: 2), 0)
    let unused = gradient(at: logits) { x in crossEntropy(x, padded, ignoring: -100) }
    #expect(unused.countNonZero(axes: [1]) == Tensor([3.0, 0, 3, 0]))
    let smooth = 0.7 * oneHot + 0.1
    expectClose(
      crossEntropy(logits, labels, smoothing: 0.3), crossEntropy(logits, smooth), 1e-14)
    expectClose(
      crossEntropy(logits, oneHot, smoothing: 0.3), crossEntropy(logits, smooth), 1e-14)
    expectClose(
      crossEntropy(logits, labels, weights: weights, smoothing: 0.3, reduction: .sum),
      crossEntropy(logits, smooth, weights: weights, reduction: .sum), 1e-14)
  }

  @Test func `a batch of losses`() {
    let batch = Tensor.random([5, 4, 3], seed: 12)
    expectClose(
      batched(batch) { x in gradient(at: x) { x in crossEntropy(x, labels, smoothing: 0.1) } },
      gradient(at: batch) { x in
        let repeated = labels.broadcast(to: [5, 4])
        return crossEntropy(x, repeated, smoothing: 0.1, reduction: .sum) / 4
      })
  }

  @Test func `two ways to write a binary cross entropy`() {
    let x = Tensor.random([3, 2], seed: 13)
    let y = Tensor.random([3, 2], seed: 14, in: 0...1)
    let positive = Tensor([2.0, 0.5])
    expectClose(binaryCrossEntropy(logits: x, y), binaryCrossEntropy(sigmoid(x), y), 1e-14)
    expectClose(
      binaryCrossEntropy(logits: x, y, weights: y, positiveWeights: positive, reduction: .none),
      y * (positive * y * softplus(-x) + (1 - y) * softplus(x)))
    let extreme = Tensor([900.0, -900])
    #expect(
      binaryCrossEntropy(logits: extreme, Tensor([1.0, 0]), reduction: .none) == Tensor([0.0, 0]))
    #expect(
      binaryCrossEntropy(logits: extreme, Tensor([0.0, 1]), reduction: .none)
        == Tensor([900.0, 900]))
    #expect(binaryCrossEntropy(Tensor([0.0, 1]), Tensor([0.0, 1])).double == 0)
  }

  @Test func `divergence and likelihood`() {
    let y = softmax(Tensor.random([2, 3], seed: 15))
    let x = logSoftmax(Tensor.random([2, 3], seed: 16))
    expectClose(klDivergence(x, y, reduction: .sum), (y * (log(y) - x)).sum(), 1e-14)
    expectClose(klDivergence(x, logTargets: log(y)), klDivergence(x, y), 1e-14)
    #expect(klDivergence(Tensor([-2.0]), Tensor([0.0])).double == 0)
    let (mean, variance) = (Tensor([0.5, -1]), Tensor([0.25, 0.0]))
    expectClose(
      gaussianNegativeLogLikelihood(
        mean: mean, variance: variance, Tensor([1.0, -1]), isFull: true, epsilon: 1e-4,
        reduction: .none),
      Tensor([0.5 - 0.69314718055994531, -2 * 2.302585092994046]) + 0.91893853320467274)
    let counts = Tensor([0.0, 3])
    expectClose(
      poissonNegativeLogLikelihood(logRate: Tensor([0.1, 0.2]), counts, isFull: true),
      poissonNegativeLogLikelihood(
        rate: exp(Tensor([0.1, 0.2])), counts, isFull: true, epsilon: 0), 1e-15)
  }

  @Test func `Huber's loss is smooth at 0 and at the bend`() {
    let y = Tensor([0.0, 0, 0])
    let x = Tensor([0.0, 0.5, 3])
    expectClose(huberLoss(x, y, reduction: .none), Tensor([0.0, 0.125, 2.5]))
    expectClose(smoothL1Loss(x, y, beta: 2, reduction: .none), Tensor([0.0, 0.0625, 2]))
    expectClose(smoothL1Loss(x, y, beta: 0), absoluteError(x, y), 0)
    let second = hessian(at: x) { x in huberLoss(x, y, reduction: .sum) }
    #expect(second == Tensor([1.0, 0, 0, 0, 1, 0, 0, 0, 0], shape: [3, 3]))
  }

  @Test func `losses of pairs`() {
    let (a, b) = (Tensor([3.0, 4], shape: [1, 2]), Tensor([4.0, 3], shape: [1, 2]))
    expectClose(cosineSimilarity(a, b), Tensor([0.96]))
    expectClose(cosineEmbeddingLoss(a, b, Tensor([1.0])), Tensor(0.04))
    expectClose(
      cosineEmbeddingLoss(a, b, Tensor([-1.0]), margin: 0.5), Tensor(0.46))
    let hinges = hingeEmbeddingLoss(Tensor([0.25, 0.5]), Tensor([1.0, -1]), reduction: .none)
    #expect(hinges == Tensor([0.25, 0.5]))
    #expect(marginRankingLoss(2, 1, 1, margin: 3).double == 2)
    let losses = tripletMarginLoss(
      anchor: a, positive: b, negative: Tensor([3.0, 5], shape: [1, 2]), reduction: .none)
    expectClose(losses, sqrt(Tensor([2.0])))
    let swapped = tripletMarginLoss(
      anchor: a, positive: b, negative: Tensor([4.0, 3.5], shape: [1, 2]), isSwapping: true)
    expectClose(swapped, sqrt(2) + 0.5)
  }

  @Test func `distances of all pairs`() {
    let x = Tensor([0.0, 0, 3, 4, 0, 1], shape: [3, 2])
    expectClose(
      pairwiseDistances(x, x),
      sqrt(Tensor([0.0, 25, 1, 25, 0, 18, 1, 18, 0], shape: [3, 3])))
    #expect(pairwiseDistances(x, p: 1) == Tensor([7.0, 1, 6]))
    #expect(distance(x, 0, p: .infinity).double == 4)
    #expect(pairwiseDistances(Tensor(zeros: [2, 3, 4]), Tensor(zeros: [5, 4])).shape == [2, 3, 5])
    let slopes = gradient(at: x) { x in pairwiseDistances(x, x).sum() }
    #expect(slopes.isFinite.all().double == 1)
  }

  @Test func `mistakes are told`() async {
    let shapes = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = squaredError(Tensor(zeros: [3]), Tensor(zeros: [3, 1]))
    }
    expectMessage(
      shapes, ["squaredError: the targets have the shape [3, 1], but the predictions [3]."])
    let labels = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = crossEntropy(Tensor(zeros: [2, 3]), Tensor([0, 1, 2] as [Int64]))
    }
    expectMessage(labels, ["crossEntropy: the labels are int64[3]", "integers of shape [2]"])
    let rows = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = pairwiseDistances(Tensor(zeros: [2, 3]), Tensor(zeros: [2, 4]))
    }
    expectMessage(rows, ["pairwiseDistances", "[2, 3] and [2, 4]"])
  }
}
