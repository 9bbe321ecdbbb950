// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// An operation with several results: a factorization, a call of a program.
///
/// Its line is followed by one ``Projection`` for each result; nothing else names it.
protocol TupleRow: Hashable, Sendable {
  /// What listings call the operation.
  static var name: String { get }

  /// The case of ``TupleOperation`` that holds this row.
  var operation: TupleOperation { get }

  /// Shows every attribute (axes, shapes, flags) to `visit`, which reads or sets it: what listings
  /// print and files hold.
  mutating func visitAttributes(_ visit: inout AttributeVisitor)

  /// The types of the results.
  func types(of operands: [ArrayType]) -> [ArrayType]

  /// The results for known operands.
  func evaluate(_ operands: [NDArray]) -> [NDArray]

  /// The tangents of the results, nil for zero, from those of the operands.
  func pushforward(_ line: AppliedTuple, _ tangents: [Tensor?]) -> [Tensor?]

  /// The cotangents of the operands, nil for zero, from those of the results; `isNeeded` says which
  /// are asked for.
  func pullback(_ line: AppliedTuple, _ cotangents: [Tensor?], _ isNeeded: [Bool]) -> [Tensor?]

  /// The operation on operands that have one axis more in front, of length `size`, where
  /// `isBatched` says so; every result has that axis, too.
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> [Tensor]
}

/// A line with several results, with its operands and results at hand.
struct AppliedTuple {
  let operands: [Tensor]
  let results: [Tensor]
}

extension TupleRow {
  mutating func visitAttributes(_ visit: inout AttributeVisitor) {}

  /// Reverse mode as the transpose of forward mode.
  func pullback(_ line: AppliedTuple, _ cotangents: [Tensor?], _ isNeeded: [Bool]) -> [Tensor?] {
    let needed = line.operands.indices.filter { isNeeded[$0] }
    let parts = transposed(cotangents, of: needed.map { line.operands[$0].type }) { unknowns in
      var tangents = [Tensor?](repeating: nil, count: line.operands.count)
      for (k, unknown) in zip(needed, unknowns) { tangents[k] = unknown }
      return pushforward(line, tangents)
    }
    var result = [Tensor?](repeating: nil, count: line.operands.count)
    for (k, part) in zip(needed, parts) { result[k] = part }
    return result
  }
}
