// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// `e^xᵢ / Σⱼ e^xⱼ` along `axis`: positive numbers that add up to 1. Where all of them are −∞, as
/// where a mask leaves nothing, they are 0.
///
/// ```swift
/// softmax(Tensor([1.0, 1, 1, -.infinity]))        // [1/3, 1/3, 1/3, 0]
/// ```
public func softmax(_ x: Tensor, axis: Int = -1) -> Tensor {
  let axis = x.normalized(axis: axis, "softmax")
  let powers = exp(x.real - x.real.exponentShift([axis]))
  return .ratio(powers, powers.sum(axes: [axis], keepingAxes: true))
}

/// The logarithm of ``softmax(_:axis:)``, accurate where that is tiny.
public func logSoftmax(_ x: Tensor, axis: Int = -1) -> Tensor {
  let axis = x.normalized(axis: axis, "logSoftmax")
  let shifted = x.real - x.real.exponentShift([axis])
  return shifted - log(exp(shifted).sum(axes: [axis], keepingAxes: true))
}

/// ``softmax(_:axis:)`` of `−x`.
public func softmin(_ x: Tensor, axis: Int = -1) -> Tensor { softmax(-x, axis: axis) }

extension Tensor {
  /// `log Σ exp` of the elements along `axes`, without overflow: a smooth maximum, whose derivative
  /// is the softmax. That of no elements is −∞.
  public func logSumExp(axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
    let axes = normalized(axes: axes, "logSumExp")
    let shift = real.exponentShift(axes)
    let sum = Tensor.exp(real - shift).reducedSum(axes).keeping(true, axes, of: shape)
    let result = Tensor.log(sum) + shift
    return keepingAxes ? result : result.reshaped(type.reduced(axes).shape)
  }

  /// The running `log Σ exp` along `axis`.
  public func cumulativeLogSumExp(axis: Int) -> Tensor {
    let axis = normalized(axis: axis, "cumulativeLogSumExp")
    return .apply(CumulativeLogSumExp(axis: axis).operation, [real])
  }

  /// What to subtract before exponentials of the elements along `axes` are added, so that none
  /// overflows and not all vanish: the greatest element, as a constant, or 0 in its place if that
  /// is infinite. The axes stay, with length 1.
  fileprivate func exponentShift(_ axes: [Int]) -> Tensor {
    if axes.contains(where: { shape[$0] == 0 }) { return 0 }
    let greatest = withoutDerivative.max(axes: axes, keepingAxes: true)
    return .select(greatest.isFinite, greatest, 0)
  }
}
