// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// For each vertex of a graph the edges that belong to it, in two flat arrays.
struct Adjacency: Sendable {
  private let starts: [Int]
  private let items: [Int]

  /// Collects the indices of `keys` by their values, which are less than `count`, keeping order.
  init(count: Int, keys: [Int]) {
    var starts = [Int](repeating: 0, count: count + 1)
    for key in keys { starts[key + 1] += 1 }
    for vertex in 0..<count { starts[vertex + 1] += starts[vertex] }
    var next = starts
    var items = [Int](repeating: 0, count: keys.count)
    for (index, key) in keys.enumerated() {
      items[next[key]] = index
      next[key] += 1
    }
    self.starts = starts
    self.items = items
  }

  subscript(vertex: Int) -> ArraySlice<Int> {
    items[starts[vertex]..<starts[vertex + 1]]
  }

  func degree(of vertex: Int) -> Int {
    starts[vertex + 1] - starts[vertex]
  }
}
