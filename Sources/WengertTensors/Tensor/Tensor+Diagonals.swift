// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertKernels
import WengertScalars

/// Diagonals, triangles and windows.
extension Tensor {
  /// The elements of the matrices along two axes whose column is `offset` more than their row, as a
  /// new last axis.
  ///
  /// ```swift
  /// ([[1, 2], [3, 4]] as Tensor).diagonal()               // [1, 4]
  /// ([[1, 2], [3, 4]] as Tensor).diagonal(offset: 1)      // [2]
  /// ```
  public func diagonal(offset: Int = 0, axes: (Int, Int) = (0, 1)) -> Tensor {
    let matrices = movingAxes(from: [axes.0, axes.1], to: [-2, -1])
    let (rows, columns) = (matrices.shape[rank - 2], matrices.shape[rank - 1])
    let (above, below) = (Swift.max(offset, 0), Swift.max(-offset, 0))
    let length = Swift.max(0, Swift.min(rows - below, columns - above))
    let row = matrices.flattened(from: rank - 2)
    let start = length == 0 ? 0 : below * columns + above
    return row.sliced(axis: rank - 2, from: start, count: length, by: columns + 1)
  }

  /// Matrices with the last axis on the diagonal whose column is `offset` more than the row, and
  /// zeros elsewhere; they stand at two axes of the result.
  ///
  /// ```swift
  /// ([1, 2] as Tensor).diagonalMatrix()                   // [[1, 0], [0, 2]]
  /// ```
  public func diagonalMatrix(offset: Int = 0, axes: (Int, Int) = (-2, -1)) -> Tensor {
    precondition(rank > 0, "diagonalMatrix: a number has no axis to put on a diagonal.")
    let size = shape[rank - 1] + Int(offset.magnitude)
    let batch = shape.dimensions.dropLast()
    // In a matrix read as a row, neighbours on a diagonal are a row and a column apart.
    let place = Place(
      shape: Shape(batch + [size * size]),
      starts: batch.map { _ in 0 } + [offset >= 0 ? offset : -offset * size],
      steps: batch.map { _ in 1 } + [size + 1])
    let matrices = Tensor.apply(place.operation, [self]).reshaped(Shape(batch + [size, size]))
    return matrices.movingAxes(from: [-2, -1], to: [axes.0, axes.1])
  }

  /// The sum of the diagonal of the matrices along two axes.
  public func trace(offset: Int = 0, axes: (Int, Int) = (0, 1)) -> Tensor {
    diagonal(offset: offset, axes: axes).sum(axes: [-1])
  }

  /// The elements of the matrices along the last two axes whose column is at most `offset` more
  /// than their row, and zeros elsewhere.
  public func lowerTriangle(offset: Int = 0) -> Tensor {
    triangle("lowerTriangle") { row, column in column .<= row + Tensor(integerLiteral: offset) }
  }

  /// The elements of the matrices along the last two axes whose column is at least `offset` more
  /// than their row, and zeros elsewhere.
  public func upperTriangle(offset: Int = 0) -> Tensor {
    triangle("upperTriangle") { row, column in column .>= row + Tensor(integerLiteral: offset) }
  }

  private func triangle(
    _ name: StaticString, _ isKept: (_ row: Tensor, _ column: Tensor) -> Tensor
  ) -> Tensor {
    precondition(rank >= 2, "\(name): a tensor of shape \(shape) is no matrix.")
    let rows = Tensor(0..<shape[rank - 2]).addingAxis(1)
    let columns = Tensor(0..<shape[rank - 1])
    return .select(isKept(rows, columns), self, Tensor(zeros: [], dtype: dtype))
  }

  /// All stretches of `size` elements along `axis`, every `step` apart; they are a new last axis.
  ///
  /// ```swift
  /// Tensor(0..<5).windows(axis: 0, size: 3, step: 2)      // [[0, 1, 2], [2, 3, 4]]
  /// ```
  public func windows(axis: Int, size: Int, step: Int = 1) -> Tensor {
    let axis = normalized(axis: axis, "windows")
    precondition(
      size >= 0 && size <= shape[axis] && step > 0,
      "windows: axis \(axis) of shape \(shape) has no windows of \(size) elements, \(step) apart.")
    var lengths = Array(shape.dimensions[axis...])
    var strides = Array(shape.strides[axis...])
    lengths[0] = (shape[axis] - size) / step + 1
    lengths.append(size)
    strides.append(strides[0])
    strides[0] *= step
    return .apply(
      Window(batchRank: axis, shape: Shape(lengths), strides: strides, offset: 0).operation, [self])
  }

  /// The elements at `offset + Σ index[k] · strides[k]`, in row-major order, for every index into
  /// `shape`; an element may be read more than once.
  public func strided(shape: Shape, strides: [Int], offset: Int = 0) -> Tensor {
    var (first, last) = (offset, offset)
    for (length, stride) in zip(shape, strides) {
      first += Swift.min(0, stride * (length - 1))
      last += Swift.max(0, stride * (length - 1))
    }
    precondition(
      strides.count == shape.rank && (shape.elementCount == 0 || (first >= 0 && last < count)),
      "strided: the shape \(shape) with strides \(strides) from \(offset) on leaves \(self.shape).")
    return .apply(
      Window(batchRank: 0, shape: shape, strides: strides, offset: offset).operation, [self])
  }

  /// The differences of neighbours along `axis`, taken `times` times.
  ///
  /// ```swift
  /// ([1, 4, 9, 16] as Tensor).differences(axis: 0)        // [3, 5, 7]
  /// ```
  public func differences(axis: Int = -1, times: Int = 1) -> Tensor {
    let axis = normalized(axis: axis, "differences")
    return (0..<times).reduce(self) { x, _ in
      let count = Swift.max(x.shape[axis] - 1, 0)
      if count == 0 { return x.sliced(axis: axis, from: 0, count: 0) }
      return x.sliced(axis: axis, from: 1, count: count)
        - x.sliced(axis: axis, from: 0, count: count)
    }
  }
}
