// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// The convolution of images with the filters of a layer, over any number of axes:
/// `y[b, d, o] = bias[d] + Σ x[b, c, o·stride + k·dilation − padding] · weight[d, c, k]`, summed over
/// channels `c` and places `k` of the filter. (As in all libraries for neural networks the filter
/// is not reversed.)
///
/// ```swift
/// let x = Tensor(ones: [8, 3, 32, 32])                          // 8 images of 3 channels
/// let w = Tensor(ones: [16, 3, 5, 5])
/// convolution(x, weight: w, padding: .same)                     // [8, 16, 32, 32]
/// convolution(x, weight: w, stride: 2, padding: 2)              // [8, 16, 16, 16]
/// ```
///
/// - Parameters:
///   - x: Shape `[batch, channels] + image`, or a single example without the batch axis.
///   - weight: Shape `[filters, channels / groups] + window`.
///   - bias: Shape `[filters]`.
///   - stride: How far apart the positions of the window are.
///   - padding: How far the window reaches over the ends of the image, where it reads zeros.
///   - dilation: How far apart the elements are that the window reads.
///   - groups: In how many groups channels and filters are parted; each group of filters sees only
///     its group of channels.
/// - Returns: Shape `[batch, filters] + positions`.
/// - Complexity: `2 · batch · filters · (channels / groups) · window · positions` operations.
public func convolution(
  _ x: Tensor, weight: Tensor, bias: Tensor? = nil, stride: PerAxis = 1,
  padding: WindowPadding = .valid, dilation: PerAxis = 1, groups: Int = 1
) -> Tensor {
  let (x, w) = Tensor.promoted(x, weight, isReal: true)
  let images = x.checkedImages(for: w, groups, "convolution")
  let (channels, inGroup) = (images.shape[1], w.shape[1])
  precondition(
    channels == groups * inGroup && w.shape[0] % groups == 0,
    """
    convolution: images of shape \(x.shape) and filters of shape \(w.shape) do not fit \(groups) \
    groups of channels.
    """)
  let window = SlidingWindow(
    image: images.spatial, window: w.spatial, stride: stride, padding: padding, dilation: dilation,
    "convolution")
  let row = ConvolutionRow(output: .result, convolution: Convolution(window, groups: groups))
  return Tensor.apply(row.operation, [images, w]).withBias(bias, like: x)
}

/// The transpose of a ``convolution(_:weight:bias:stride:padding:dilation:groups:)``, as a linear
/// function of the images, with a bias of its own: the layer that makes images larger.
///
/// ```swift
/// let x = Tensor(ones: [1, 16, 8, 8])
/// let w = Tensor(ones: [16, 3, 4, 4])
/// transposedConvolution(x, weight: w, stride: 2, padding: 1)    // [1, 3, 16, 16]
/// ```
///
/// - Parameters:
///   - x: Shape `[batch, channels] + positions`, or without the batch axis.
///   - weight: Shape `[channels, filters / groups] + window`.
///   - padding: The padding of the convolution: how much less of its image is left at both ends.
///   - outputPadding: How much longer the image is behind: a convolution with a stride has the same
///     number of positions for images of several lengths.
/// - Returns: Shape `[batch, filters] + image`, where
///   `image = (positions − 1) · stride + (window − 1) · dilation + 1 − 2 · padding + outputPadding`.
public func transposedConvolution(
  _ x: Tensor, weight: Tensor, bias: Tensor? = nil, stride: PerAxis = 1, padding: PerAxis = 0,
  outputPadding: PerAxis = 0, dilation: PerAxis = 1, groups: Int = 1
) -> Tensor {
  let (x, w) = Tensor.promoted(x, weight, isReal: true)
  let results = x.checkedImages(for: w, groups, "transposedConvolution")
  precondition(
    results.shape[1] == w.shape[0] && w.shape[0] % groups == 0,
    """
    transposedConvolution: images of shape \(x.shape) and filters of shape \(w.shape) do not fit \
    \(groups) groups of channels.
    """)
  let (positions, count) = (results.spatial, w.rank - 2)
  let name: StaticString = "transposedConvolution"
  let more = outputPadding.values(count, atLeast: 0, "outputPadding", name)
  var window = SlidingWindow(
    image: [], window: w.spatial, strides: stride.values(count, atLeast: 1, "stride", name),
    dilations: dilation.values(count, atLeast: 1, "dilation", name),
    before: padding.values(count, atLeast: 0, "padding", name), positions: positions)
  window.image = positions.indices.map { axis in
    let (stride, before) = (window.strides[axis], window.before[axis])
    return (positions[axis] - 1) * stride + window.span(axis) - 2 * before + more[axis]
  }
  precondition(
    window.image.allSatisfy { $0 > 0 },
    "transposedConvolution: nothing is left of images of shape \(x.shape) within the padding.")
  let row = ConvolutionRow(output: .image, convolution: Convolution(window, groups: groups))
  return Tensor.apply(row.operation, [w, results]).withBias(bias, like: x)
}

extension Tensor {
  /// The lengths of the axes behind batch and channels.
  fileprivate var spatial: [Int] { Array(shape.dimensions.dropFirst(2)) }

  /// Images with a batch axis, for filters of one rank with them.
  fileprivate func checkedImages(
    for weight: Tensor, _ groups: Int, _ operation: StaticString
  ) -> Tensor {
    precondition(
      weight.rank >= 2 && (rank == weight.rank || rank == weight.rank - 1) && groups > 0,
      """
      \(operation): images of shape \(shape) and filters of shape \(weight.shape) in \(groups) \
      groups do not fit each other.
      """)
    return rank == weight.rank ? self : addingAxis(0)
  }

  /// A bias for each channel added to a batch, which loses its axis if `x` has none.
  fileprivate func withBias(_ bias: Tensor?, like x: Tensor) -> Tensor {
    var result = self
    if let bias {
      precondition(
        bias.shape == [shape[1]],
        "A bias of shape \(bias.shape) was given for \(shape[1]) channels.")
      result += bias.reshaped(Shape([shape[1]] + spatial.map { _ in 1 }))
    }
    return x.rank == rank ? result : result.squeezed(axes: [0])
  }
}
