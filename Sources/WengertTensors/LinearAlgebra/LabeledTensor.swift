// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// A tensor whose axes have names, none of them twice.
struct LabeledTensor {
  private let tensor: Tensor
  private let labels: [Int]

  /// Axes with the same name become their diagonal.
  init(_ tensor: Tensor, _ labels: [Int]) {
    var (tensor, labels) = (tensor, labels)
    while let (first, second) = LabeledTensor.repetition(in: labels) {
      precondition(
        tensor.shape[first] == tensor.shape[second],
        "einsum: axes \(first) and \(second) of shape \(tensor.shape) have no diagonal.")
      // The two axes go to the end, as the matrices whose diagonals are wanted.
      let others = labels.indices.filter { $0 != first && $0 != second }
      tensor = tensor.transposed(others + [first, second]).diagonal(axes: (-2, -1))
      labels = others.map { labels[$0] } + [labels[first]]
    }
    self.tensor = tensor
    self.labels = labels
  }

  private static func repetition(in labels: [Int]) -> (Int, Int)? {
    for (place, label) in labels.enumerated() {
      if let first = labels[..<place].firstIndex(of: label) { return (first, place) }
    }
    return nil
  }

  /// The sum of the products of `terms` over all axes that `result` does not name.
  static func contraction(
    _ terms: [LabeledTensor], to result: [Int], lengths: [Int: Int]
  ) -> Tensor {
    var terms = terms.map { $0.withoutRepeatedAxes(lengths) }
    for k in terms.indices {
      terms[k] = terms[k].summed(except: needed(terms, result, without: [k]))
    }
    while terms.count > 1 {
      let (a, b) = cheapestPair(terms, result)
      let product = terms[a].product(terms[b], keeping: needed(terms, result, without: [a, b]))
      terms.remove(at: b)
      terms.remove(at: a)
      terms.append(product)
    }
    let last = terms[0]
    let present = result.filter { last.labels.contains($0) }
    return last.arranged(present)
      .reshaped(Shape(result.map { last.labels.contains($0) ? last.length($0) : 1 }))
      .broadcast(to: Shape(result.map { lengths[$0] ?? 1 }))
  }

  /// The axes that the result or other terms have.
  private static func needed(
    _ terms: [LabeledTensor], _ result: [Int], without places: [Int]
  ) -> Set<Int> {
    var labels = Set(elements: result)
    for (k, term) in terms.enumerated() where !places.contains(k) {
      for label in term.labels { labels.insert(label) }
    }
    return labels
  }

  /// The two terms whose product takes the least memory more than they do.
  private static func cheapestPair(_ terms: [LabeledTensor], _ result: [Int]) -> (Int, Int) {
    var best = (0, 1)
    var least = Double.infinity
    for b in terms.indices {
      for a in 0..<b {
        let kept = needed(terms, result, without: [a, b])
        var size = 1.0
        for label in terms[a].labels where kept.contains(label) {
          size *= Double(terms[a].length(label))
        }
        for label in terms[b].labels
        where kept.contains(label) && !terms[a].labels.contains(label) {
          size *= Double(terms[b].length(label))
        }
        let growth = size - Double(terms[a].tensor.count) - Double(terms[b].tensor.count)
        if growth < least { (best, least) = ((a, b), growth) }
      }
    }
    return best
  }

  private func length(_ label: Int) -> Int {
    labels.firstIndex(of: label).map { tensor.shape[$0] } ?? 1
  }

  /// The numbers with the axes in another order.
  private func arranged(_ order: [Int]) -> Tensor {
    tensor.transposed(order.map { labels.firstIndex(of: $0) ?? 0 })
  }

  /// Without axes of length 1 that stand for longer ones: a product repeats along them anyway.
  private func withoutRepeatedAxes(_ lengths: [Int: Int]) -> LabeledTensor {
    let kept = labels.indices.filter { tensor.shape[$0] == lengths[labels[$0]] }
    return LabeledTensor(
      tensor.reshaped(Shape(kept.map { tensor.shape[$0] })), kept.map { labels[$0] })
  }

  /// Summed over the axes that are not in `kept`.
  private func summed(except kept: Set<Int>) -> LabeledTensor {
    let axes = labels.indices.filter { !kept.contains(labels[$0]) }
    return LabeledTensor(tensor.reducedSum(axes), labels.filter { kept.contains($0) })
  }

  /// The sum of the products over the axes that are not in `kept`, as products of matrices.
  private func product(_ other: LabeledTensor, keeping kept: Set<Int>) -> LabeledTensor {
    let shared = labels.filter { other.labels.contains($0) }
    let batch = shared.filter { kept.contains($0) }
    let inner = shared.filter { !kept.contains($0) }
    let rows = labels.filter { !shared.contains($0) }
    let columns = other.labels.filter { !shared.contains($0) }
    let sizes = [batch, rows, inner].map { $0.reduce(1) { $0 * length($1) } }
    let width = columns.reduce(1) { $0 * other.length($1) }
    // A matrix that is stored transposed is multiplied as it is.
    let isFirstTransposed = !inner.isEmpty && labels == batch + inner + rows
    let isSecondTransposed = !inner.isEmpty && other.labels == batch + columns + inner
    let x = arranged(batch + (isFirstTransposed ? inner + rows : rows + inner)).reshaped(
      isFirstTransposed ? [sizes[0], sizes[2], sizes[1]] : [sizes[0], sizes[1], sizes[2]])
    let y = other.arranged(batch + (isSecondTransposed ? columns + inner : inner + columns))
      .reshaped(isSecondTransposed ? [sizes[0], width, sizes[2]] : [sizes[0], sizes[2], width])
    let product =
      inner.isEmpty ? x * y : Tensor.matrixProduct(x, isFirstTransposed, y, isSecondTransposed)
    return LabeledTensor(
      product.reshaped(
        Shape((batch + rows).map { length($0) } + columns.map { other.length($0) })),
      batch + rows + columns)
  }
}
