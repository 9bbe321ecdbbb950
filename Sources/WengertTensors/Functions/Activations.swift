// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

// Activation functions, element by element. At a kink the derivative is that of the side that
// `x ≤ kink` belongs to, so that the derivative of `relu` at 0 is 0.

/// `max(x, 0)`.
public func relu(_ x: Tensor) -> Tensor { .relu(x) }

/// `x` brought into `0...6`.
public func relu6(_ x: Tensor) -> Tensor { .minimum(.relu(x), 6) }

/// `x`, with negative numbers multiplied by `slope`.
public func leakyRelu(_ x: Tensor, slope: Double = 0.01) -> Tensor {
  .select(x .> 0, x, Tensor(slope) * x)
}

/// `x`, with negative numbers multiplied by slopes that are learned: one for all, or one for each
/// place along `axis`.
public func prelu(_ x: Tensor, slope: Tensor, axis: Int = 1) -> Tensor {
  let slopes = slope.count == 1 ? slope.reshaped([]) : slope.aligned(with: x, axis: axis, "prelu")
  return .select(x .> 0, x, slopes * x)
}

/// The exponential linear unit: `x`, but `α (eˣ − 1)` for negative numbers.
public func elu(_ x: Tensor, alpha: Double = 1) -> Tensor {
  .select(x .> 0, x, Tensor(alpha) * .expMinusOne(x))
}

/// The exponential linear unit whose derivative is continuous: `α (e^(x/α) − 1)` for negative
/// numbers.
public func celu(_ x: Tensor, alpha: Double = 1) -> Tensor {
  .select(x .> 0, x, Tensor(alpha) * .expMinusOne(x / Tensor(alpha)))
}

/// The exponential linear unit that preserves mean 0 and variance 1.
///
/// G. Klambauer et al., "Self-normalizing neural networks" (2017), with their two constants.
public func selu(_ x: Tensor) -> Tensor {
  1.0507009873554804935 * elu(x, alpha: 1.6732632423543772848)
}

/// `x Φ(x)`, where `Φ` is the distribution function of the standard normal distribution.
public func gelu(_ x: Tensor) -> Tensor { x * normalCDF(x) }

/// ``gelu(_:)`` as it is approximated with a hyperbolic tangent, `½ x (1 + tanh z)`; that is
/// `x sigmoid(2z)`, which does not cancel.
public func geluTanh(_ x: Tensor) -> Tensor {
  let z = .sqrt(2 / .pi) * (x + 0.044715 * .pow(x, 3))
  return x * .sigmoid(2 * z)
}

/// The logistic function `1 / (1 + e⁻ˣ)`.
public func sigmoid(_ x: Tensor) -> Tensor { .sigmoid(x) }

/// The logarithm of the sigmoid, without underflow.
public func logSigmoid(_ x: Tensor) -> Tensor { -.softplus(-x) }

/// `x sigmoid(x)`, also called swish.
public func silu(_ x: Tensor) -> Tensor { x * .sigmoid(x) }

/// `x tanh(softplus x)`.
public func mish(_ x: Tensor) -> Tensor { x * .tanh(.softplus(x)) }

/// `log(1 + e^(βx)) / β` without overflow; `x` itself where `βx` is above `threshold`.
public func softplus(
  _ x: Tensor, beta: Double = 1, threshold: Double = .infinity
) -> Tensor {
  let scaled = beta == 1 ? x : Tensor(beta) * x
  let smooth = beta == 1 ? Tensor.softplus(x) : .softplus(scaled) / Tensor(beta)
  return threshold == .infinity ? smooth : .select(scaled .> Tensor(threshold), x, smooth)
}

/// `x / (1 + |x|)`.
public func softsign(_ x: Tensor) -> Tensor { x / (1 + abs(x)) }

/// `x − tanh x`.
public func tanhshrink(_ x: Tensor) -> Tensor { x - .tanh(x) }

/// `x`, but 0 where `|x| ≤ bound`.
public func hardshrink(_ x: Tensor, bound: Double = 0.5) -> Tensor {
  .select(abs(x) .> Tensor(bound), x, 0)
}

/// `x` moved toward 0 by `bound`, and 0 where `|x| ≤ bound`.
public func softshrink(_ x: Tensor, bound: Double = 0.5) -> Tensor {
  .select(abs(x) .> Tensor(bound), x - Tensor(bound) * .sign(x), 0)
}

/// `x` brought into a range, −1 to 1 by default.
public func hardtanh(_ x: Tensor, in range: ClosedRange<Double> = -1...1) -> Tensor {
  x.clamped(to: range)
}

/// `x / 6 + 1/2`, brought into `0...1`.
public func hardsigmoid(_ x: Tensor) -> Tensor { relu6(x + 3) / 6 }

/// `x hardsigmoid(x)`.
public func hardswish(_ x: Tensor) -> Tensor { x * hardsigmoid(x) }

/// `x` where it is above a threshold, else `value`.
public func threshold(_ x: Tensor, _ threshold: Double, value: Double = 0) -> Tensor {
  .select(x .> Tensor(threshold), x, Tensor(value))
}

/// The gated linear unit: the first half of the elements along `axis`, times the sigmoid of the
/// second half.
public func glu(_ x: Tensor, axis: Int = -1) -> Tensor {
  let axis = x.normalized(axis: axis, "glu")
  let half = x.shape[axis] / 2
  precondition(
    2 * half == x.shape[axis], "glu: axis \(axis) of shape \(x.shape) has no two halves.")
  return x.sliced(axis: axis, from: 0, count: half)
    * .sigmoid(x.sliced(axis: axis, from: half, count: half))
}

extension Tensor {
  /// A vector, reshaped so that it runs along one axis of another tensor.
  func aligned(with tensor: Tensor, axis: Int, _ operation: StaticString) -> Tensor {
    let axis = tensor.normalized(axis: axis, operation)
    precondition(
      shape == [tensor.shape[axis]],
      """
      \(operation): the shape \(shape) is not one number for each place along axis \(axis) of the \
      shape \(tensor.shape).
      """)
    var dimensions = [Int](repeating: 1, count: tensor.rank)
    dimensions[axis] = count
    return reshaped(Shape(dimensions))
  }
}
