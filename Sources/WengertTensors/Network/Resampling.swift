// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

extension Tensor {
  /// Images made larger or smaller along the last axes, to `sizes` elements.
  ///
  /// ```swift
  /// x.resized(to: [64, 64])                       // [b, c, 32, 32] → [b, c, 64, 64]
  /// x.resized(to: [64, 64], by: .nearest)
  /// ```
  ///
  /// - Parameters:
  ///   - method: How values between elements are found. `.nearest` takes the element that the start
  ///     of an element of the result falls in.
  ///   - aligningCorners: Whether the centers of the outermost elements stay where they are, rather
  ///     than their outer sides. It has no meaning for `.nearest`.
  public func resized(
    to sizes: [Int], by method: Interpolation = .linear, aligningCorners: Bool = false
  ) -> Tensor {
    resized(to: sizes, by: method, aligningCorners) { axis, i in
      method == .nearest
        ? Double(i * shape[axis] / sizes[axis + sizes.count - rank])
        : (Double(i) + 0.5) * Double(shape[axis]) / Double(sizes[axis + sizes.count - rank]) - 0.5
    }
  }

  /// Images made larger by `factors` along the last axes; lengths are rounded down.
  ///
  /// The elements of the result are `1 / factor` elements apart, also where its length would let
  /// them fill the image more evenly: see ``resized(to:by:aligningCorners:)``.
  public func resized(
    byFactors factors: [Double], by method: Interpolation = .linear, aligningCorners: Bool = false
  ) -> Tensor {
    let image = shape.dimensions.suffix(factors.count)
    let sizes = zip(image, factors).map { Int(Double($0) * $1) }
    return resized(to: sizes, by: method, aligningCorners) { axis, i in
      let factor = factors[axis + factors.count - rank]
      return method == .nearest
        ? (Double(i) / factor).rounded(.down) : (Double(i) + 0.5) / factor - 0.5
    }
  }

  /// One axis after the other, where element `i` of the result is read at `position(axis, i)`
  /// unless corners are aligned.
  private func resized(
    to sizes: [Int], by method: Interpolation, _ aligningCorners: Bool,
    _ position: (Int, Int) -> Double
  ) -> Tensor {
    precondition(
      sizes.count <= rank && sizes.allSatisfy { $0 > 0 },
      "resized: images of shape \(shape) cannot have the lengths \(Shape(sizes)).")
    let lead = rank - sizes.count
    var result = real
    for (k, size) in sizes.enumerated() {
      let axis = lead + k
      let length = shape[axis]
      let positions = (0..<size).map { i in
        aligningCorners && method != .nearest
          ? Double(i * (length - 1)) / Double(Swift.max(size - 1, 1)) : position(axis, i)
      }
      let taps = method.taps(
        at: Tensor(positions), length: length, border: .edge, aligningCorners: aligningCorners)
      let column = Shape([size] + Array(repeating: 1, count: rank - 1 - axis))
      result = taps.summed { tap in
        let part = result.taking(tap.place, axis: axis)
        if tap.weight.number == 1 { return part }
        return part * tap.weight.converted(to: part.dtype).reshaped(column)
      }
    }
    return result
  }

  /// The values of images at places that are given as coordinates from −1 to 1.
  ///
  /// It is differentiable in the images and, but for `.nearest`, in the coordinates: what spatial
  /// transformers move images with.
  ///
  /// ```swift
  /// let y = x.sampled(at: grid)             // [b, c, h, w] at [b, m, n, 2] → [b, c, m, n]
  /// ```
  ///
  /// - Parameters:
  ///   - grid: Shape `[batch] + places + [axes]`. The coordinates belong to the axes of the images
  ///     from the last to the first: first the column, then the row.
  ///   - method: How values between elements are found.
  ///   - border: What is read beyond the border.
  ///   - aligningCorners: Whether −1 and 1 are the centers of the outermost elements, rather than
  ///     their outer sides.
  ///
  /// M. Jaderberg et al., "Spatial transformer networks" (2015).
  public func sampled(
    at grid: Tensor, by method: Interpolation = .linear, border: ImageBorder = .zero,
    aligningCorners: Bool = false
  ) -> Tensor {
    let axes = rank - 2
    precondition(
      axes > 0 && grid.rank >= 2 && grid.shape[0] == shape[0] && grid.shape[grid.rank - 1] == axes,
      "sampled: a grid of shape \(grid.shape) does not fit images of shape \(shape).")
    let (x, grid) = Tensor.promoted(self, grid, isReal: true)
    let places = Array(grid.shape.dimensions.dropLast().dropFirst())
    let batch = Shape([shape[0], Shape(places).elementCount])
    let alongAxes = (0..<axes).map { axis in
      let length = shape[axis + 2]
      let coordinate = grid.sliced(axis: grid.rank - 1, from: axes - 1 - axis, count: 1)
        .reshaped(batch)
      let position =
        aligningCorners
        ? (coordinate + 1) * Tensor(Double(length - 1) / 2)
        : ((coordinate + 1) * Tensor(Double(length)) - 1) / 2
      return method.taps(
        at: position, length: length, border: border, aligningCorners: aligningCorners)
    }
    // The corners of the cell that each place is in, as places and weights in the whole image.
    let corners = (1..<axes).reduce(alongAxes[0]) { taps, axis in
      taps.flatMap { outer in
        alongAxes[axis].map { inner in
          Tap(
            place: outer.place * Tensor(integerLiteral: shape[axis + 2]) + inner.place,
            weight: outer.weight * inner.weight)
        }
      }
    }
    let elements = x.flattened(from: 2).swappingAxes(1, 2)
    let values = corners.summed { tap in
      elements.gathered(tap.place, batchRank: 1) * tap.weight.broadcast(to: batch).addingAxis(2)
    }
    return values.swappingAxes(1, 2).reshaped(Shape([shape[0], shape[1]] + places))
  }
}

extension [Tap] {
  /// The sum of what is made of each tap; there is at least one.
  fileprivate func summed(_ term: (Tap) -> Tensor) -> Tensor {
    dropFirst().reduce(term(self[0])) { $0 + term($1) }
  }
}
