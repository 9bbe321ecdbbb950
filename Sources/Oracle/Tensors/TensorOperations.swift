// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertTensors

/// What an operation of the reference files does to a call: its results, in order.
typealias TensorOperation = @Sendable (OperationCall) -> [Tensor]

/// The operations that the library claims to have, by their names in the reference files.
enum TensorOperations {
  /// Those of the files that use NumPy's words.
  static let core = merged([
    ShapeOperations.core, MathOperations.table, LossOperations.table,
    LinearAlgebraOperations.core, FourierOperations.core, NetworkOperations.core,
  ])

  /// Those of the files that use PyTorch's.
  static let pyTorch = merged([
    ShapeOperations.pyTorch, MathOperations.table, LossOperations.table,
    LinearAlgebraOperations.pyTorch, FourierOperations.pyTorch, NetworkOperations.pyTorch,
  ])

  private static func merged(_ tables: [[String: TensorOperation]]) -> [String: TensorOperation] {
    var result: [String: TensorOperation] = [:]
    for table in tables {
      result.merge(table) { _, _ in preconditionFailure("An operation is claimed twice.") }
    }
    return result
  }
}
