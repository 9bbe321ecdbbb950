// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

extension Tensor {
  /// The means of the elements within windows that slide over the last axes, as many as the window
  /// has.
  ///
  /// ```swift
  /// x.averagePooled(window: [2, 2])                       // [b, c, 32, 32] → [b, c, 16, 16]
  /// x.averagePooled(window: [3, 3], stride: 2, padding: 1)
  /// ```
  ///
  /// - Parameters:
  ///   - stride: How far apart the positions are; as far as the window is long for nil.
  ///   - padding: How far the window reaches over the ends, where it reads zeros.
  ///   - roundingUp: Whether there is a last position where elements are left over for which the
  ///     window does not fit.
  ///   - countingPadding: Whether zeros of the padding count as elements of the mean.
  ///   - divisor: What sums are divided by in place of the number of elements.
  public func averagePooled(
    window: [Int], stride: PerAxis? = nil, padding: WindowPadding = .valid,
    roundingUp: Bool = false, countingPadding: Bool = true, divisor: Double? = nil
  ) -> Tensor {
    let slider = slidingWindow(
      window, stride ?? PerAxis(window), padding, 1, roundingUp: roundingUp, "averagePooled")
    let axes = Array((rank - window.count)..<rank)
    let sums = real.windows(slider, outside: 0).sum(axes: axes.map { $0 + window.count })
    if let divisor { return sums / Tensor(divisor) }
    let ends = padding.ends(
      slider.image, spans: window, strides: slider.strides, "averagePooled")
    let counts = axes.indices.map { k in
      (0..<slider.positions[k]).map { position in
        let start = position * slider.strides[k] - slider.before[k]
        let (first, last) = countingPadding ? (start, slider.image[k] + ends[k].after) : (0, slider.image[k])
        return Double(Swift.min(start + window[k], last) - Swift.max(start, first))
      }
    }
    let products = counts.reduce([1]) { products, counts in
      products.flatMap { product in counts.map { product * $0 } }
    }
    if products.allSatisfy({ $0 == products[0] }) { return sums / Tensor(products[0]) }
    return sums / Tensor(products, shape: Shape(slider.positions)).converted(to: sums.dtype)
  }

  /// The greatest elements within windows that slide over the last axes, as many as the window has;
  /// equal ones share the derivative.
  ///
  /// - Parameters:
  ///   - stride: How far apart the positions are; as far as the window is long for nil.
  ///   - padding: How far the window reaches over the ends, where nothing is.
  ///   - dilation: How far apart the elements are that the window reads.
  ///   - roundingUp: Whether there is a last position where elements are left over for which the
  ///     window does not fit.
  public func maxPooled(
    window: [Int], stride: PerAxis? = nil, padding: WindowPadding = .valid, dilation: PerAxis = 1,
    roundingUp: Bool = false
  ) -> Tensor {
    let slider = slidingWindow(
      window, stride ?? PerAxis(window), padding, dilation, roundingUp: roundingUp, "maxPooled")
    return real.windows(slider, outside: -.infinity).max(axes: Array(rank..<(rank + window.count)))
  }

  /// The same together with the places of the greatest elements, the first of equal ones, each
  /// counted in row-major order within its image.
  public func maxPooledWithPlaces(
    window: [Int], stride: PerAxis? = nil, padding: WindowPadding = .valid, dilation: PerAxis = 1,
    roundingUp: Bool = false
  ) -> (values: Tensor, places: Tensor) {
    let slider = slidingWindow(
      window, stride ?? PerAxis(window), padding, dilation, roundingUp: roundingUp, "maxPooled")
    let elements = real.windows(slider, outside: -.infinity)
    return (
      elements.max(axes: Array(rank..<(rank + window.count))),
      PoolingTable(slider).places(ofMaximaIn: elements.flattened(from: rank))
    )
  }
}
