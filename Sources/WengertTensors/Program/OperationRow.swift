// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// One row of the table of array operations: everything the library knows of an operation.
///
/// A row is a value that holds the operation's attributes (axes, shapes, flags). Evaluation, both
/// derivative passes, batching and listings all read the same row. Most rows are linear in their
/// operands and refine ``LinearRow``, for which the derivative is the operation itself; the others
/// refine ``TangentRow`` and state how a tangent is pushed forward, from which reverse mode
/// follows by transposition.
protocol OperationRow: Hashable, Sendable {
  /// What listings call the operation.
  static var name: String { get }

  /// The case of ``Operation`` that holds this row.
  var operation: Operation { get }

  /// Shows every attribute (axes, shapes, flags) to `visit`, which reads or sets it: what listings
  /// print and files hold.
  mutating func visitAttributes(_ visit: inout AttributeVisitor)

  /// The shape and type of the result. The operands have been checked by whoever applies the row.
  func type(of operands: [ArrayType]) -> ArrayType

  /// The result for known operands.
  func evaluate(_ operands: [NDArray]) -> NDArray

  /// The tangent of the result, nil for zero, from those of the operands, of which at least one is
  /// not nil. It is linear in the tangents.
  func pushforward(_ line: AppliedLine, _ tangents: [Tensor?]) -> Tensor?

  /// The cotangent of operand `k`, nil for zero, from that of the result.
  func pullback(_ line: AppliedLine, _ cotangent: Tensor, to k: Int) -> Tensor?

  /// The operation on operands that have one axis more in front, of length `size`, where
  /// `isBatched` says so; the result has that axis, too.
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor
}

extension OperationRow {
  mutating func visitAttributes(_ visit: inout AttributeVisitor) {}
}

/// A line with its operands and result at hand.
struct AppliedLine {
  let operands: [Tensor]
  let result: Tensor
}

/// An operation that is linear in each of its first operands, separately; the others, if any, are
/// of integers or bools.
protocol LinearRow: OperationRow {
  /// The transpose of `x ↦ operation(…, x, …)` at operand `k`, applied to `cotangent`.
  func transpose(_ line: AppliedLine, _ cotangent: Tensor, at k: Int) -> Tensor
}

extension LinearRow {
  func pushforward(_ line: AppliedLine, _ tangents: [Tensor?]) -> Tensor? {
    var sum: Tensor?
    for k in tangents.indices {
      guard let tangent = tangents[k] else { continue }
      var operands = line.operands
      operands[k] = tangent
      let term = Tensor.apply(operation, operands)
      sum = sum.map { $0 + term } ?? term
    }
    return sum
  }

  func pullback(_ line: AppliedLine, _ cotangent: Tensor, to k: Int) -> Tensor? {
    transpose(line, cotangent, at: k)
  }
}

/// An operation with a rule for its tangent; reverse mode is the transpose of that rule.
protocol TangentRow: OperationRow {}

extension TangentRow {
  func pullback(_ line: AppliedLine, _ cotangent: Tensor, to k: Int) -> Tensor? {
    transposed(cotangent, of: line.operands[k].type) { tangent in
      var tangents = [Tensor?](repeating: nil, count: line.operands.count)
      tangents[k] = tangent
      return pushforward(line, tangents)
    }
  }
}

/// An operation whose result does not change with its operands in any way that has a derivative.
protocol DiscreteRow: OperationRow {}

extension DiscreteRow {
  func pushforward(_ line: AppliedLine, _ tangents: [Tensor?]) -> Tensor? { nil }
  func pullback(_ line: AppliedLine, _ cotangent: Tensor, to k: Int) -> Tensor? { nil }
}
