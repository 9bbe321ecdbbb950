// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// The matrix product, with NumPy's rules: of matrices in the last two axes, where the axes before
/// them broadcast; a vector counts as a row on the left and as a column on the right, and that axis
/// disappears.
///
/// ```swift
/// matmul(Tensor(ones: [2, 3]), Tensor(ones: [3, 4]))            // shape [2, 4]
/// matmul(Tensor(ones: [5, 2, 3]), Tensor(ones: [3, 4]))         // shape [5, 2, 4]
/// matmul([1, 2], [3, 4])                                        // 11
/// ```
///
/// Operands whose inner lengths differ, and numbers, stop with a sentence.
public func matmul(_ x: Tensor, _ y: Tensor) -> Tensor {
  let (x, y) = Tensor.promoted(x, y, isReal: true)
  precondition(
    x.rank > 0 && y.rank > 0,
    "matmul: the operands are vectors or matrices; found the shapes \(x.shape) and \(y.shape).")
  precondition(
    x.shape[x.rank - 1] == y.shape[Swift.max(y.rank - 2, 0)],
    "matmul: the inner lengths of the shapes \(x.shape) and \(y.shape) differ.")
  let product = Tensor.matmul(
    x.rank == 1 ? x.addingAxis(-2) : x, y.rank == 1 ? y.addingAxis(-1) : y)
  var shape = product.shape.dimensions
  if y.rank == 1 { shape.removeLast() }
  if x.rank == 1 { shape.remove(at: shape.count - (y.rank == 1 ? 1 : 2)) }
  return product.reshaped(Shape(shape))
}

extension Tensor {
  /// The product of tensors of matrices.
  ///
  /// Where one operand is a single matrix nothing is repeated: the rows of all matrices of the
  /// first are rows of one matrix.
  fileprivate static func matmul(_ x: Tensor, _ y: Tensor) -> Tensor {
    let (m, k, n) = (x.shape[x.rank - 2], x.shape[x.rank - 1], y.shape[y.rank - 1])
    let batches = [x, y].map { Shape(Array($0.shape.dimensions.dropLast(2))) }
    guard let batch = Shape.broadcast(batches[0], batches[1]) else {
      preconditionFailure(
        "matmul: the batch axes of the shapes \(x.shape) and \(y.shape) do not broadcast.")
    }
    let counts = batches.map { $0.elementCount }
    let product: Tensor
    if counts[1] == 1 {
      product = .product(x.reshaped([1, counts[0] * m, k]), y.reshaped([1, k, n]))
    } else if counts[0] == 1 {
      product = .product(x.reshaped([1, m, k]), y.reshaped([counts[1], k, n]))
    } else {
      let stacks = Stacks([x, y], ranks: [2, 2], "matmul").operands
      product = .product(stacks[0], stacks[1])
    }
    return product.reshaped(Shape(batch.dimensions + [m, n]))
  }
}

/// The sum of the products of two vectors.
///
/// ```swift
/// dot([1, 2, 3], [4, 5, 6])       // 32
/// ```
public func dot(_ x: Tensor, _ y: Tensor) -> Tensor {
  precondition(
    x.rank == 1 && y.rank == 1,
    "dot: the operands are vectors; found the shapes \(x.shape) and \(y.shape).")
  return matmul(x, y)
}

/// The sums of the products of vectors along an axis, which disappears; the other axes broadcast.
public func vecdot(_ x: Tensor, _ y: Tensor, axis: Int = -1) -> Tensor {
  let product = x * y
  return product.sum(axes: [product.normalized(axis: axis, "vecdot")])
}

/// The sums of products over the last axes: the shape is that of `x` without its last axis, and
/// then that of `y` without its own.
public func inner(_ x: Tensor, _ y: Tensor) -> Tensor {
  if x.rank == 0 || y.rank == 0 { return x * y }
  return tensordot(x, y, axes: ([-1], [-1]))
}

/// All products of an element of `x` and one of `y`, both read as vectors: shape `[m, n]`.
public func outer(_ x: Tensor, _ y: Tensor) -> Tensor {
  x.reshaped([x.count, 1]) * y.reshaped([1, y.count])
}

/// The Kronecker product: every element of `x` replaced by its product with the whole of `y`.
///
/// The lengths of the axes are multiplied; missing ones count as 1.
public func kron(_ x: Tensor, _ y: Tensor) -> Tensor {
  let rank = Swift.max(x.rank, y.rank)
  func dimensions(_ z: Tensor) -> [Int] {
    Array(repeating: 1, count: rank - z.rank) + z.shape.dimensions
  }
  let (m, n) = (dimensions(x), dimensions(y))
  let product =
    x.reshaped(Shape(m.flatMap { [$0, 1] })) * y.reshaped(Shape(n.flatMap { [1, $0] }))
  return product.reshaped(Shape(zip(m, n).map { $0 * $1 }))
}

/// The cross product of vectors of three numbers along an axis; the other axes broadcast.
///
/// ```swift
/// cross([1, 0, 0], [0, 1, 0])     // [0, 0, 1]
/// ```
public func cross(_ x: Tensor, _ y: Tensor, axis: Int = -1) -> Tensor {
  let (x, y) = Tensor.promoted(x, y)
  guard let shape = Shape.broadcast(x.shape, y.shape), shape.rank > 0 else {
    preconditionFailure("cross: the shapes \(x.shape) and \(y.shape) do not broadcast.")
  }
  let (a, b) = (x.broadcast(to: shape), y.broadcast(to: shape))
  let axis = a.normalized(axis: axis, "cross")
  precondition(
    shape[axis] == 3, "cross: the length of axis \(axis) of shape \(shape) is not 3.")
  return a.rolled(-1, axis: axis) * b.rolled(-2, axis: axis)
    - a.rolled(-2, axis: axis) * b.rolled(-1, axis: axis)
}

/// The products `x Wᵀ + b` of a layer: `x` is `[…, k]`, `weight` is `[n, k]`, `bias` is `[n]`.
public func linear(_ x: Tensor, weight: Tensor, bias: Tensor? = nil) -> Tensor {
  let (x, w) = Tensor.promoted(x, weight, isReal: true)
  precondition(
    x.rank > 0 && w.rank == 2 && x.shape[x.rank - 1] == w.shape[1],
    "linear: the last axis of shape \(x.shape) does not fit weights of shape \(w.shape).")
  let batch = x.shape.dimensions.dropLast()
  let rows = x.reshaped([1, Shape(Array(batch)).elementCount, w.shape[1]])
  let product = Tensor.product(rows, transposed: w.reshaped([1, w.shape[0], w.shape[1]]))
    .reshaped(Shape(batch + [w.shape[0]]))
  return bias.map { product + $0 } ?? product
}
