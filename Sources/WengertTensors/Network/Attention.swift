// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// Scaled dot-product attention: for each query the mean of the values, weighted by the softmax of
/// its products with the keys, `softmax(scale · Q Kᵀ + mask) V`.
///
/// ```swift
/// let y = scaledDotProductAttention(q, k, v, isCausal: true)    // [batch, heads, length, width]
/// ```
///
/// - Parameters:
///   - query: Shape `[…, queries, width]`; the axes before the last two broadcast.
///   - key: Shape `[…, keys, width]`.
///   - value: Shape `[…, keys, values]`.
///   - mask: A tensor that broadcasts to `[…, queries, keys]`: bools that say which keys a query may
///     see, or numbers to add to the products. A query that sees no key gets zeros.
///   - isCausal: Whether query `i` sees only the keys up to `i`.
///   - scale: `1 / √width` for nil.
///   - dropout: Factors to multiply the weights of the mean with, such as 0 and `1 / (1 − p)` at
///     random.
/// - Returns: Shape `[…, queries, values]`.
///
/// A. Vaswani et al., "Attention is all you need" (2017).
public func scaledDotProductAttention(
  _ query: Tensor, _ key: Tensor, _ value: Tensor, mask: Tensor? = nil, isCausal: Bool = false,
  scale: Double? = nil, dropout: Tensor? = nil
) -> Tensor {
  precondition(
    query.rank >= 2 && key.rank >= 2 && value.rank >= 2
      && query.shape[query.rank - 1] == key.shape[key.rank - 1]
      && key.shape[key.rank - 2] == value.shape[value.rank - 2],
    """
    scaledDotProductAttention: queries, keys and values of the shapes \(query.shape), \(key.shape) \
    and \(value.shape) do not fit each other.
    """)
  let width = Double(query.shape[query.rank - 1])
  var scores = matmul(query * Tensor(scale ?? 1 / width.squareRoot()), key.swappingAxes(-1, -2))
  if isCausal {
    let (queries, keys) = (query.shape[query.rank - 2], key.shape[key.rank - 2])
    let isSeen = Tensor(0..<keys) .<= Tensor(0..<queries).addingAxis(1)
    scores = .select(isSeen, scores, Tensor(-.infinity))
  }
  if let mask {
    scores = mask.dtype == .bool ? .select(mask, scores, Tensor(-.infinity)) : scores + mask
  }
  let weights = softmax(scores)
  return matmul(dropout.map { weights * $0 } ?? weights, value)
}
