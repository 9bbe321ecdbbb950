// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// How values between the elements of an image are found, along each of its axes.
public enum Interpolation: Sendable {
  /// The nearest element.
  case nearest
  /// On the line through the two nearest elements.
  case linear
  /// On a cubic through the four nearest elements, whose slope is continuous, too.
  ///
  /// R. G. Keys, "Cubic convolution interpolation for digital image processing", IEEE Trans. Acoust.
  /// Speech Signal Process. 29 (1981), with the parameter −0.75.
  case cubic
}

/// What is read beyond the border of an image.
public enum ImageBorder: Sendable {
  /// Zeros.
  case zero
  /// The outermost element.
  case edge
  /// The image mirrored: at the centers of the outermost elements if these are the corners that
  /// coordinates refer to, at their outer sides otherwise.
  case reflection
}

/// One of the elements along an axis that values between them are made of, with its weight.
struct Tap {
  /// Integers, inside the axis.
  var place: Tensor
  var weight: Tensor
}

extension Interpolation {
  /// The elements around `position`, counted in elements along an axis of `length` of them.
  func taps(
    at position: Tensor, length: Int, border: ImageBorder, aligningCorners: Bool
  ) -> [Tap] {
    let base: Tensor = self == .nearest ? .round(position) : .floor(position)
    let t = position - base
    let weights: [(offset: Int, weight: Tensor)] =
      switch self {
      case .nearest: [(0, 1)]
      case .linear: [(0, 1 - t), (1, t)]
      case .cubic: [(-1, outer(1 + t)), (0, inner(t)), (1, inner(1 - t)), (2, outer(2 - t))]
      }
    return weights.map { offset, weight in
      Tap(
        at: base + Tensor(integerLiteral: offset), weight, length: length, border,
        aligningCorners)
    }
  }

  /// The weight of an element at distance `t ≤ 1`.
  private func inner(_ t: Tensor) -> Tensor { (1.25 * t - 2.25) * t * t + 1 }

  /// The weight of an element at distance `1 ≤ t ≤ 2`.
  private func outer(_ t: Tensor) -> Tensor { ((-0.75 * t + 3.75) * t - 6) * t + 3 }
}

extension Tap {
  /// The element at `place`, a whole number of a floating-point type, brought inside the axis.
  fileprivate init(
    at place: Tensor, _ weight: Tensor, length: Int, _ border: ImageBorder, _ aligningCorners: Bool
  ) {
    let last = Tensor(Double(length - 1))
    let inside: Tensor
    switch border {
    case .zero, .edge: inside = place
    case .reflection:
      // Mirrored twice, the image repeats itself.
      let period = 2 * (aligningCorners ? length - 1 : length)
      let cycle = Tensor(Double(Swift.max(period, 1)))
      let within = place - cycle * .floor(place / cycle)
      let mirrored = Tensor(Double(aligningCorners ? period : period - 1)) - within
      inside = .select(within .<= last, within, mirrored)
    }
    self.place = Tensor.maximum(0, .minimum(inside, last)).converted(to: .int64)
    self.weight =
      border == .zero ? .select(place .< 0 .|| place .> last, 0, weight) : weight
  }
}
