// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

extension Tensor {
  /// The sum of the elements along `axes`; of all for nil.
  ///
  /// - Parameter keepingAxes: Whether the axes stay, with length 1.
  public func sum(axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
    let axes = normalized(axes: axes, "sum")
    let numbers = dtype == .bool ? converted(to: .int64) : self
    return numbers.reducedSum(axes).keeping(keepingAxes, axes, of: shape)
  }

  /// The greatest element along `axes`; equal ones share the derivative.
  public func max(axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
    extreme(true, axes, keepingAxes, "max")
  }

  /// The least element along `axes`; equal ones share the derivative.
  public func min(axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
    extreme(false, axes, keepingAxes, "min")
  }

  private func extreme(
    _ maximum: Bool, _ axes: [Int]?, _ keepingAxes: Bool, _ name: StaticString
  ) -> Tensor {
    let axes = normalized(axes: axes, name)
    for axis in axes {
      precondition(shape[axis] > 0, "\(name): axis \(axis) of shape \(shape) has no elements.")
    }
    if axes.isEmpty { return self }
    return Tensor.apply(Extreme(maximum: maximum, axes: axes).operation, [self])
      .keeping(keepingAxes, axes, of: shape)
  }

  /// The product of the elements along `axes`, exact derivatives where factors are zero included.
  public func product(axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
    let axes = normalized(axes: axes, "product")
    if axes.isEmpty { return self }
    let kept = shape.indices.filter { !axes.contains($0) }
    let rows = transposed(kept + axes)
      .reshaped(Shape(kept.map { shape[$0] } + [axes.reduce(1) { $0 * shape[$1] }]))
    return Tensor.apply(Product().operation, [rows]).keeping(keepingAxes, axes, of: shape)
  }

  /// The running products along `axis`.
  public func cumulativeProduct(axis: Int) -> Tensor {
    let axis = normalized(axis: axis, "cumulativeProduct")
    guard shape[axis] > 0 else { return self }
    // yᵢ = xᵢ yᵢ₋₁ with y₀ = x₀: a recurrence whose source is x₀.
    let first = sliced(axis: axis, from: 0, count: 1)
    var starts = [Int](repeating: 0, count: rank)
    starts[axis] = 0
    let source = Tensor.apply(
      Place(shape: shape, starts: starts, steps: [Int](repeating: 1, count: rank)).operation,
      [first])
    return .recurrence(self, source, axis: axis)
  }

  /// The axes of a reduction put back with length 1, if asked for.
  func keeping(_ isKept: Bool, _ axes: [Int], of shape: Shape) -> Tensor {
    guard isKept else { return self }
    var dimensions = shape.dimensions
    for axis in axes { dimensions[axis] = 1 }
    return reshaped(Shape(dimensions))
  }
}
