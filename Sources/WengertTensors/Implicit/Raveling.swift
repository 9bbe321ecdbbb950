// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// The leaves of a tree as one vector, and back.
struct Raveling {
  private let types: [ArrayType]
  private let dtype: DType

  /// - Parameter name: What messages call the function.
  init(_ leaves: [Tensor], _ paths: [ParameterPath], _ name: String) {
    precondition(!leaves.isEmpty, "\(name): there are no unknowns.")
    for (leaf, path) in zip(leaves, paths) {
      precondition(
        leaf.dtype.isFloatingPoint,
        "\(name): the unknowns are floating-point numbers; found \(leaf.dtype)\(path.suffix).")
    }
    types = leaves.types
    dtype = types.dropFirst().reduce(types[0].dtype) { .promoted($0, $1.dtype) }
  }

  /// The type of the vector.
  var type: ArrayType { ArrayType([types.reduce(0) { $0 + $1.shape.elementCount }], dtype) }

  /// One behind the other, literals in the type of what they stand for.
  func vector(_ leaves: [Tensor], _ name: String) -> Tensor {
    precondition(
      leaves.count == types.count,
      "\(name): there are \(types.count) tensors of unknowns; found \(leaves.count).")
    return concatenate(
      zip(leaves, types).map { leaf, type in
        let leaf = leaf.adapted(to: type)
        precondition(
          leaf.shape == type.shape,
          "\(name): the unknowns have the shape \(type.shape); found \(leaf.shape).")
        return leaf.converted(to: dtype).reshaped([-1])
      })
  }

  /// The leaves of which `vector` is made.
  func leaves(_ vector: Tensor) -> [Tensor] { parts(vector) { $0 } }

  /// The leaves of which the rows of a matrix are made, along a new first axis.
  func rows(_ matrix: Tensor) -> [Tensor] {
    parts(matrix) { Shape([matrix.shape[0]] + $0.dimensions) }
  }

  /// Parts of the last axis, in shapes made from those of the leaves.
  private func parts(_ tensor: Tensor, _ shape: (Shape) -> Shape) -> [Tensor] {
    var start = 0
    return types.map { type in
      let count = type.shape.elementCount
      defer { start += count }
      return tensor.sliced(axis: tensor.rank - 1, from: start, count: count)
        .reshaped(shape(type.shape)).converted(to: type.dtype)
    }
  }
}
