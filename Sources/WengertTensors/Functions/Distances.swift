// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// The `p`-norm of `x − y` along `axes`, of all elements for nil.
///
/// ```swift
/// distance(Tensor([0.0, 0]), Tensor([3.0, 4]))        // 5
/// ```
public func distance(
  _ x: Tensor, _ y: Tensor, p: Double = 2, axes: [Int]? = nil, keepingAxes: Bool = false
) -> Tensor {
  (x - y).norm(p, axes: axes, keepingAxes: keepingAxes)
}

/// The `p`-norms of the differences of every row of `x` and every row of `y`.
///
/// For matrices of shapes `[m, d]` and `[n, d]` the result has the shape `[m, n]`; axes before
/// these two broadcast.
public func pairwiseDistances(_ x: Tensor, _ y: Tensor, p: Double = 2) -> Tensor {
  precondition(
    x.rank >= 2 && y.rank >= 2 && x.shape[x.rank - 1] == y.shape[y.rank - 1],
    "pairwiseDistances: the shapes \(x.shape) and \(y.shape) are not rows of one length.")
  return distance(x.addingAxis(-2), y.addingAxis(-3), p: p, axes: [-1])
}

/// The `p`-norms of the differences of every two rows of a matrix, each pair once: a vector, in the
/// order (0, 1), (0, 2), …, (1, 2), ….
public func pairwiseDistances(_ x: Tensor, p: Double = 2) -> Tensor {
  precondition(x.rank == 2, "pairwiseDistances: the shape \(x.shape) is not that of a matrix.")
  var first: [Int64] = []
  var second: [Int64] = []
  for i in 0..<x.shape[0] {
    for j in (i + 1)..<Swift.max(x.shape[0], i + 1) {
      first.append(Int64(i))
      second.append(Int64(j))
    }
  }
  return distance(
    x.gathered(Tensor(first), batchRank: 0), x.gathered(Tensor(second), batchRank: 0), p: p,
    axes: [-1])
}

/// The cosine of the angle between `x` and `y`, vectors along `axis`; norms less than `epsilon` are
/// taken for `epsilon`.
public func cosineSimilarity(
  _ x: Tensor, _ y: Tensor, axis: Int = -1, epsilon: Double = 1e-8
) -> Tensor {
  guard let shape = Shape.broadcast(x.shape, y.shape) else {
    preconditionFailure(
      """
      cosineSimilarity: the shapes \(x.shape) and \(y.shape) do not broadcast to a common one.
      """)
  }
  let (x, y) = (x.broadcast(to: shape), y.broadcast(to: shape))
  let directions = (
    x.normalized(axis: axis, epsilon: epsilon), y.normalized(axis: axis, epsilon: epsilon)
  )
  return (directions.0 * directions.1).sum(axes: [axis])
}
