// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A graph whose nodes have layers, with its long edges cut into segments from layer to layer.
///
/// The vertices are the nodes, followed by the dummies that long edges pass through. Edges that
/// leave a node together share their dummies until they part, as the wires of a circuit do.
struct Layering {
  /// The number of vertices that are nodes; all others are dummies.
  let nodeCount: Int
  /// The layer of each vertex.
  private(set) var rank: [Int]
  /// The vertices of each layer, in order, and the index of each vertex within its layer.
  var layers: [[Int]] = []
  var position: [Int] = []

  /// The two ends of each segment, which are in neighbouring layers.
  private(set) var source: [Int] = []
  private(set) var target: [Int] = []
  /// An edge that each segment belongs to: the only one, if the segment ends at a node.
  private(set) var edge: [Int] = []
  /// Where each segment ends at its target, from -0.5 to 0.5.
  private(set) var arrival: [Double] = []
  /// The segments that arrive at each vertex, in the order of their ports, or leave it.
  private(set) var incoming = Adjacency(count: 0, keys: [])
  private(set) var outgoing = Adjacency(count: 0, keys: [])

  /// The dummies that each edge passes through.
  private(set) var dummies: [Range<Int>]
  /// The place of each edge among those that arrive at its node, and their number.
  private(set) var port: [Int]
  private(set) var portCount: [Int]
  /// The place of each edge among those between the same two nodes.
  private(set) var copy: [Int]
  /// The greatest number of edges between a node and any one other node that it leads to.
  private(set) var copyCount: [Int]

  init(_ graph: LayeredGraph, ranks: [Int]) {
    let edges = graph.edges
    nodeCount = graph.nodes.count
    rank = ranks
    portCount = [Int](repeating: 0, count: nodeCount)
    copyCount = [Int](repeating: 1, count: nodeCount)
    port = [Int](repeating: 0, count: edges.count)
    copy = port
    dummies = [Range<Int>](repeating: 0..<0, count: edges.count)

    let byPort = edges.indices.sorted { (edges[$0].port, $0) < (edges[$1].port, $1) }
    for edge in byPort {
      port[edge] = portCount[edges[edge].to]
      portCount[edges[edge].to] += 1
    }
    // Copies of one edge follow each other when the edges of a node are sorted by target.
    let byPair = byPort.enumerated().sorted {
      let (a, b) = (edges[$0.element], edges[$1.element])
      return (a.from, a.to, $0.offset) < (b.from, b.to, $1.offset)
    }
    for (previous, next) in zip(byPair, byPair.dropFirst()) {
      let (a, b) = (previous.element, next.element)
      if edges[a].from == edges[b].from, edges[a].to == edges[b].to {
        copy[b] = copy[a] + 1
        copyCount[edges[a].from] = max(copyCount[edges[a].from], copy[b] + 1)
      }
    }

    // The first copies of the edges of a node share one trunk of dummies, the second another.
    let limit = Self.longestSpan(edges, ranks)
    let byTrunk = edges.indices.sorted {
      (edges[$0].from, copy[$0], $0) < (edges[$1].from, copy[$1], $1)
    }
    var first = 0
    while first < byTrunk.count {
      let (node, number) = (edges[byTrunk[first]].from, copy[byTrunk[first]])
      let start = rank.count
      var end = first
      while end < byTrunk.count, edges[byTrunk[end]].from == node, copy[byTrunk[end]] == number {
        let edge = byTrunk[end]
        let span = ranks[edges[edge].to] - ranks[node]
        if span <= limit { dummies[edge] = start..<(start + span - 1) }
        while rank.count < dummies[edge].upperBound {
          source.append(rank.count == start ? node : rank.count - 1)
          target.append(rank.count)
          self.edge.append(edge)
          arrival.append(0)
          rank.append(ranks[node] + 1 + rank.count - start)
        }
        end += 1
      }
      first = end
    }
    for edge in byPort where ranks[edges[edge].to] - ranks[edges[edge].from] <= limit {
      source.append(dummies[edge].last ?? edges[edge].from)
      target.append(edges[edge].to)
      self.edge.append(edge)
      let count = Double(portCount[edges[edge].to])
      arrival.append((Double(port[edge]) + 0.5) / count - 0.5)
    }
    incoming = Adjacency(count: rank.count, keys: target)
    outgoing = Adjacency(count: rank.count, keys: source)
  }

  /// Returns the greatest span of the edges that get dummies, so that memory stays linear.
  private static func longestSpan(_ edges: [LayeredGraph.Edge], _ ranks: [Int]) -> Int {
    var counts = [Int](repeating: 0, count: (ranks.max() ?? 0) + 1)
    for edge in edges { counts[ranks[edge.to] - ranks[edge.from]] += 1 }
    var budget = 20_000 + 8 * (ranks.count + edges.count)
    for (span, count) in counts.enumerated() {
      budget -= span * count
      if budget < 0 { return max(span - 1, 1) }
    }
    return counts.count
  }

  func isDummy(_ vertex: Int) -> Bool { vertex >= nodeCount }
}
