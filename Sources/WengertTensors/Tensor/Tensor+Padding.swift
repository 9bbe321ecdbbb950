// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// What stands around a tensor that is made longer.
public enum Padding: Sendable {
  /// One number.
  case constant(Tensor)
  /// The outermost element, repeated.
  case edge
  /// The elements mirrored at the outermost one, which is not repeated: `c b | a b c | b a`.
  case reflect
  /// The elements from the other end: `b c | a b c | a b`.
  case wrap
}

extension Tensor {
  /// The tensor with more elements before and behind its own along each axis; negative numbers
  /// take some away.
  ///
  /// ```swift
  /// ([1, 2, 3] as Tensor).padded([(2, 1)])                // [0, 0, 1, 2, 3, 0]
  /// ([1, 2, 3] as Tensor).padded([(2, 1)], .reflect)      // [3, 2, 1, 2, 3, 2]
  /// ```
  public func padded(
    _ widths: [(before: Int, after: Int)], _ padding: Padding = .constant(0)
  ) -> Tensor {
    precondition(
      widths.count == rank,
      "padded: \(widths.count) pairs of widths were given for the shape \(shape).")
    for (axis, width) in widths.enumerated() {
      precondition(
        shape[axis] + width.before + width.after >= 0,
        "padded: axis \(axis) of shape \(shape) is too short to take away \(-width.before) and "
          + "\(-width.after).")
    }
    if case .constant(let value) = padding { return padded(widths, with: value) }
    return widths.enumerated().reduce(self) { result, width in
      result.padded(axis: width.offset, width.element, padding)
    }
  }

  private func padded(_ widths: [(before: Int, after: Int)], with value: Tensor) -> Tensor {
    precondition(
      value.rank == 0, "padded: the constant is a number; found the shape \(value.shape).")
    var inner = self
    for (axis, width) in widths.enumerated() {
      let start = Swift.max(0, -width.before)
      let end = shape[axis] + Swift.min(0, width.after)
      inner = inner.sliced(axis: axis, from: start, count: Swift.max(0, end - start))
    }
    let place = Place(
      shape: Shape(shape.indices.map { shape[$0] + widths[$0].before + widths[$0].after }),
      starts: widths.map { Swift.max(0, $0.before) }, steps: Array(repeating: 1, count: rank))
    if inner.shape == place.shape { return inner }
    let placed = Tensor.apply(place.operation, [inner])
    if value.number == 0 { return placed }
    let isInside = Tensor.apply(place.operation, [Tensor(ones: inner.shape, dtype: .bool)])
    return .select(isInside, placed, value)
  }

  /// Along one axis: every place of the result is read from one of the operand.
  private func padded(
    axis: Int, _ width: (before: Int, after: Int), _ padding: Padding
  ) -> Tensor {
    if width == (0, 0) { return self }
    let length = shape[axis]
    precondition(length > 0, "padded: axis \(axis) of shape \(shape) has no elements to repeat.")
    let places = (-width.before..<length + width.after).map { place in
      switch padding {
      case .edge: return Swift.min(Swift.max(place, 0), length - 1)
      case .wrap: return place.modulo(length)
      case .reflect, .constant:
        let place = place.modulo(Swift.max(2 * (length - 1), 1))
        return Swift.min(place, 2 * (length - 1) - place)
      }
    }
    return taking(Tensor(places.map { Int64($0) }), axis: axis)
  }
}

extension Int {
  /// The remainder that is not negative.
  fileprivate func modulo(_ n: Int) -> Int { (self % n + n) % n }
}
