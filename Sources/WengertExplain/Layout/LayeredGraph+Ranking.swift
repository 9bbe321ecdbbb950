// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension LayeredGraph {
  /// Returns the layer of each node, such that every edge points to a later layer.
  ///
  /// The layers start as those of the longest paths. Then nodes move, against and along the edges
  /// in turn, to where the total length of the edges is least, the aim of Gansner, Koutsofios,
  /// North & Vo, *A Technique for Drawing Directed Graphs* (IEEE Transactions on Software
  /// Engineering 19, 1993), reached nearly always, at a linear cost instead of a network simplex.
  func ranks() -> [Int] {
    let incoming = Adjacency(count: nodes.count, keys: edges.map { $0.to })
    let outgoing = Adjacency(count: nodes.count, keys: edges.map { $0.from })
    let order = topologicalOrder(incoming, outgoing)

    var ranks = [Int](repeating: 0, count: nodes.count)
    for node in order {
      for edge in incoming[node] { ranks[node] = max(ranks[node], ranks[edges[edge].from] + 1) }
    }
    let last = ranks.max() ?? 0

    /// Moves a node within the room that its neighbours leave; a tie is broken by `forward`.
    func settle(_ node: Int, _ ranks: inout [Int], forward: Bool) {
      let ins = incoming.degree(of: node)
      let outs = outgoing.degree(of: node)
      var earliest = 0
      var latest = last
      for edge in incoming[node] { earliest = max(earliest, ranks[edges[edge].from] + 1) }
      for edge in outgoing[node] { latest = min(latest, ranks[edges[edge].to] - 1) }
      switch nodes[node].placement {
      case .first where ins == 0: ranks[node] = 0
      case .last where outs == 0: ranks[node] = last
      default: ranks[node] = outs > ins || (outs == ins && forward) ? latest : earliest
      }
    }

    func length(_ ranks: [Int]) -> Int {
      edges.reduce(0) { $0 + ranks[$1.to] - ranks[$1.from] }
    }

    var best = ranks
    var shortest = Int.max
    for _ in 0..<8 {
      for node in order.reversed() { settle(node, &ranks, forward: true) }
      let stretched = ranks
      for node in order { settle(node, &ranks, forward: false) }
      let candidate = length(ranks) <= length(stretched) ? ranks : stretched
      guard length(candidate) < shortest else { break }
      best = candidate
      shortest = length(candidate)
    }
    return best
  }

  /// Returns the nodes in an order in which every edge points forward.
  private func topologicalOrder(_ incoming: Adjacency, _ outgoing: Adjacency) -> [Int] {
    var waiting = nodes.indices.map { incoming.degree(of: $0) }
    var order = nodes.indices.filter { waiting[$0] == 0 }
    var done = 0
    while done < order.count {
      for edge in outgoing[order[done]] {
        let node = edges[edge].to
        waiting[node] -= 1
        if waiting[node] == 0 { order.append(node) }
      }
      done += 1
    }
    precondition(order.count == nodes.count, "The edges of a layered graph form a cycle.")
    return order
  }
}
