// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// The rows of a table that integers name: the vectors of words.
///
/// ```swift
/// embedding(words, weight: table)       // [batch, length] in [n, d] → [batch, length, d]
/// ```
///
/// - Parameters:
///   - words: Integers of any shape.
///   - weight: Shape `[n, d]`.
///   - padding: The number of a row that is not learned: it gets no derivative.
///   - limit: What the Euclidean norms of rows are at most; longer ones are made shorter first. Of
///     this, which keeps a table in bounds, no derivative is taken.
/// - Returns: The shape of `words` and behind it an axis of length `d`.
public func embedding(
  _ words: Tensor, weight: Tensor, padding: Int? = nil, limit: Double? = nil
) -> Tensor {
  precondition(
    weight.rank == 2, "embedding: the table has the shape \(weight.shape), not two axes.")
  var rows = weight.taking(words, axis: 0)
  if let limit {
    let constant = rows.withoutDerivative
    let shorter = constant.reshaped([words.count, weight.shape[1]])
      .renormalized(axis: 0, limit: limit, epsilon: 1e-7)
    // The second term is zero, but not its derivative.
    rows = shorter.reshaped(rows.shape) + (rows - constant)
  }
  if let padding {
    let isLearned = words .!= Tensor(integerLiteral: padding)
    rows = .select(isLearned.addingAxis(-1), rows, rows.withoutDerivative)
  }
  return rows
}
