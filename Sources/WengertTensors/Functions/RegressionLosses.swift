// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// The squared error `(x − y)²` of predictions `x` for targets `y`.
///
/// ```swift
/// squaredError(Tensor([1.0, 2]), Tensor([1.0, 5]))        // 4.5, the mean
/// ```
public func squaredError(
  _ x: Tensor, _ y: Tensor, reduction: LossReduction = .mean
) -> Tensor {
  x.checkTargets(y, "squaredError")
  return reduction(square(x - y))
}

/// The absolute error `|x − y|` of predictions `x` for targets `y`.
public func absoluteError(
  _ x: Tensor, _ y: Tensor, reduction: LossReduction = .mean
) -> Tensor {
  x.checkTargets(y, "absoluteError")
  return reduction(abs(x - y))
}

/// Huber's loss: half the squared error up to the error `delta`, and linear beyond.
///
/// P. J. Huber, "Robust estimation of a location parameter", Ann. Math. Statist. 35 (1964).
public func huberLoss(
  _ x: Tensor, _ y: Tensor, delta: Double = 1, reduction: LossReduction = .mean
) -> Tensor {
  x.checkTargets(y, "huberLoss")
  let error = x - y
  let size = abs(error)
  let delta = Tensor(delta)
  return reduction(.select(size .<= delta, square(error) / 2, delta * (size - delta / 2)))
}

/// ``huberLoss(_:_:delta:reduction:)`` divided by `beta`, its parameter: the absolute error,
/// rounded off where it is less than `beta`.
public func smoothL1Loss(
  _ x: Tensor, _ y: Tensor, beta: Double = 1, reduction: LossReduction = .mean
) -> Tensor {
  if beta == 0 { return absoluteError(x, y, reduction: reduction) }
  return huberLoss(x, y, delta: beta, reduction: reduction) / Tensor(beta)
}

/// The negative log-likelihood of targets under normal distributions of given mean and variance, up
/// to the constant `½ log 2π`.
///
/// - Parameters:
///   - isFull: Whether the constant is included.
///   - epsilon: The variance is taken to be no less than this.
public func gaussianNegativeLogLikelihood(
  mean: Tensor, variance: Tensor, _ targets: Tensor, isFull: Bool = false, epsilon: Double = 1e-6,
  reduction: LossReduction = .mean
) -> Tensor {
  let variance = maximum(variance, Tensor(epsilon))
  let losses = (log(variance) + square(mean - targets) / variance) / 2
  return reduction(isFull ? losses + .log(2 * .pi) / 2 : losses)
}

/// The negative log-likelihood of targets, which are counts, under Poisson distributions with the
/// given logarithms of the rates, up to `log y!`.
///
/// - Parameter isFull: Whether Stirling's approximation of `log y!` is included, for counts above
///   1.
public func poissonNegativeLogLikelihood(
  logRate: Tensor, _ targets: Tensor, isFull: Bool = false, reduction: LossReduction = .mean
) -> Tensor {
  let losses = exp(logRate) - targets * logRate
  return reduction(isFull ? losses + stirling(targets) : losses)
}

/// The negative log-likelihood of targets, which are counts, under Poisson distributions with the
/// given rates, up to `log y!`.
///
/// - Parameters:
///   - isFull: Whether Stirling's approximation of `log y!` is included, for counts above 1.
///   - epsilon: Added to the rates whose logarithm is taken.
public func poissonNegativeLogLikelihood(
  rate: Tensor, _ targets: Tensor, isFull: Bool = false, epsilon: Double = 1e-8,
  reduction: LossReduction = .mean
) -> Tensor {
  let losses = rate - targets * log(rate + Tensor(epsilon))
  return reduction(isFull ? losses + stirling(targets) : losses)
}

/// `y log y − y + ½ log 2πy`, 0 for `y ≤ 1`.
private func stirling(_ y: Tensor) -> Tensor {
  .select(y .> 1, y * log(y) - y + log(2 * .pi * y) / 2, 0)
}
