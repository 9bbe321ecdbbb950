// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// `x / (k + α m)^β`, where `m` is the mean of the squares of `size` neighbours along `axis`, zeros
/// beyond its ends.
///
/// A. Krizhevsky et al., "ImageNet classification with deep convolutional neural networks" (2012).
public func localResponseNormalization(
  _ x: Tensor, size: Int, alpha: Double = 1e-4, beta: Double = 0.75, k: Double = 1, axis: Int = 1
) -> Tensor {
  let axis = x.normalized(axis: axis, "localResponseNormalization")
  precondition(
    size > 0, "localResponseNormalization: \(size) neighbors are none to take the mean of.")
  var widths = [(before: Int, after: Int)](repeating: (0, 0), count: x.rank)
  widths[axis] = (size / 2, (size - 1) / 2)
  let squares = square(x).padded(widths).windows(axis: axis, size: size)
  return x / pow(Tensor(k) + Tensor(alpha) * squares.mean(axes: [-1]), Tensor(beta))
}
