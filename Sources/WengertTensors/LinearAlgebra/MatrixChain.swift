// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The product of several matrices, in the order of multiplication that takes the fewest
/// operations. The first may be a vector, a row; the last one, too, a column.
///
/// ```swift
/// multiDot([a, b, x])         // a · (b · x) if x is a vector
/// ```
///
/// - Complexity: the search takes the cube of the number of factors.
public func multiDot(_ factors: [Tensor]) -> Tensor {
  precondition(factors.count > 0, "multiDot: there are no factors.")
  for (k, factor) in factors.enumerated() {
    let isEnd = k == 0 || k == factors.count - 1
    precondition(
      factor.rank == 2 || (isEnd && factor.rank == 1),
      "multiDot: factor \(k) has the shape \(factor.shape), which is not that of a matrix.")
  }
  let splits = cheapestSplits(factors)
  // Parts are multiplied when all their own parts are: a stack stands for the open ones.
  var products: [Tensor] = []
  var waiting: [(range: Range<Int>, isSplit: Bool)] = [(0..<factors.count, false)]
  while let (range, isSplit) = waiting.popLast() {
    if range.count == 1 {
      products.append(factors[range.lowerBound])
    } else if isSplit {
      let right = products.removeLast()
      products.append(matmul(products.removeLast(), right))
    } else {
      let middle = splits[range.lowerBound][range.upperBound - 1] + 1
      waiting.append((range, true))
      waiting.append((middle..<range.upperBound, false))
      waiting.append((range.lowerBound..<middle, false))
    }
  }
  return products[0]
}

/// Where the product of factors `i…j` is cut in two: behind factor `splits[i][j]`. By dynamic
/// programming over the lengths of the parts.
private func cheapestSplits(_ factors: [Tensor]) -> [[Int]] {
  let count = factors.count
  let last = factors[count - 1]
  var lengths = factors.map { Double($0.rank == 2 ? $0.shape[0] : 1) }
  if last.rank == 1, count > 1 { lengths[count - 1] = Double(last.shape[0]) }
  lengths.append(Double(last.rank == 2 ? last.shape[1] : 1))
  var splits = Array(repeating: Array(repeating: 0, count: count), count: count)
  var costs = Array(repeating: Array(repeating: 0.0, count: count), count: count)
  for width in 1..<Swift.max(count, 1) {
    for first in 0..<(count - width) {
      let last = first + width
      costs[first][last] = .infinity
      for split in first..<last {
        let cost =
          costs[first][split] + costs[split + 1][last]
          + lengths[first] * lengths[split + 1] * lengths[last + 1]
        if cost < costs[first][last] {
          costs[first][last] = cost
          splits[first][last] = split
        }
      }
    }
  }
  return splits
}
