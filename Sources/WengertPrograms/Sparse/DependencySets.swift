// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Sets of small integers, as many as a program has lines, each the union of earlier ones.
///
/// A set is a list of its elements, or only names the two sets that it is the union of. It is written
/// out as a list when the way down to lists has become more than twice as long as the longest of them. The
/// partial sums of n numbers, whose sets have 1, 2, … n elements, then take room and time of the order of
/// n, not n²; and a long computation on few numbers never has a long way down.
struct DependencySets {
  /// The number of the set without elements.
  static let empty: Int32 = 0

  /// The elements that ``collect(_:)`` has found, in no order.
  private(set) var elements: ContiguousArray<Int32> = []

  private struct Node {
    /// A list: where it starts. A union: a set.
    var left: Int
    /// A list: −1. A union: the other set.
    var right: Int32
    /// The most unions on a way down to a list, this one included.
    var depth: Int32
    /// The length of the list, or of the longest below.
    var count: Int32
  }

  private var nodes: ContiguousArray<Node> = [Node(left: 0, right: -1, depth: 0, count: 0)]
  private var lists: ContiguousArray<Int32> = []

  /// The number of the last walk that came by a set or an element.
  private var visits: ContiguousArray<Int32> = [0]
  private var occurrences: ContiguousArray<Int32>
  private var walk: Int32 = 0
  private var waiting: ContiguousArray<Int32> = []

  /// - Parameter count: The elements are below this number.
  init(elementCount count: Int) { occurrences = ContiguousArray(repeating: 0, count: count) }

  /// The set of one number.
  mutating func singleton(_ element: Int32) -> Int32 {
    lists.append(element)
    return add(Node(left: lists.count - 1, right: -1, depth: 0, count: 1))
  }

  /// The union of two sets.
  mutating func union(_ a: Int32, _ b: Int32) -> Int32 {
    if a == b || b == Self.empty { return a }
    if a == Self.empty { return b }
    let (x, y) = (nodes[Int(a)], nodes[Int(b)])
    let result = add(
      Node(left: Int(a), right: b, depth: max(x.depth, y.depth) + 1, count: max(x.count, y.count)))
    if nodes[Int(result)].depth > 2 * nodes[Int(result)].count {
      collect(result)
      nodes[Int(result)] = Node(left: lists.count, right: -1, depth: 0, count: Int32(elements.count))
      lists.append(contentsOf: elements)
    }
    return result
  }

  /// Finds the elements of a set.
  ///
  /// - Complexity: linear in the number of sets and lengths of lists on the way down.
  mutating func collect(_ set: Int32) {
    walk += 1
    elements.removeAll(keepingCapacity: true)
    waiting.append(set)
    while let next = waiting.popLast() {
      if visits[Int(next)] == walk { continue }
      visits[Int(next)] = walk
      let node = nodes[Int(next)]
      if node.right >= 0 {
        waiting.append(Int32(node.left))
        waiting.append(node.right)
        continue
      }
      for element in lists[node.left..<node.left + Int(node.count)]
      where occurrences[Int(element)] != walk {
        occurrences[Int(element)] = walk
        elements.append(element)
      }
    }
  }

  /// The pattern whose rows are these sets.
  mutating func pattern(rows sets: [Int32]) -> SparsityPattern {
    var offsets = [0]
    offsets.reserveCapacity(sets.count + 1)
    var columns: [Int] = []
    for set in sets {
      collect(set)
      elements.sort()
      for element in elements { columns.append(Int(element)) }
      offsets.append(columns.count)
    }
    return SparsityPattern(columnCount: occurrences.count, rowOffsets: offsets, columns: columns)
  }

  private mutating func add(_ node: Node) -> Int32 {
    nodes.append(node)
    visits.append(0)
    return Int32(nodes.count - 1)
  }
}
