// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension Layering {
  /// Returns a coordinate for each vertex within its layer, such that most segments are straight.
  ///
  /// This is the method of Brandes & Köpf, *Fast and Simple Horizontal Coordinate Assignment*
  /// (Graph Drawing, 2001): four layouts align each vertex with a median neighbour, on the one or
  /// the other side, and are then averaged. The vertices aligned with each other form blocks, here
  /// placed by longest paths in the graph of blocks, without recursion. The dummies of an edge are
  /// in one block unless long edges cross, so that long edges have at most two bends.
  ///
  /// - Parameters:
  ///   - size: The extents of the vertices within the layer.
  ///   - offset: How much further along the layer each segment ends at its target than it starts
  ///     at its source, both seen from the centres; aligned vertices make up for it.
  ///   - spacing: The least distance between two vertices next to each other.
  func coordinates(
    size: [Double], offset: [Double], spacing: (Int, Int) -> Double
  ) -> [Double] {
    let isAlignable = alignableSegments()
    var candidates: [[Double]] = []
    for forward in [true, false] {
      for mirrored in [false, true] {
        let order = mirrored ? layers.map { Array($0.reversed()) } : layers
        let blocks = blocks(order, isAlignable, offset, forward: forward, mirrored: mirrored)
        let coordinates = place(order, blocks) { a, b in (size[a] + size[b]) / 2 + spacing(a, b) }
        candidates.append(mirrored ? coordinates.map { -$0 } : coordinates)
      }
    }
    return balanced(candidates, size)
  }

  /// Returns for each segment whether its ends may be aligned.
  ///
  /// A segment between two dummies has precedence over those that cross it, and over those that
  /// share an end with it.
  private func alignableSegments() -> [Bool] {
    func isInner(_ segment: Int) -> Bool { isDummy(source[segment]) && isDummy(target[segment]) }

    var isAlignable = [Bool](repeating: true, count: source.count)
    for (upper, lower) in zip(layers, layers.dropFirst()) {
      var (first, scanned) = (0, 0)
      for (index, vertex) in lower.enumerated() {
        let inner = incoming[vertex].first(where: isInner)
        guard inner != nil || index == lower.count - 1 else { continue }
        let last = inner.map { position[source[$0]] } ?? upper.count - 1
        for other in lower[scanned...index] {
          for segment in incoming[other] where !isInner(segment) {
            let position = position[source[segment]]
            if position < first || position > last { isAlignable[segment] = false }
          }
        }
        (first, scanned) = (last, index + 1)
      }
    }
    for vertex in rank.indices where isDummy(vertex) && outgoing[vertex].contains(where: isInner) {
      for segment in outgoing[vertex] where !isInner(segment) { isAlignable[segment] = false }
    }
    return isAlignable
  }

  /// For each vertex one that stands for its block, and the distance from that one's coordinate.
  private struct Blocks {
    var root: [Int]
    var shift: [Double]
  }

  /// Aligns vertices with their median neighbours.
  private func blocks(
    _ order: [[Int]], _ isAlignable: [Bool], _ offset: [Double], forward: Bool, mirrored: Bool
  ) -> Blocks {
    var blocks = Blocks(
      root: Array(rank.indices), shift: Array(repeating: 0, count: rank.count))
    var isTaken = [Bool](repeating: false, count: rank.count)
    var segments: [Int] = []
    for step in order.indices.dropFirst() {
      let layer = forward ? step : order.count - 1 - step
      let width = order[forward ? layer - 1 : layer + 1].count
      var free = 0
      for vertex in order[layer] {
        segments.removeAll(keepingCapacity: true)
        for segment in forward ? incoming[vertex] : outgoing[vertex] where isAlignable[segment] {
          segments.append(segment)
        }
        if segments.isEmpty { continue }
        func place(_ segment: Int) -> Int {
          let place = position[forward ? source[segment] : target[segment]]
          return mirrored ? width - 1 - place : place
        }
        if segments.count > 1 { segments.sort { (place($0), $0) < (place($1), $1) } }
        for median in [(segments.count - 1) / 2, segments.count / 2] {
          let segment = segments[median]
          let neighbour = forward ? source[segment] : target[segment]
          guard place(segment) >= free, !isTaken[neighbour] else { continue }
          let shift = forward == mirrored ? offset[segment] : -offset[segment]
          blocks.root[vertex] = blocks.root[neighbour]
          blocks.shift[vertex] = blocks.shift[neighbour] + shift
          isTaken[neighbour] = true
          free = place(segment) + 1
          break
        }
      }
    }
    return blocks
  }

  /// Returns the coordinates of vertices whose blocks are as close together as `distance` allows.
  private func place(
    _ order: [[Int]], _ blocks: Blocks, _ distance: (Int, Int) -> Double
  ) -> [Double] {
    let (root, shift) = (blocks.root, blocks.shift)
    var before: [Int] = []
    var after: [Int] = []
    var gap: [Double] = []
    for layer in order {
      for (left, right) in zip(layer, layer.dropFirst()) {
        before.append(root[left])
        after.append(root[right])
        gap.append(distance(left, right) + shift[left] - shift[right])
      }
    }
    let successors = Adjacency(count: rank.count, keys: before)
    var waiting = [Int](repeating: 0, count: rank.count)
    for block in after { waiting[block] += 1 }
    var sorted = rank.indices.filter { root[$0] == $0 && waiting[$0] == 0 }

    var coordinate = [Double](repeating: 0, count: rank.count)
    var done = 0
    while done < sorted.count {
      let block = sorted[done]
      for pair in successors[block] {
        let next = after[pair]
        coordinate[next] = max(coordinate[next], coordinate[block] + gap[pair])
        waiting[next] -= 1
        if waiting[next] == 0 { sorted.append(next) }
      }
      done += 1
    }
    // Blocks then move towards those after them, where that leaves less empty space.
    for block in sorted.reversed() where successors.degree(of: block) > 0 {
      var limit = Double.infinity
      for pair in successors[block] { limit = min(limit, coordinate[after[pair]] - gap[pair]) }
      coordinate[block] = max(coordinate[block], limit)
    }
    return zip(root, shift).map { coordinate[$0] + $1 }
  }

  /// Returns the means of the two middle coordinates, with all layouts moved to the narrowest.
  private func balanced(_ candidates: [[Double]], _ size: [Double]) -> [Double] {
    let bounds = candidates.map { self.bounds($0, size) }
    let narrowest = bounds.min { $0.high - $0.low < $1.high - $1.low } ?? (low: 0, high: 0)
    let shifts = bounds.enumerated().map { index, bound in
      index.isMultiple(of: 2) ? narrowest.low - bound.low : narrowest.high - bound.high
    }
    let middle = rank.indices.map { vertex in
      let (a, b) = (candidates[0][vertex] + shifts[0], candidates[1][vertex] + shifts[1])
      let (c, d) = (candidates[2][vertex] + shifts[2], candidates[3][vertex] + shifts[3])
      // The two in the middle are those left without the least and the greatest.
      return (a + b + c + d - min(a, b, c, d) - max(a, b, c, d)) / 2
    }
    let low = self.bounds(middle, size).low
    return middle.map { $0 - low }
  }

  /// Returns where the first of some vertices starts, and the last one ends.
  private func bounds(_ coordinates: [Double], _ size: [Double]) -> (low: Double, high: Double) {
    var (low, high) = (Double.infinity, -Double.infinity)
    for (center, size) in zip(coordinates, size) {
      low = min(low, center - size / 2)
      high = max(high, center + size / 2)
    }
    return (low, high)
  }
}
