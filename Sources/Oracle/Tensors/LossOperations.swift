// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertTensors

/// Activations, normalizations and losses, by the names of both kinds of files.
enum LossOperations {
  static let table = activations.merging(losses) { _, _ in
    preconditionFailure("An operation is claimed twice.")
  }

  private static let activations: [String: TensorOperation] = [
    "relu": { [relu($0[0])] }, "nn.functional.relu": { [relu($0[0])] },
    "nn.functional.relu6": { [relu6($0[0])] },
    "leaky_relu": { [leakyRelu($0[0])] }, "nn.functional.leaky_relu": { [leakyRelu($0[0])] },
    "nn.functional.prelu": { [$0.prelu()] },
    "elu": { [elu($0[0])] }, "nn.functional.elu": { [elu($0[0])] },
    "nn.functional.celu": { [celu($0[0])] },
    "selu": { [selu($0[0])] }, "nn.functional.selu": { [selu($0[0])] },
    "gelu": { [gelu($0[0])] }, "gelu_tanh": { [geluTanh($0[0])] },
    "nn.functional.gelu": { call in
      [call.string(nil, "approximate") == "tanh" ? geluTanh(call[0]) : gelu(call[0])]
    },
    "silu": { [silu($0[0])] }, "nn.functional.silu": { [silu($0[0])] },
    "nn.functional.mish": { [mish($0[0])] },
    "logsigmoid": { [logSigmoid($0[0])] }, "nn.functional.logsigmoid": { [logSigmoid($0[0])] },
    "softplus": { [softplus($0[0])] },
    "nn.functional.softplus": { call in
      let beta = call.number(nil, "beta") ?? 1
      return [softplus(call[0], beta: beta, threshold: call.number(nil, "threshold") ?? 20)]
    },
    "nn.functional.softsign": { [softsign($0[0])] },
    "nn.functional.tanhshrink": { [tanhshrink($0[0])] },
    "nn.functional.hardshrink": { [hardshrink($0[0], bound: $0.number(nil, "lambd") ?? 0.5)] },
    "nn.functional.softshrink": { [softshrink($0[0], bound: $0.number(nil, "lambd") ?? 0.5)] },
    "nn.functional.hardsigmoid": { [hardsigmoid($0[0])] },
    "nn.functional.hardswish": { [hardswish($0[0])] },
    "nn.functional.hardtanh": { call in
      let lower = call.number(nil, "min_val") ?? -1
      return [hardtanh(call[0], in: lower...(call.number(nil, "max_val") ?? 1))]
    },
    "nn.functional.threshold": { call in
      [threshold(call[0], call.number(1, "threshold") ?? 0, value: call.number(2, "value") ?? 0)]
    },
    "nn.functional.normalize": { call in
      let (p, epsilon) = (call.number(nil, "p") ?? 2, call.number(nil, "eps") ?? 1e-12)
      if call[0].rank == 0 {
        return [call[0].reshaped([1]).normalized(p: p, epsilon: epsilon).reshaped([])]
      }
      return [call[0].normalized(p: p, axis: call.int(nil, "dim") ?? 1, epsilon: epsilon)]
    },
    "nn.functional.local_response_norm": { call in
      [
        localResponseNormalization(
          call[0], size: call.int(1, "size") ?? 1, alpha: call.number(nil, "alpha") ?? 1e-4,
          beta: call.number(nil, "beta") ?? 0.75, k: call.number(nil, "k") ?? 1)
      ]
    },
  ]

  private static let losses: [String: TensorOperation] = [
    "mse": { [squaredError($0[0], $0[1], reduction: $0.reduction)] },
    "nn.functional.mse_loss": { [squaredError($0[0], $0[1], reduction: $0.reduction)] },
    "mae": { [absoluteError($0[0], $0[1], reduction: $0.reduction)] },
    "nn.functional.l1_loss": { [absoluteError($0[0], $0[1], reduction: $0.reduction)] },
    "huber": { [$0.huber()] }, "nn.functional.huber_loss": { [$0.huber()] },
    "nn.functional.smooth_l1_loss": { call in
      let beta = call.number(nil, "beta") ?? 1
      return [smoothL1Loss(call[0], call[1], beta: beta, reduction: call.reduction)]
    },
    "kl_div": { [klDivergence($0[0], $0[1], reduction: $0.reduction)] },
    "nn.functional.kl_div": { [$0.klDivergence()] },
    "nn.functional.binary_cross_entropy": {
      [binaryCrossEntropy($0[0], $0[1], weights: $0.tensor(2, "weight"), reduction: $0.reduction)]
    },
    "bce_with_logits": { [binaryCrossEntropy(logits: $0[0], $0[1], reduction: $0.reduction)] },
    "nn.functional.binary_cross_entropy_with_logits": { call in
      [
        binaryCrossEntropy(
          logits: call[0], call[1], weights: call.tensor(2, "weight"),
          positiveWeights: call.tensor(nil, "pos_weight"), reduction: call.reduction)
      ]
    },
    "cross_entropy": { [$0.labelled()] }, "cross_entropy_smooth": { [$0.labelled()] },
    "nn.functional.cross_entropy": { call in
      [
        crossEntropy(
          call[0], call[1], axis: call.classAxis, weights: call.tensor(2, "weight"),
          ignoring: call.int(nil, "ignore_index") ?? -100,
          smoothing: call.number(nil, "label_smoothing") ?? 0, reduction: call.reduction)
      ]
    },
    "nn.functional.nll_loss": { call in
      [
        negativeLogLikelihood(
          call[0], call[1], axis: call.classAxis, weights: call.tensor(2, "weight"),
          ignoring: call.int(nil, "ignore_index") ?? -100, reduction: call.reduction)
      ]
    },
    "nn.functional.gaussian_nll_loss": { call in
      [
        gaussianNegativeLogLikelihood(
          mean: call[0], variance: call[2], call[1], isFull: call.bool(nil, "full") ?? false,
          epsilon: call.number(nil, "eps") ?? 1e-6, reduction: call.reduction)
      ]
    },
    "nn.functional.poisson_nll_loss": { call in
      let isFull = call.bool(nil, "full") ?? false
      guard call.bool(nil, "log_input") ?? true else {
        return [
          poissonNegativeLogLikelihood(
            rate: call[0], call[1], isFull: isFull, epsilon: call.number(nil, "eps") ?? 1e-8,
            reduction: call.reduction)
        ]
      }
      return [
        poissonNegativeLogLikelihood(
          logRate: call[0], call[1], isFull: isFull, reduction: call.reduction)
      ]
    },
    "nn.functional.hinge_embedding_loss": {
      [hingeEmbeddingLoss($0[0], $0[1], margin: $0.margin ?? 1, reduction: $0.reduction)]
    },
    "nn.functional.margin_ranking_loss": {
      [marginRankingLoss($0[0], $0[1], $0[2], margin: $0.margin ?? 0, reduction: $0.reduction)]
    },
    "nn.functional.cosine_embedding_loss": {
      [cosineEmbeddingLoss($0[0], $0[1], $0[2], margin: $0.margin ?? 0, reduction: $0.reduction)]
    },
    "nn.functional.triplet_margin_loss": { call in
      [
        tripletMarginLoss(
          anchor: call[0], positive: call[1], negative: call[2], margin: call.margin ?? 1,
          isSwapping: call.bool(nil, "swap") ?? false, epsilon: 1e-6, reduction: call.reduction)
      ]
    },
    "nn.functional.cosine_similarity": { call in
      let epsilon = call.number(nil, "eps") ?? 1e-8
      return [
        cosineSimilarity(call[0], call[1], axis: call.int(nil, "dim") ?? 1, epsilon: epsilon)
      ]
    },
    "nn.functional.pairwise_distance": { call in
      [
        distance(
          call[0] + Tensor(call.number(nil, "eps") ?? 1e-6), call[1],
          p: call.number(nil, "p") ?? 2, axes: [-1], keepingAxes: call.keepsAxes)
      ]
    },
    "nn.functional.pdist": { [pairwiseDistances($0[0], p: $0.number(1, "p") ?? 2)] },
  ]
}

extension OperationCall {
  fileprivate var reduction: LossReduction {
    switch string(nil, "reduction") {
    case "none": .none
    case "sum", "batchmean": .sum
    default: .mean
    }
  }

  fileprivate var margin: Double? { number(nil, "margin") }

  fileprivate var classAxis: Int { self[0].rank == 1 ? 0 : 1 }

  /// The slope is given by name or by place; it belongs to the second axis.
  fileprivate func prelu() -> Tensor { WengertTensors.prelu(self[0], slope: self[1]) }

  fileprivate func huber() -> Tensor {
    huberLoss(self[0], self[1], delta: number(nil, "delta") ?? 1, reduction: reduction)
  }

  fileprivate func klDivergence() -> Tensor {
    let loss =
      bool(nil, "log_target") ?? false
      ? WengertTensors.klDivergence(self[0], logTargets: self[1], reduction: reduction)
      : WengertTensors.klDivergence(self[0], self[1], reduction: reduction)
    let isBatchMean = string(nil, "reduction") == "batchmean"
    return isBatchMean ? loss / Tensor(Double(self[0].shape[0])) : loss
  }

  /// The cross entropy of labels that are attributes, as NumPy's files have them.
  fileprivate func labelled() -> Tensor {
    let labels = Tensor((ints(nil, "labels") ?? []).map { Int64($0) })
    let weights = json(nil, "weight").numbers.map { Tensor($0) }
    return crossEntropy(
      self[0], labels, weights: weights, smoothing: number(nil, "label_smoothing") ?? 0,
      reduction: reduction)
  }
}
