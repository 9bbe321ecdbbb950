// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// The Fourier transform along several axes, by default all of them, one after the other.
///
/// - Parameters:
///   - counts: The length along each axis; without `axes` those are the last ones.
///   - axes: Axes of complex numbers, counted without the pairs.
public func fftn(
  _ x: Tensor, counts: [Int]? = nil, axes: [Int]? = nil,
  normalization: FourierNormalization = .backward
) -> Tensor {
  FourierAxes(x, rank: x.rank - 1, counts, axes, "fftn").axes.reduce(x) { x, next in
    fft(x, count: next.count, axis: next.axis, normalization: normalization)
  }
}

/// The inverse of ``fftn(_:counts:axes:normalization:)``.
public func ifftn(
  _ x: Tensor, counts: [Int]? = nil, axes: [Int]? = nil,
  normalization: FourierNormalization = .backward
) -> Tensor {
  FourierAxes(x, rank: x.rank - 1, counts, axes, "ifftn").axes.reduce(x) { x, next in
    ifft(x, count: next.count, axis: next.axis, normalization: normalization)
  }
}

/// The Fourier transform of real numbers along several axes: of the last of them the first half,
/// with pairs along a new last axis.
public func rfftn(
  _ x: Tensor, counts: [Int]? = nil, axes: [Int]? = nil,
  normalization: FourierNormalization = .backward
) -> Tensor {
  var all = FourierAxes(x, rank: x.rank, counts, axes, "rfftn").axes
  guard let last = all.popLast() else { return complexPairs(x) }
  let half = rfft(x, count: last.count, axis: last.axis, normalization: normalization)
  return all.reduce(half) { x, next in
    fft(x, count: next.count, axis: next.axis, normalization: normalization)
  }
}

/// The inverse of ``rfftn(_:counts:axes:normalization:)``.
public func irfftn(
  _ x: Tensor, counts: [Int]? = nil, axes: [Int]? = nil,
  normalization: FourierNormalization = .backward
) -> Tensor {
  var all = FourierAxes(x, rank: x.rank - 1, counts, axes, "irfftn").axes
  guard let last = all.popLast() else { return x.realParts }
  let half = all.reduce(x) { x, next in
    ifft(x, count: next.count, axis: next.axis, normalization: normalization)
  }
  return irfft(half, count: last.count, axis: last.axis, normalization: normalization)
}

/// The elements moved, along axes, so that the number of frequency zero stands in the middle.
///
/// The axes are those of the tensor itself, by default all: of a tensor of pairs, name all but the
/// last.
public func fftshift(_ x: Tensor, axes: [Int]? = nil) -> Tensor {
  x.normalized(axes: axes, "fftshift").reduce(x) { x, axis in
    x.rolled(x.shape[axis] / 2, axis: axis)
  }
}

/// The inverse of ``fftshift(_:axes:)``.
public func ifftshift(_ x: Tensor, axes: [Int]? = nil) -> Tensor {
  x.normalized(axes: axes, "ifftshift").reduce(x) { x, axis in
    x.rolled(-(x.shape[axis] / 2), axis: axis)
  }
}

/// The axes of a transform along several of them.
private struct FourierAxes {
  let axes: [(axis: Int, count: Int?)]

  init(_ x: Tensor, rank: Int, _ counts: [Int]?, _ axes: [Int]?, _ operation: StaticString) {
    let places = axes ?? Array((rank - (counts?.count ?? rank))..<rank)
    precondition(
      counts.map { $0.count == places.count } ?? true,
      "\(operation): \(counts?.count ?? 0) lengths are given for \(places.count) axes.")
    self.axes = places.enumerated().map { place, axis in
      precondition(
        axis >= -rank && axis < rank,
        "\(operation): there is no axis \(axis) for a tensor of shape \(x.shape).")
      return (axis < 0 ? axis + rank : axis, counts?[place])
    }
  }
}
