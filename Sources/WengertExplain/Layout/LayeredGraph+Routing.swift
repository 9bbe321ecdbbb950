// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension LayeredGraph {
  /// Returns the layout of a connected graph whose layers have been ordered.
  func routed(_ layering: Layering, _ options: Options) -> GraphLayout {
    let isHorizontal = options.direction == .leftToRight
    let length = nodes.map { isHorizontal ? $0.width : $0.height }
    var size = nodes.map { isHorizontal ? $0.height : $0.width }
    size += Array(repeating: 0, count: layering.rank.count - nodes.count)

    func spread(_ index: Int, of count: Int, at node: Int) -> Double {
      let spacing = min(options.portSpacing, 0.8 * size[node] / Double(count))
      return (Double(index) - Double(count - 1) / 2) * spacing
    }
    let departure = edges.indices.map { edge in
      spread(layering.copy[edge], of: layering.copyCount[edges[edge].from], at: edges[edge].from)
    }
    let arrival = edges.indices.map { edge in
      spread(layering.port[edge], of: layering.portCount[edges[edge].to], at: edges[edge].to)
    }
    // Long edges are straight from end to end. Short ones may bend a little: a chain of operations
    // would otherwise drift away, one port per layer.
    let offset = layering.edge.indices.map { segment in
      let edge = layering.edge[segment]
      let fromDummy = layering.isDummy(layering.source[segment])
      let toDummy = layering.isDummy(layering.target[segment])
      if fromDummy == toDummy { return 0.0 }
      return fromDummy ? arrival[edge] : -departure[edge]
    }
    let across = layering.coordinates(size: size, offset: offset) { a, b in
      layering.isDummy(a) || layering.isDummy(b) ? options.edgeSpacing : options.nodeSpacing
    }
    let columns = columns(layering, length, across, options)

    func point(_ along: Double, _ across: Double) -> GraphLayout.Point {
      isHorizontal ? .init(x: along, y: across) : .init(x: across, y: along)
    }
    func center(_ node: Int) -> Double {
      (columns[layering.rank[node]].lowerBound + columns[layering.rank[node]].upperBound) / 2
    }

    let routes = edges.indices.map { index in
      let (from, to) = (edges[index].from, edges[index].to)
      var path = Path(
        along: center(from) + length[from] / 2, across: across[from] + departure[index])
      path.line(to: columns[layering.rank[from]].upperBound)
      for dummy in layering.dummies[index] {
        let column = columns[layering.rank[dummy]]
        path.curve(to: column.lowerBound, across: across[dummy])
        path.line(to: column.upperBound)
      }
      path.curve(
        to: columns[layering.rank[to]].lowerBound - options.approach,
        across: across[to] + arrival[index])
      path.line(to: center(to) - length[to] / 2)
      return GraphLayout.Route(points: path.points.map { point($0.along, $0.across) })
    }

    let extent = zip(across, size).reduce(0) { max($0, $1.0 + $1.1 / 2) }
    let total = columns.last?.upperBound ?? 0
    return GraphLayout(
      centers: nodes.indices.map { point(center($0), across[$0]) },
      layers: Array(layering.rank.prefix(nodes.count)),
      routes: routes,
      crossings: layering.countCrossings(),
      width: isHorizontal ? total : extent,
      height: isHorizontal ? extent : total)
  }

  /// Returns where each layer starts and ends, with wider gaps where edges would be steep.
  private func columns(
    _ layering: Layering, _ length: [Double], _ across: [Double], _ options: Options
  ) -> [ClosedRange<Double>] {
    var lengths = [Double](repeating: 0, count: layering.layers.count)
    for node in nodes.indices {
      lengths[layering.rank[node]] = max(lengths[layering.rank[node]], length[node])
    }
    var rise = [Double](repeating: 0, count: layering.layers.count)
    for (source, target) in zip(layering.source, layering.target) {
      let layer = layering.rank[target]
      rise[layer] = max(rise[layer], abs(across[source] - across[target]))
    }
    var end = 0.0
    return lengths.indices.map { layer in
      let steepness = min(max(rise[layer] / 6 - 12, 0), 2 * options.layerSpacing)
      let gap = layer == 0 ? 0 : options.layerSpacing + options.approach + steepness
      let start = end + gap
      end = start + lengths[layer]
      return start...end
    }
  }
}

/// A path that runs along the layers, in straight lines and in curves that start and end so.
private struct Path {
  struct Point {
    var along: Double
    var across: Double
  }

  private(set) var points: [Point]
  private var endsStraight = false

  init(along: Double, across: Double) {
    points = [Point(along: along, across: across)]
  }

  private var end: Point { points[points.count - 1] }

  /// Adds a straight line; one that follows another makes it longer.
  mutating func line(to along: Double) {
    if along - end.along < 0.01 { return }
    if endsStraight { points.removeLast(3) }
    let (start, across) = (end.along, end.across)
    let third = (along - start) / 3
    points.append(Point(along: start + third, across: across))
    points.append(Point(along: along - third, across: across))
    points.append(Point(along: along, across: across))
    endsStraight = true
  }

  /// Adds a curve in the shape of an S, or a straight line where that is enough.
  mutating func curve(to along: Double, across: Double) {
    if abs(across - end.across) < 0.01 { return line(to: along) }
    let middle = (end.along + along) / 2
    points.append(Point(along: middle, across: end.across))
    points.append(Point(along: middle, across: across))
    points.append(Point(along: along, across: across))
    endsStraight = false
  }
}
