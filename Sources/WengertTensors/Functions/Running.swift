// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

extension Tensor {
  /// The running sums `x₀, x₀ + x₁, …` along `axis`.
  public func cumulativeSum(axis: Int) -> Tensor {
    let axis = normalized(axis: axis, "cumulativeSum")
    return .apply(CumulativeSum(axis: axis).operation, [self])
  }
}

/// The integral `∫ y dx` along `axis` by the trapezoidal rule.
///
/// ```swift
/// trapezoid(Tensor([0.0, 1, 4]))                                      // 3
/// trapezoid(Tensor([0.0, 1, 4]), over: Tensor([0.0, 1, 3]))           // 5.5
/// ```
///
/// - Parameters:
///   - x: Where the values are taken: as many numbers as there are along the axis, or a tensor that
///     broadcasts to the shape of `y`; equally far apart for nil.
///   - spacing: How far apart they are without `x`.
public func trapezoid(
  _ y: Tensor, over x: Tensor? = nil, spacing: Double = 1, axis: Int = -1
) -> Tensor {
  let axis = y.normalized(axis: axis, "trapezoid")
  return trapezoids(y, x, spacing, axis, "trapezoid").sum(axes: [axis])
}

/// The integrals from the first place along `axis` to each of the others by the trapezoidal rule:
/// one element less along the axis.
public func cumulativeTrapezoid(
  _ y: Tensor, over x: Tensor? = nil, spacing: Double = 1, axis: Int = -1
) -> Tensor {
  let axis = y.normalized(axis: axis, "cumulativeTrapezoid")
  return trapezoids(y, x, spacing, axis, "cumulativeTrapezoid").cumulativeSum(axis: axis)
}

/// The areas between neighbors along `axis`.
private func trapezoids(
  _ y: Tensor, _ x: Tensor?, _ spacing: Double, _ axis: Int, _ operation: StaticString
) -> Tensor {
  let y = y.real
  let count = Swift.max(y.shape[axis] - 1, 0)
  let before = y.sliced(axis: axis, from: 0, count: count)
  let heights = (before + y.sliced(axis: axis, from: y.shape[axis] - count, count: count)) / 2
  guard let x else { return Tensor(spacing) * heights }
  let places = x.rank == 1 ? x.aligned(with: y, axis: axis, operation) : x
  return places.broadcast(to: y.shape).differences(axis: axis) * heights
}
