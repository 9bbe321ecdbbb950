// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// Statistics of the elements along axes, of all of them for nil.
extension Tensor {
  /// The arithmetic mean; nan of no elements.
  ///
  /// ```swift
  /// let x = Tensor([1.0, 2, 3, 4, 5, 9], shape: [2, 3])
  /// x.mean()                    // 4
  /// x.mean(axes: [1])           // [2, 6]
  /// ```
  ///
  /// - Parameter keepingAxes: Whether the axes stay, with length 1.
  public func mean(axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
    let axes = normalized(axes: axes, "mean")
    let sum = real.reducedSum(axes).keeping(keepingAxes, axes, of: shape)
    return sum / Tensor(Double(count(along: axes)))
  }

  /// The mean of the squared distances from the mean.
  ///
  /// - Parameter correction: How much less than the number of elements `n` the sum is divided by: 0
  ///   for the variance of the elements themselves, 1 for the unbiased estimate of the variance of
  ///   what they are a sample of.
  public func variance(
    axes: [Int]? = nil, correction: Double = 0, keepingAxes: Bool = false
  ) -> Tensor {
    let axes = normalized(axes: axes, "variance")
    let sum = Tensor.square(centered(axes)).reducedSum(axes).keeping(keepingAxes, axes, of: shape)
    return sum / degreesOfFreedom(axes, correction)
  }

  /// The square root of the ``variance(axes:correction:keepingAxes:)``, with derivative 0 where it
  /// is 0.
  public func standardDeviation(
    axes: [Int]? = nil, correction: Double = 0, keepingAxes: Bool = false
  ) -> Tensor {
    let axes = normalized(axes: axes, "standardDeviation")
    let length = centered(axes).norm(axes: axes, keepingAxes: keepingAxes)
    return length / .sqrt(degreesOfFreedom(axes, correction))
  }

  /// The sum of the elements that are not nan.
  public func nanSum(axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
    Tensor.select(isNaN, 0, self).sum(axes: axes, keepingAxes: keepingAxes)
  }

  /// The mean of the elements that are not nan.
  public func nanMean(axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
    let numbers = (!real.isNaN).converted(to: real.dtype)
    return real.nanSum(axes: axes, keepingAxes: keepingAxes)
      / numbers.sum(axes: axes, keepingAxes: keepingAxes)
  }

  /// The least and the greatest element.
  public func extremes(
    axes: [Int]? = nil, keepingAxes: Bool = false
  ) -> (min: Tensor, max: Tensor) {
    (min(axes: axes, keepingAxes: keepingAxes), max(axes: axes, keepingAxes: keepingAxes))
  }

  /// How many elements are not zero (are true), as an integer.
  public func countNonZero(axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
    mask.converted(to: .int64).sum(axes: axes, keepingAxes: keepingAxes)
  }

  /// Whether an element is not zero (is true).
  public func any(axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
    countNonZero(axes: axes, keepingAxes: keepingAxes) .> 0
  }

  /// Whether no element is zero (is false).
  public func all(axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
    !(!mask).any(axes: axes, keepingAxes: keepingAxes)
  }

  /// The number of elements that a reduction along axes makes one of.
  private func count(along axes: [Int]) -> Int { axes.reduce(1) { $0 * shape[$1] } }

  private func centered(_ axes: [Int]) -> Tensor { real - mean(axes: axes, keepingAxes: true) }

  private func degreesOfFreedom(_ axes: [Int], _ correction: Double) -> Tensor {
    Tensor(Swift.max(Double(count(along: axes)) - correction, 0))
  }
}
