// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

extension Tensor {
  /// What a window reads that slides over the last axes, as many as it has.
  ///
  /// ```swift
  /// let x = Tensor(0..<5)
  /// x.windows([3])                        // [[0, 1, 2], [1, 2, 3], [2, 3, 4]]
  /// x.windows([3], stride: 2)             // [[0, 1, 2], [2, 3, 4]]
  /// ```
  ///
  /// - Parameters:
  ///   - stride: How far apart the positions of the window are.
  ///   - padding: How far it reaches over the ends, where it reads zeros.
  ///   - dilation: How far apart the elements are that it reads.
  /// - Returns: The axes before the last ones, then one for the positions along each of these, then
  ///   those of the window.
  public func windows(
    _ window: [Int], stride: PerAxis = 1, padding: WindowPadding = .valid, dilation: PerAxis = 1
  ) -> Tensor {
    windows(slidingWindow(window, stride, padding, dilation, "windows"), outside: 0)
  }

  /// The windows over images as columns of a matrix: of shape `[…, channels] + image`, a tensor of
  /// shape `[…, channels · places, positions]`, where the places of the window count in row-major
  /// order (im2col).
  ///
  /// ```swift
  /// Tensor(ones: [8, 3, 32, 32]).unfolded(window: [5, 5])         // [8, 75, 784]
  /// ```
  public func unfolded(
    window: [Int], stride: PerAxis = 1, padding: WindowPadding = .valid, dilation: PerAxis = 1
  ) -> Tensor {
    precondition(
      rank > window.count,
      "unfolded: the shape \(shape) has no channels before the axes of a window \(Shape(window)).")
    let slider = slidingWindow(window, stride, padding, dilation, "unfolded")
    let (axis, count) = (rank - window.count, window.count)
    let order = Array(0..<axis) + (axis + count..<axis + 2 * count) + (axis..<axis + count)
    let columns = [shape[axis - 1] * Shape(window).elementCount, Shape(slider.positions).elementCount]
    return windows(slider, outside: 0).transposed(order)
      .reshaped(Shape(shape.dimensions[..<(axis - 1)] + columns))
  }

  /// The transpose of ``unfolded(window:stride:padding:dilation:)`` for images of shape `image`:
  /// every element is added to the element of an image that it would be read from (col2im).
  ///
  /// ```swift
  /// columns.folded(into: [32, 32], window: [5, 5])        // [8, 75, 784] → [8, 3, 32, 32]
  /// ```
  public func folded(
    into image: [Int], window: [Int], stride: PerAxis = 1, padding: WindowPadding = .valid,
    dilation: PerAxis = 1
  ) -> Tensor {
    let slider = SlidingWindow(
      image: image, window: window, stride: stride, padding: padding, dilation: dilation, "folded")
    let places = Shape(window).elementCount
    precondition(
      rank >= 2 && image.count == window.count && shape[rank - 2] % places == 0
        && shape[rank - 1] == Shape(slider.positions).elementCount,
      """
      folded: the shape \(shape) does not fit windows \(Shape(window)) at positions \
      \(Shape(slider.positions)).
      """)
    let lead = shape.dimensions.dropLast(2) + [shape[rank - 2] / places]
    let (axis, count) = (lead.count, image.count)
    let order = Array(0..<axis) + (axis + count..<axis + 2 * count) + (axis..<axis + count)
    let padded = slider.paddedImage
    let sum = WindowSum(
      batchRank: axis, shape: Shape(padded), strides: slider.strides(in: padded), offset: 0)
    let images = Tensor.apply(
      sum.operation,
      [reshaped(Shape(lead + window + slider.positions)).transposed(order)])
    return images.padded(
      lead.map { _ in (0, 0) }
        + image.indices.map {
          (-slider.before[$0], image[$0] + slider.before[$0] - padded[$0])
        })
  }

  /// A window over the last axes.
  func slidingWindow(
    _ window: [Int], _ stride: PerAxis, _ padding: WindowPadding, _ dilation: PerAxis,
    roundingUp: Bool = false, _ operation: StaticString
  ) -> SlidingWindow {
    precondition(
      window.count <= rank,
      "\(operation): a window \(Shape(window)) has more axes than the shape \(shape).")
    return SlidingWindow(
      image: Array(shape.dimensions.suffix(window.count)), window: window, stride: stride,
      padding: padding, dilation: dilation, roundingUp: roundingUp, operation)
  }

  /// What a window over the last axes reads, `outside` where there is no element.
  func windows(_ window: SlidingWindow, outside: Double) -> Tensor {
    let lead = rank - window.image.count
    let lengths = window.paddedImage
    let widths = window.image.indices.map {
      (before: window.before[$0], after: lengths[$0] - window.image[$0] - window.before[$0])
    }
    let image = padded((0..<lead).map { _ in (0, 0) } + widths, .constant(Tensor(outside)))
    let row = Window(
      batchRank: lead, shape: Shape(window.positions + window.window),
      strides: window.strides(in: lengths), offset: 0)
    return .apply(row.operation, [image])
  }
}

extension SlidingWindow {
  /// The lengths of an image with as much around it as the windows read.
  fileprivate var paddedImage: [Int] {
    image.indices.map { axis in
      Swift.max(before[axis] + image[axis], (positions[axis] - 1) * strides[axis] + span(axis))
    }
  }

  /// How far apart, in an image of some lengths, neighbouring positions and places are.
  fileprivate func strides(in lengths: [Int]) -> [Int] {
    let steps = Shape(lengths).strides
    return steps.indices.map { strides[$0] * steps[$0] }
      + steps.indices.map { dilations[$0] * steps[$0] }
  }
}
