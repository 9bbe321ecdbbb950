// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// The tensors one behind the other along `axis`, in their common type.
///
/// All other axes have equal lengths.
///
/// ```swift
/// concatenate([x, y], axis: 0)            // [2, 3] and [4, 3] → [6, 3]
/// ```
public func concatenate(_ tensors: [Tensor], axis: Int = 0) -> Tensor {
  precondition(!tensors.isEmpty, "concatenate: there are no tensors.")
  let axis = tensors[0].normalized(axis: axis, "concatenate")
  for tensor in tensors.dropFirst() {
    let (first, other) = (tensors[0].shape, tensor.shape)
    precondition(
      first.rank == other.rank && first.indices.allSatisfy { $0 == axis || first[$0] == other[$0] },
      "concatenate: the shapes \(first) and \(other) differ in more than axis \(axis).")
  }
  if tensors.count == 1 { return tensors[0] }
  return .apply(Concatenate(axis: axis).operation, Tensor.promoted(tensors))
}

/// The tensors, all of one shape, one behind the other along a new axis of the result.
///
/// ```swift
/// stack([x, y])                           // [3] and [3] → [2, 3]
/// stack([x, y], axis: -1)                 // [3] and [3] → [3, 2]
/// ```
public func stack(_ tensors: [Tensor], axis: Int = 0) -> Tensor {
  precondition(!tensors.isEmpty, "stack: there are no tensors.")
  for tensor in tensors {
    precondition(
      tensor.shape == tensors[0].shape,
      "stack: the shapes \(tensors[0].shape) and \(tensor.shape) differ.")
  }
  return concatenate(Tensor.promoted(tensors).map { $0.addingAxis(axis) }, axis: axis)
}

/// The coordinates of a grid: for vectors of lengths `n₀, n₁, …` as many tensors of shape
/// `[n₀, n₁, …]`, of which number `k` varies along axis `k` as vector `k` does.
///
/// ```swift
/// let grid = meshgrid([Tensor(0..<2), Tensor(0..<3)])
/// // [[0, 0, 0], [1, 1, 1]] and [[0, 1, 2], [0, 1, 2]]
/// ```
public func meshgrid(_ vectors: [Tensor]) -> [Tensor] {
  let shape = Shape(vectors.map { $0.count })
  return vectors.enumerated().map { axis, vector in
    precondition(
      vector.rank < 2, "meshgrid: a coordinate has one axis; found the shape \(vector.shape).")
    var lengths = [Int](repeating: 1, count: vectors.count)
    lengths[axis] = vector.count
    return vector.reshaped(Shape(lengths)).broadcast(to: shape)
  }
}

/// Every choice of one element of each vector, as the rows of a matrix; the last varies fastest.
public func cartesianProduct(_ vectors: [Tensor]) -> Tensor {
  stack(Tensor.promoted(meshgrid(vectors)).map { $0.flattened() }, axis: 1)
}

/// Matrices along the diagonal of one, with zeros elsewhere; a vector counts as a row.
public func blockDiagonal(_ matrices: [Tensor]) -> Tensor {
  let blocks = Tensor.promoted(matrices).map { matrix in
    precondition(
      matrix.rank <= 2, "blockDiagonal: a block is a matrix; found the shape \(matrix.shape).")
    return matrix.rank == 2 ? matrix : matrix.reshaped([1, matrix.count])
  }
  let columns = blocks.reduce(0) { $0 + $1.shape[1] }
  var before = 0
  let rows = blocks.map { block in
    defer { before += block.shape[1] }
    return block.padded([(0, 0), (before, columns - before - block.shape[1])])
  }
  return concatenate(rows)
}

extension Tensor {
  /// The tensors repeated to the common shape that they broadcast to.
  public static func broadcast(_ tensors: [Tensor]) -> [Tensor] {
    var common: Shape = []
    for tensor in tensors {
      guard let shape = Shape.broadcast(common, tensor.shape) else {
        preconditionFailure(
          "broadcast: the shape \(tensor.shape) does not broadcast with the others, \(common).")
      }
      common = shape
    }
    return tensors.map { $0.broadcast(to: common) }
  }

  /// The parts between some places along `axis`, `places.count + 1` of them.
  ///
  /// ```swift
  /// Tensor(0..<5).split(at: [1, 3], axis: 0)      // [0], [1, 2], [3, 4]
  /// ```
  public func split(at places: [Int], axis: Int) -> [Tensor] {
    let axis = normalized(axis: axis, "split")
    let length = shape[axis]
    let inner = places.map { Swift.min($0 < 0 ? Swift.max($0 + length, 0) : $0, length) }
    let bounds = [0] + inner + [length]
    return zip(bounds, bounds.dropFirst()).map { start, end in
      sliced(axis: axis, from: Swift.min(start, end), count: Swift.max(end - start, 0))
    }
  }

  /// Parts of the given lengths along `axis`, which add up to that of the axis.
  public func split(lengths: [Int], axis: Int) -> [Tensor] {
    let axis = normalized(axis: axis, "split")
    precondition(
      lengths.reduce(0, +) == shape[axis] && !lengths.contains { $0 < 0 },
      "split: the lengths \(lengths) do not add up to axis \(axis) of shape \(shape).")
    var end = 0
    let places = lengths.dropLast().map { length in
      end += length
      return end
    }
    return lengths.isEmpty ? [] : split(at: places, axis: axis)
  }

  /// `count` parts along `axis`, as equal as possible; the first ones are the longer ones.
  public func split(into count: Int, axis: Int) -> [Tensor] {
    let axis = normalized(axis: axis, "split")
    precondition(count > 0, "split: there cannot be \(count) parts.")
    let (length, longer) = shape[axis].quotientAndRemainder(dividingBy: count)
    return split(lengths: (0..<count).map { $0 < longer ? length + 1 : length }, axis: axis)
  }

  /// The parts along `axis`, which disappears: the inverse of ``stack(_:axis:)``.
  public func unstacked(axis: Int = 0) -> [Tensor] {
    let axis = normalized(axis: axis, "unstacked")
    let part = type.reduced([axis]).shape
    return (0..<shape[axis]).map { sliced(axis: axis, from: $0, count: 1).reshaped(part) }
  }

  /// Every choice of `length` elements of a vector, as the rows of a matrix, in the order of their
  /// places.
  ///
  /// ```swift
  /// ([1, 2, 3] as Tensor).combinations(of: 2)     // [[1, 2], [1, 3], [2, 3]]
  /// ```
  public func combinations(of length: Int, withReplacement: Bool = false) -> Tensor {
    precondition(
      rank == 1 && length >= 0, "combinations: \(length) elements of a tensor of shape \(shape).")
    let step = withReplacement ? 0 : 1
    var rows: [Int64] = []
    var rowCount = 0
    var row = (0..<length).map { $0 * step }
    // The next row is the smallest that is greater; its last place that can still grow does.
    while row.last ?? 0 < Swift.max(count, length == 0 ? 1 : 0) {
      rows += row.map { Int64($0) }
      rowCount += 1
      guard let place = row.indices.last(where: { row[$0] < count - 1 - (length - 1 - $0) * step })
      else { break }
      let start = row[place] + 1
      for k in place..<length { row[k] = start + (k - place) * step }
    }
    return taking(Tensor(rows, shape: [rowCount, length]), axis: 0)
  }
}
