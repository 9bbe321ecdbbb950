// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

extension Tensor {
  /// Channels laid out as pixels, `factor` times as many along both axes of an image:
  /// `[…, c · factor², h, w]` becomes `[…, c, h · factor, w · factor]`.
  ///
  /// W. Shi et al., "Real-time single image and video super-resolution using an efficient sub-pixel
  /// convolutional neural network" (2016).
  public func pixelShuffled(_ factor: Int) -> Tensor {
    precondition(
      rank >= 3 && factor > 0 && shape[rank - 3] % (factor * factor) == 0,
      "pixelShuffled: the channels of shape \(shape) are no multiple of \(factor) squared.")
    let lead = rank - 3
    return unflattened(axis: lead, into: [shape[lead] / (factor * factor), factor, factor])
      .movingAxes(from: [lead + 1, lead + 2], to: [lead + 2, lead + 4])
      .flattened(from: lead + 3, to: lead + 4).flattened(from: lead + 1, to: lead + 2)
  }

  /// The inverse of ``pixelShuffled(_:)``.
  public func pixelUnshuffled(_ factor: Int) -> Tensor {
    precondition(
      rank >= 3 && factor > 0 && shape[rank - 2] % factor == 0 && shape[rank - 1] % factor == 0,
      "pixelUnshuffled: the image of shape \(shape) does not part into squares of \(factor).")
    let lead = rank - 3
    return unflattened(axis: rank - 1, into: [shape[rank - 1] / factor, factor])
      .unflattened(axis: rank - 2, into: [shape[rank - 2] / factor, factor])
      .movingAxes(from: [lead + 2, lead + 4], to: [lead + 1, lead + 2])
      .flattened(from: lead, to: lead + 2)
  }
}
