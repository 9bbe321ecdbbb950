// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// The cross entropy `−log softmax(logits)[label]` of examples with the given labels.
///
/// ```swift
/// let logits = Tensor([0.0, 0, 0, 50], shape: [2, 2])
/// crossEntropy(logits, Tensor([0, 1] as [Int64]))         // ½ log 2, the mean
/// ```
///
/// - Parameters:
///   - logits: Scores of the classes, which stand along `axis`.
///   - labels: Integers, of the shape of the logits without that axis; or the probabilities of all
///     classes, of the shape of the logits.
///   - weights: A factor for each class. The mean is then weighted as well, unless the labels are
///     probabilities.
///   - ignored: A label of examples that do not count, such as padding.
///   - smoothing: How much of the probability of the label is given to all classes alike.
public func crossEntropy(
  _ logits: Tensor, _ labels: Tensor, axis: Int = -1, weights: Tensor? = nil,
  ignoring ignored: Int? = nil, smoothing: Double = 0, reduction: LossReduction = .mean
) -> Tensor {
  let axis = logits.normalized(axis: axis, "crossEntropy")
  let losses = -logSoftmax(logits, axis: axis)
  guard labels.dtype.isFloatingPoint else {
    return losses.ofLabels(
      labels, axis, weights, ignored, smoothing, reduction, operation: "crossEntropy")
  }
  precondition(
    labels.shape == logits.shape,
    """
    crossEntropy: the probabilities have the shape \(labels.shape), but the logits \
    \(logits.shape).
    """)
  let share = Tensor(smoothing / Double(logits.shape[axis]))
  let probabilities = smoothing == 0 ? labels : Tensor(1 - smoothing) * labels + share
  let terms = Tensor.contribution(probabilities, losses.weighted(weights, axis, "crossEntropy"))
  return reduction(terms.sum(axes: [axis]))
}

/// `−logProbabilities[label]` of examples with the given labels: the cross entropy of what is a
/// logarithm of probabilities already.
///
/// The parameters are those of
/// ``crossEntropy(_:_:axis:weights:ignoring:smoothing:reduction:)``.
public func negativeLogLikelihood(
  _ logProbabilities: Tensor, _ labels: Tensor, axis: Int = -1, weights: Tensor? = nil,
  ignoring ignored: Int? = nil, reduction: LossReduction = .mean
) -> Tensor {
  let axis = logProbabilities.normalized(axis: axis, "negativeLogLikelihood")
  return (-logProbabilities).ofLabels(
    labels, axis, weights, ignored, 0, reduction, operation: "negativeLogLikelihood")
}

/// The cross entropy `−(y log p + (1 − y) log(1 − p))` of probabilities `p` for targets `y` between
/// 0 and 1.
///
/// - Parameter weights: Factors that broadcast to the losses.
public func binaryCrossEntropy(
  _ p: Tensor, _ y: Tensor, weights: Tensor? = nil, reduction: LossReduction = .mean
) -> Tensor {
  p.checkTargets(y, "binaryCrossEntropy")
  let losses = -(xlogy(y, p) + xlog1py(1 - y, -p))
  return reduction(weights.map { $0 * losses } ?? losses)
}

/// The cross entropy of the probabilities `sigmoid(logits)` for targets `y` between 0 and 1, with
/// neither overflow nor cancellation.
///
/// - Parameters:
///   - weights: Factors that broadcast to the losses.
///   - positiveWeights: Factors of the terms `y log p`, which broadcast as well.
public func binaryCrossEntropy(
  logits: Tensor, _ y: Tensor, weights: Tensor? = nil, positiveWeights: Tensor? = nil,
  reduction: LossReduction = .mean
) -> Tensor {
  logits.checkTargets(y, "binaryCrossEntropy")
  let positive = y * softplus(-logits)
  let negative = (1 - y) * softplus(logits)
  let losses = (positiveWeights.map { $0 * positive } ?? positive) + negative
  return reduction(weights.map { $0 * losses } ?? losses)
}

/// The terms `y (log y − x)` of the Kullback–Leibler divergence of distributions with the
/// log-probabilities `x` from those with the probabilities `y`.
public func klDivergence(
  _ x: Tensor, _ y: Tensor, reduction: LossReduction = .mean
) -> Tensor {
  x.checkTargets(y, "klDivergence")
  return reduction(xlogy(y, y) - y * x)
}

/// The same terms for targets that are log-probabilities, too: `eᵗ (t − x)`.
public func klDivergence(
  _ x: Tensor, logTargets t: Tensor, reduction: LossReduction = .mean
) -> Tensor {
  x.checkTargets(t, "klDivergence")
  return reduction(exp(t) * (t - x))
}

extension Tensor {
  /// The elements, which are losses of every class, times the weights of their classes.
  fileprivate func weighted(
    _ weights: Tensor?, _ axis: Int, _ operation: StaticString
  ) -> Tensor {
    guard let weights else { return self }
    return weights.aligned(with: self, axis: axis, operation) * self
  }

  /// The losses of the classes that are the labels, from those of every class.
  fileprivate func ofLabels(
    _ labels: Tensor, _ axis: Int, _ weights: Tensor?, _ ignored: Int?, _ smoothing: Double,
    _ reduction: LossReduction, operation: StaticString
  ) -> Tensor {
    precondition(
      labels.dtype.isInteger && labels.shape == type.reduced([axis]).shape,
      """
      \(operation): the labels are \(labels.type), but the classes of \(type) along axis \(axis) \
      need integers of shape \(type.reduced([axis]).shape).
      """)
    let isCounted = ignored.map { labels .!= Tensor(integerLiteral: $0) }
    var indices = labels.converted(to: .int64)
    if let isCounted { indices = .select(isCounted, indices, 0) }

    let all = weighted(weights, axis, operation)
    var losses = all.movingAxis(from: axis, to: -1).gathered(indices, batchRank: indices.rank)
    if smoothing > 0 {
      losses = Tensor(1 - smoothing) * losses + Tensor(smoothing) * all.mean(axes: [axis])
    }
    if let isCounted { losses = .select(isCounted, losses, 0) }
    guard reduction == .mean, weights != nil || ignored != nil else { return reduction(losses) }

    var shares = Tensor(ones: labels.shape, dtype: dtype)
    if let weights { shares = weights.gathered(indices, batchRank: 0) }
    if let isCounted { shares = .select(isCounted, shares, 0) }
    return losses.sum() / shares.sum()
  }
}
