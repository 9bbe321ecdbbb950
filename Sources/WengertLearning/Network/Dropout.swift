// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
public import WengertTensors

/// Dropout: in training every number is set to 0 with a probability, and the others are made larger
/// to keep the mean.
///
/// ```swift
/// var random = CounterRandom(seed: 1)
/// let dropout = Dropout(rate: 0.5)
/// let y = dropout(Tensor(ones: [2, 3]), random: &random)       // zeros and twos
/// ```
///
/// Leave the layer out where a network is used and not trained.
///
/// N. Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", JMLR
/// 15 (2014).
public struct Dropout: Hashable, Sendable {
  /// The probability of a number to be set to 0.
  public let rate: Double

  /// A layer that drops numbers with the probability `rate`.
  ///
  /// - Precondition: `rate` is from 0 to below 1.
  public init(rate: Double) {
    precondition(0 <= rate && rate < 1, "Dropout: the rate is from 0 to below 1; found \(rate).")
    self.rate = rate
  }

  /// `x` with some elements set to 0 and the others divided by `1 − rate`, of the same shape.
  public func callAsFunction(_ x: Tensor, random: inout CounterRandom) -> Tensor {
    let factors = (0..<x.count).map { _ in random.uniform() < rate ? 0 : 1 / (1 - rate) }
    return x * Tensor(factors, shape: x.shape).converted(to: x.dtype)
  }
}
