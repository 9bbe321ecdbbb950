// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// An integer for each axis of an image: one for all of them, or a list.
///
/// ```swift
/// convolution(x, weight: w, stride: 2)
/// convolution(x, weight: w, stride: [2, 1])
/// ```
public struct PerAxis: Sendable, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
  private let numbers: [Int]
  private let isShared: Bool

  /// The same number for all axes.
  public init(_ number: Int) {
    numbers = [number]
    isShared = true
  }

  /// A number for each axis.
  public init(_ numbers: [Int]) {
    self.numbers = numbers
    isShared = false
  }

  public init(integerLiteral number: Int) { self.init(number) }
  public init(arrayLiteral numbers: Int...) { self.init(numbers) }

  /// The numbers for `count` axes, none below `least`.
  func values(_ count: Int, atLeast least: Int, _ name: String, _ operation: StaticString) -> [Int] {
    precondition(
      isShared || numbers.count == count,
      "\(operation): \(numbers.count) numbers for \(name) were given for \(count) axes.")
    for number in numbers {
      precondition(number >= least, "\(operation): \(name) cannot be \(number).")
    }
    return isShared ? Array(repeating: numbers[0], count: count) : numbers
  }
}

/// How far a window reaches over the ends of an image, where it reads zeros (for a maximum: nothing).
public enum WindowPadding: Sendable, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
  /// Not at all.
  case valid
  /// So far that there are as many positions as elements; for a stride, that part of them, rounded
  /// up. Of an odd number of elements more stand behind the image.
  case same
  /// The same numbers of elements before and behind the image.
  case each(PerAxis)
  /// Numbers of elements before and behind the image, for each axis.
  case ends([(before: Int, after: Int)])

  public init(integerLiteral number: Int) { self = .each(PerAxis(number)) }
  public init(arrayLiteral numbers: Int...) { self = .each(PerAxis(numbers)) }

  /// The numbers for windows that span `spans` elements.
  func ends(
    _ image: [Int], spans: [Int], strides: [Int], _ operation: StaticString
  ) -> [(before: Int, after: Int)] {
    switch self {
    case .valid: return image.map { _ in (0, 0) }
    case .same:
      return image.indices.map { axis in
        let last = (image[axis] - 1) / strides[axis] * strides[axis]
        let total = Swift.max(last + spans[axis] - image[axis], 0)
        return (total / 2, total - total / 2)
      }
    case .each(let numbers):
      return numbers.values(image.count, atLeast: 0, "padding", operation).map { ($0, $0) }
    case .ends(let ends):
      precondition(
        ends.count == image.count && ends.allSatisfy { $0.before >= 0 && $0.after >= 0 },
        "\(operation): \(ends.count) paddings, of which none may be negative, do not fit "
          + "\(image.count) axes.")
      return ends
    }
  }
}

extension SlidingWindow {
  /// A window over an image of some shape, at all positions at which it fits.
  ///
  /// - Parameter roundingUp: Whether there is one more position where elements would be left over
  ///   for which the window does not fit, but starts before the padding behind the image.
  init(
    image: [Int], window: [Int], stride: PerAxis, padding: WindowPadding, dilation: PerAxis,
    roundingUp: Bool = false, _ operation: StaticString
  ) {
    let count = image.count
    let strides = stride.values(count, atLeast: 1, "stride", operation)
    let dilations = dilation.values(count, atLeast: 1, "dilation", operation)
    self.init(
      image: image, window: window, strides: strides, dilations: dilations, before: [],
      positions: [])
    let ends = padding.ends(
      image, spans: image.indices.map { span($0) }, strides: strides, operation)
    before = ends.map { $0.before }
    positions = image.indices.map { axis in
      let room = image[axis] + ends[axis].before + ends[axis].after - span(axis)
      precondition(
        room >= 0 && window[axis] > 0,
        "\(operation): a window \(Shape(window)) does not fit the padded image \(Shape(image)).")
      let steps = room / strides[axis]
      let isMore =
        roundingUp && room % strides[axis] > 0
        && (steps + 1) * strides[axis] < image[axis] + ends[axis].before
      return steps + (isMore ? 2 : 1)
    }
  }
}
