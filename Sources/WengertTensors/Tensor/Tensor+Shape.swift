// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertKernels

/// The same elements, arranged otherwise. Each of these checks what it is given; the rows of the
/// table rely on it.
extension Tensor {
  /// A tensor of zeros.
  public init(zeros shape: Shape, dtype: DType = .float64) {
    self.init(NDArray(repeating: 0, shape: shape, dtype: dtype))
  }

  /// A tensor of ones.
  public init(ones shape: Shape, dtype: DType = .float64) {
    self.init(NDArray(repeating: 1, shape: shape, dtype: dtype))
  }

  /// A tensor of one number repeated.
  public init(repeating value: Double, shape: Shape, dtype: DType = .float64) {
    self.init(NDArray(repeating: value, shape: shape, dtype: dtype))
  }

  /// The tensor of `elements` in row-major order.
  public init<T: ArrayElement>(_ elements: [T], shape: Shape) {
    self.init(NDArray(elements, shape: shape))
  }

  /// The vector of `elements`.
  public init<T: ArrayElement>(_ elements: [T]) {
    self.init(NDArray(elements, shape: [elements.count]))
  }

  /// The same elements, in row-major order, in another shape. One length may be −1: it is chosen
  /// so that the elements fit.
  public func reshaped(_ shape: Shape) -> Tensor {
    let own = self.shape
    if own == shape { return self }
    var dimensions = shape.dimensions
    if let free = dimensions.firstIndex(of: -1) {
      dimensions[free] = 1
      let others = Shape(dimensions).elementCount
      dimensions[free] = others == 0 ? 0 : count / others
    }
    let target = Shape(dimensions)
    precondition(
      target.elementCount == own.elementCount && !dimensions.contains { $0 < 0 },
      "reshaped: the \(own.elementCount) elements of shape \(own) do not fit the shape \(shape).")
    return .apply(Reshape(shape: target).operation, [self])
  }

  /// The axes in another order: axis `k` of the result is axis `axes[k]` of this tensor.
  public func transposed(_ axes: [Int]) -> Tensor {
    let order = axes.map { normalized(axis: $0, "transposed") }
    precondition(
      order.sorted() == Array(0..<rank),
      "transposed: \(axes) is not an order of the axes of shape \(shape).")
    return order == Array(0..<rank) ? self : .apply(Transpose(axes: order).operation, [self])
  }

  /// The tensor repeated along axes that it lacks or that have length 1, by NumPy's rule.
  public func broadcast(to shape: Shape) -> Tensor {
    let own = self.shape
    if own == shape { return self }
    precondition(
      Shape.broadcast(own, shape) == shape,
      "broadcast: the shape \(own) does not broadcast to \(shape).")
    return .apply(Broadcast(shape: shape).operation, [self])
  }

  /// Every `step`-th of the elements from `start` on along one axis, `count` of them.
  func sliced(axis: Int, from start: Int, count: Int, by step: Int = 1) -> Tensor {
    if start == 0, step == 1, count == shape[axis] { return self }
    var starts = [Int](repeating: 0, count: rank)
    var counts = shape.dimensions
    var steps = [Int](repeating: 1, count: rank)
    starts[axis] = start
    counts[axis] = count
    steps[axis] = step
    return .apply(Slice(starts: starts, counts: counts, steps: steps).operation, [self])
  }

  /// The elements along `axis` in the opposite order.
  public func flipped(axis: Int) -> Tensor {
    let axis = normalized(axis: axis, "flipped")
    return shape[axis] < 2 ? self : sliced(axis: axis, from: shape[axis] - 1, count: shape[axis], by: -1)
  }

  /// The axis counted from the front; negative ones count from the back, −1 being the last.
  func normalized(axis: Int, _ operation: StaticString) -> Int {
    let rank = rank
    precondition(
      axis >= -rank && axis < rank, "\(operation): there is no axis \(axis) in the shape \(shape).")
    return axis < 0 ? axis + rank : axis
  }

  /// Several axes counted from the front, in ascending order; all of them for nil.
  func normalized(axes: [Int]?, _ operation: StaticString) -> [Int] {
    guard let axes else { return Array(0..<rank) }
    let result = axes.map { normalized(axis: $0, operation) }.sorted()
    for (axis, next) in zip(result, result.dropFirst()) {
      precondition(axis != next, "\(operation): axis \(axis) is named twice in \(axes).")
    }
    return result
  }
}
