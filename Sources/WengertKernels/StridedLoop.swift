// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A walk over the elements of an array in row-major order, beside operands that are read with
/// strides of their own: 0 where they are repeated, negative where they are reversed.
///
/// Axes that every operand runs through without a seam are joined, so that the rows that the
/// kernels see are as long as possible.
struct StridedLoop {
  /// Up to three operands; those not there have strides 0.
  typealias Offsets = (Int, Int, Int)

  private(set) var lengths: [Int] = []
  private(set) var strides: [Offsets] = []
  private let origin: Offsets

  init(_ shape: Shape, _ a: [Int], _ b: [Int]? = nil, _ c: [Int]? = nil, origin: Int = 0) {
    self.origin = (origin, 0, 0)
    for axis in shape.indices where shape[axis] != 1 {
      let stride: Offsets = (a[axis], b?[axis] ?? 0, c?[axis] ?? 0)
      let n = shape[axis]
      if let last = strides.last, last == (stride.0 * n, stride.1 * n, stride.2 * n), n > 0 {
        lengths[lengths.count - 1] *= n
        strides[strides.count - 1] = stride
      } else {
        lengths.append(n)
        strides.append(stride)
      }
    }
  }

  /// Calls `body` for each row: where it starts among all elements, its length, where each operand
  /// starts, and how far apart its elements are there.
  @inline(__always)
  func forEachRow(_ body: (_ start: Int, _ count: Int, _ at: Offsets, _ step: Offsets) -> Void) {
    guard let count = lengths.last, let step = strides.last else {
      return body(0, 1, origin, (0, 0, 0))
    }
    if lengths.contains(0) { return }
    let outer = lengths.count - 1
    var index = [Int](repeating: 0, count: outer)
    var at = origin
    var start = 0
    while true {
      body(start, count, at, step)
      start += count
      var axis = outer - 1
      while axis >= 0 {
        index[axis] += 1
        at = (at.0 + strides[axis].0, at.1 + strides[axis].1, at.2 + strides[axis].2)
        if index[axis] < lengths[axis] { break }
        let n = lengths[axis]
        at = (at.0 - n * strides[axis].0, at.1 - n * strides[axis].1, at.2 - n * strides[axis].2)
        index[axis] = 0
        axis -= 1
      }
      if axis < 0 { return }
    }
  }
}
