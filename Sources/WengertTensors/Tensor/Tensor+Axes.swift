// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// The same elements with other axes.
extension Tensor {
  /// The elements in row-major order, as a vector.
  public func flattened() -> Tensor { reshaped([count]) }

  /// The axes from `first` to `last` joined to one.
  ///
  /// ```swift
  /// images.flattened(from: 1)             // [n, h, w, c] → [n, h · w · c]
  /// ```
  public func flattened(from first: Int, to last: Int = -1) -> Tensor {
    let first = normalized(axis: first, "flattened")
    let last = normalized(axis: last, "flattened")
    precondition(
      first <= last, "flattened: axis \(first) of shape \(shape) is behind axis \(last).")
    let length = shape[first...last].reduce(1) { $0 * $1 }
    return reshaped(Shape(shape.dimensions[..<first] + [length] + shape.dimensions[(last + 1)...]))
  }

  /// One axis parted into several, whose lengths multiply to its own; one of them may be −1.
  public func unflattened(axis: Int, into lengths: [Int]) -> Tensor {
    let axis = normalized(axis: axis, "unflattened")
    var lengths = lengths
    if let free = lengths.firstIndex(of: -1) {
      lengths[free] = 1
      let others = Shape(lengths).elementCount
      lengths[free] = others == 0 ? 0 : shape[axis] / others
    }
    precondition(
      Shape(lengths).elementCount == shape[axis],
      "unflattened: axis \(axis) of shape \(shape) does not part into \(Shape(lengths)).")
    return reshaped(Shape(shape.dimensions[..<axis] + lengths + shape.dimensions[(axis + 1)...]))
  }

  /// An axis of length 1 more; it is axis `axis` of the result, counted from its back if negative.
  ///
  /// ```swift
  /// x.addingAxis(0)                       // [3] → [1, 3]
  /// x.addingAxis(-1)                      // [3] → [3, 1]
  /// ```
  public func addingAxis(_ axis: Int) -> Tensor {
    precondition(
      axis >= -rank - 1 && axis <= rank,
      "addingAxis: there is no place \(axis) for an axis in the shape \(shape).")
    var dimensions = shape.dimensions
    dimensions.insert(1, at: axis < 0 ? rank + 1 + axis : axis)
    return reshaped(Shape(dimensions))
  }

  /// Without `axes`, which have length 1; without all of that length for nil.
  public func squeezed(axes: [Int]? = nil) -> Tensor {
    let axes =
      axes.map { normalized(axes: $0, "squeezed") } ?? shape.indices.filter { shape[$0] == 1 }
    for axis in axes {
      precondition(
        shape[axis] == 1,
        "squeezed: axis \(axis) of shape \(shape) has the length \(shape[axis]), not 1.")
    }
    return reshaped(type.reduced(axes).shape)
  }

  /// The axes in the opposite order: of a matrix, its transpose.
  public func transposed() -> Tensor { transposed(Array((0..<rank).reversed())) }

  /// Two axes exchanged.
  public func swappingAxes(_ first: Int, _ second: Int) -> Tensor {
    var order = Array(0..<rank)
    order.swapAt(normalized(axis: first, "swappingAxes"), normalized(axis: second, "swappingAxes"))
    return transposed(order)
  }

  /// One axis in another place, the others in their order.
  public func movingAxis(from source: Int, to target: Int) -> Tensor {
    movingAxes(from: [source], to: [target])
  }

  /// Some axes in other places, the others in their order.
  ///
  /// ```swift
  /// images.movingAxes(from: [0, 1], to: [-1, -2])
  /// ```
  public func movingAxes(from sources: [Int], to targets: [Int]) -> Tensor {
    precondition(
      sources.count == targets.count,
      "movingAxes: \(sources.count) axes cannot be moved to \(targets.count) places.")
    let moved = sources.map { normalized(axis: $0, "movingAxes") }
    let places = targets.map { normalized(axis: $0, "movingAxes") }
    var others = (0..<rank).filter { !moved.contains($0) }[...]
    let order = (0..<rank).map { place in
      places.firstIndex(of: place).map { moved[$0] } ?? others.popFirst() ?? 0
    }
    return transposed(order)
  }

  /// The elements in the opposite order along each of `axes`.
  public func flipped(axes: [Int]? = nil) -> Tensor {
    normalized(axes: axes, "flipped").reduce(self) { $0.flipped(axis: $1) }
  }

  /// The elements moved up by `shift` places along `axis`; those that leave at the end come in at
  /// the start.
  ///
  /// ```swift
  /// Tensor(0..<5).rolled(2, axis: 0)      // [3, 4, 0, 1, 2]
  /// ```
  public func rolled(_ shift: Int, axis: Int) -> Tensor {
    let axis = normalized(axis: axis, "rolled")
    let length = shape[axis]
    guard length > 0 else { return self }
    let start = (length - shift % length) % length
    if start == 0 { return self }
    return concatenate(
      [
        sliced(axis: axis, from: start, count: length - start),
        sliced(axis: axis, from: 0, count: start),
      ], axis: axis)
  }

  /// The tensor turned by `times` right angles, from the first of two axes toward the second.
  public func rotated90(_ times: Int = 1, axes: (Int, Int) = (0, 1)) -> Tensor {
    switch ((times % 4) + 4) % 4 {
    case 1: flipped(axis: axes.1).swappingAxes(axes.0, axes.1)
    case 2: flipped(axis: axes.0).flipped(axis: axes.1)
    case 3: swappingAxes(axes.0, axes.1).flipped(axis: axes.1)
    default: self
    }
  }

  /// The tensor `repetitions[k]` times along each axis; the shorter of the two lists is filled up
  /// with ones in front.
  ///
  /// ```swift
  /// ([1, 2] as Tensor).tiled([2, 2])      // [[1, 2, 1, 2], [1, 2, 1, 2]]
  /// ```
  public func tiled(_ repetitions: [Int]) -> Tensor {
    let missing = Swift.max(0, repetitions.count - rank)
    let lengths = Array(repeating: 1, count: missing) + shape.dimensions
    let counts = Array(repeating: 1, count: lengths.count - repetitions.count) + repetitions
    var source: [Int] = []
    var target: [Int] = []
    var result: [Int] = []
    for (count, length) in zip(counts, lengths) {
      precondition(count >= 0, "tiled: a tensor cannot be repeated \(count) times.")
      source += [1, length]
      target += [count, length]
      result.append(count * length)
    }
    return reshaped(Shape(source)).broadcast(to: Shape(target)).reshaped(Shape(result))
  }

  /// Each part along `axis` `times` times in a row.
  ///
  /// ```swift
  /// ([1, 2] as Tensor).repeated(2, axis: 0)       // [1, 1, 2, 2]
  /// ```
  public func repeated(_ times: Int, axis: Int) -> Tensor {
    precondition(times >= 0, "repeated: a tensor cannot be repeated \(times) times.")
    let axis = normalized(axis: axis, "repeated")
    var dimensions = shape.dimensions
    dimensions.insert(times, at: axis + 1)
    let copies = addingAxis(axis + 1).broadcast(to: Shape(dimensions))
    return copies.flattened(from: axis, to: axis + 1)
  }

  /// Part number `i` along `axis` `counts[i]` times in a row.
  public func repeated(_ counts: [Int], axis: Int) -> Tensor {
    let axis = normalized(axis: axis, "repeated")
    precondition(
      counts.count == shape[axis],
      "repeated: \(counts.count) counts were given for axis \(axis) of shape \(shape).")
    let places = counts.enumerated().flatMap { Array(repeating: Int64($0), count: $1) }
    return taking(Tensor(places), axis: axis)
  }
}
