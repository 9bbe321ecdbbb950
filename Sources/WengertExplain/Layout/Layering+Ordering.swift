// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension Layering {
  /// Orders the vertices of each layer so that few segments cross.
  ///
  /// Sweeps back and forth sort each layer by the barycentres of the neighbours in the layer
  /// before (Sugiyama, Tagawa & Toda 1981); exchanges of neighbours that remove crossings follow
  /// (Gansner et al. 1993). The best order of all is kept. Large graphs get fewer sweeps.
  mutating func reduceCrossings() {
    let sweeps = min(max(60_000 / max(rank.count, 1), 4), 24)
    var effort = 2_000_000
    var best: [[Int]] = []
    var fewest = Int.max
    for fromOutputs in rank.count < 4_000 ? [true, false] : [true] {
      arrange(fromOutputs: fromOutputs)
      var idle = 0
      for sweep in 0...sweeps {
        if sweep > 0 { self.sweep(forward: sweep.isMultiple(of: 2) != fromOutputs) }
        var crossings = countCrossings()
        if crossings > 0, crossings - crossings / 5 <= fewest, effort > 0 {
          exchangeNeighbours(effort: &effort)
          crossings = countCrossings()
        }
        idle += 1
        if crossings < fewest { (best, fewest, idle) = (layers, crossings, 0) }
        if fewest == 0 || idle == 6 { break }
      }
      if fewest == 0 { break }
    }
    layers = best
    for index in layers.indices { number(index) }
  }

  /// Returns the number of pairs of segments that cross, by counting inversions
  /// (Barth, Jünger & Mutzel, *Simple and Efficient Bilayer Cross Counting*, 2002).
  func countCrossings() -> Int {
    var crossings = 0
    var end = [Int](repeating: 0, count: target.count)
    for (upper, lower) in zip(layers, layers.dropFirst()) {
      var count = 0
      for vertex in lower {
        for segment in incoming[vertex] {
          count += 1
          end[segment] = count
        }
      }
      // tree is a Fenwick tree that counts the ends met so far.
      var tree = [Int](repeating: 0, count: count + 1)
      var met = 0
      for vertex in upper {
        for segment in outgoing[vertex] {
          var index = end[segment]
          crossings += met
          while index > 0 {
            crossings -= tree[index]
            index &= index - 1
          }
        }
        for segment in outgoing[vertex] {
          var index = end[segment]
          while index <= count {
            tree[index] += 1
            index += index & -index
          }
          met += 1
        }
      }
    }
    return crossings
  }

  /// Gives each vertex of a layer its position.
  private mutating func number(_ layer: Int) {
    for (index, vertex) in layers[layer].enumerated() { position[vertex] = index }
  }

  /// Puts the vertices in the order of a depth-first search, which draws a tree without crossings.
  private mutating func arrange(fromOutputs: Bool) {
    layers = Array(repeating: [], count: (rank.max() ?? 0) + 1)
    position = Array(repeating: 0, count: rank.count)
    var isKnown = [Bool](repeating: false, count: rank.count)
    let before = fromOutputs ? outgoing : incoming
    var stack = rank.indices.reversed().filter { before.degree(of: $0) == 0 }
    while let vertex = stack.popLast() {
      if isKnown[vertex] { continue }
      isKnown[vertex] = true
      layers[rank[vertex]].append(vertex)
      if fromOutputs {
        for segment in incoming[vertex].reversed() { stack.append(source[segment]) }
      } else {
        for segment in outgoing[vertex].reversed() { stack.append(target[segment]) }
      }
    }
    for layer in layers.indices { number(layer) }
  }

  /// Sorts every layer by the barycentres of the neighbours in the layer visited before.
  private mutating func sweep(forward: Bool) {
    var center = [Double](repeating: 0, count: rank.count)
    for step in layers.indices.dropFirst() {
      let layer = forward ? step : layers.count - 1 - step
      var sorted: [Int] = []
      for vertex in layers[layer] {
        let segments = forward ? incoming[vertex] : outgoing[vertex]
        if segments.isEmpty { continue }
        var sum = 0.0
        for segment in segments {
          sum +=
            forward
            ? Double(position[source[segment]])
            : Double(position[target[segment]]) + arrival[segment]
        }
        center[vertex] = sum / Double(segments.count)
        sorted.append(vertex)
      }
      sorted.sort { (center[$0], position[$0]) < (center[$1], position[$1]) }
      // Vertices without neighbours stay where they are.
      var next = 0
      for (index, vertex) in layers[layer].enumerated()
      where (forward ? incoming : outgoing).degree(of: vertex) > 0 {
        layers[layer][index] = sorted[next]
        next += 1
      }
      number(layer)
    }
  }

  /// Exchanges vertices next to each other while that removes crossings.
  private mutating func exchangeNeighbours(effort: inout Int) {
    var improved = true
    while improved, effort > 0 {
      improved = false
      for layer in layers.indices where layers[layer].count > 1 {
        for index in 1..<layers[layer].count {
          let (left, right) = (layers[layer][index - 1], layers[layer][index])
          let (now, exchanged) = crossings(left, right, &effort)
          guard exchanged < now else { continue }
          layers[layer].swapAt(index - 1, index)
          (position[left], position[right]) = (index, index - 1)
          improved = true
        }
      }
    }
  }

  /// Returns how often the segments of two vertices of a layer cross, in their order and exchanged.
  private func crossings(_ left: Int, _ right: Int, _ effort: inout Int) -> (Int, Int) {
    var (now, exchanged) = (0, 0)
    for a in incoming[left] {
      for b in incoming[right] {
        let (first, second) = (position[source[a]], position[source[b]])
        if first > second { now += 1 } else if first < second { exchanged += 1 }
      }
    }
    for a in outgoing[left] {
      for b in outgoing[right] {
        let (first, second) = (position[target[a]], position[target[b]])
        if (first, arrival[a]) > (second, arrival[b]) { now += 1 } else { exchanged += 1 }
      }
    }
    effort -=
      1 + incoming.degree(of: left) * incoming.degree(of: right)
      + outgoing.degree(of: left) * outgoing.degree(of: right)
    return (now, exchanged)
  }
}
