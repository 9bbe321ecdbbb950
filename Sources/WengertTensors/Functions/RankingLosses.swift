// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// The loss `x` of pairs that are alike (`y = 1`) and `max(0, margin − x)` of others (`y = −1`),
/// where `x` is a distance.
public func hingeEmbeddingLoss(
  _ x: Tensor, _ y: Tensor, margin: Double = 1, reduction: LossReduction = .mean
) -> Tensor {
  x.checkTargets(y, "hingeEmbeddingLoss")
  let alike = Tensor.select(y .!= -1, x, 0)
  let different = Tensor.select(y .!= 1, .relu(Tensor(margin) - x), 0)
  return reduction(alike + different)
}

/// The loss `max(0, margin − y (a − b))` of scores of which the first is to be the higher one
/// (`y = 1`) or the lower one (`y = −1`).
public func marginRankingLoss(
  _ a: Tensor, _ b: Tensor, _ y: Tensor, margin: Double = 0, reduction: LossReduction = .mean
) -> Tensor {
  a.checkTargets(y, "marginRankingLoss")
  return reduction(.relu(Tensor(margin) - y * (a - b)))
}

/// The loss `1 − cos(a, b)` of pairs that are alike (`y = 1`) and `max(0, cos(a, b) − margin)` of
/// others (`y = −1`), where `a` and `b` are vectors along the last axis.
public func cosineEmbeddingLoss(
  _ a: Tensor, _ b: Tensor, _ y: Tensor, margin: Double = 0, reduction: LossReduction = .mean
) -> Tensor {
  let cosine = cosineSimilarity(a, b)
  cosine.checkTargets(y, "cosineEmbeddingLoss")
  let alike = Tensor.select(y .== 1, 1 - cosine, 0)
  let different = Tensor.select(y .== -1, .relu(cosine - Tensor(margin)), 0)
  return reduction(alike + different)
}

/// The loss `max(0, d(anchor, positive) − d(anchor, negative) + margin)`: an anchor is to be
/// closer, by the margin, to an example of its own kind than to one of another. Vectors stand along
/// the last axis.
///
/// - Parameters:
///   - p: The norm that distances are measured in.
///   - isSwapping: Whether the distance of the negative example is taken from the positive one if
///     it is closer to that than to the anchor.
///   - epsilon: Added to each difference of coordinates.
public func tripletMarginLoss(
  anchor: Tensor, positive: Tensor, negative: Tensor, margin: Double = 1, p: Double = 2,
  isSwapping: Bool = false, epsilon: Double = 0, reduction: LossReduction = .mean
) -> Tensor {
  func between(_ x: Tensor, _ y: Tensor) -> Tensor {
    distance(x + Tensor(epsilon), y, p: p, axes: [-1])
  }
  var far = between(anchor, negative)
  if isSwapping { far = .minimum(far, between(positive, negative)) }
  return reduction(.relu(between(anchor, positive) - far + Tensor(margin)))
}
