// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension LayeredGraph {
  /// A connected part of a graph, and which nodes and edges of the whole it consists of.
  struct Part {
    var graph = LayeredGraph()
    var nodes: [Int] = []
    var edges: [Int] = []
  }

  /// Returns the connected parts, in the order of their first nodes.
  func connectedParts() -> [Part] {
    var leader = Array(nodes.indices)
    func find(_ node: Int) -> Int {
      var node = node
      while leader[node] != node {
        leader[node] = leader[leader[node]]
        node = leader[node]
      }
      return node
    }
    for edge in edges {
      let (first, second) = (find(edge.from), find(edge.to))
      leader[max(first, second)] = min(first, second)
    }

    var parts: [Part] = []
    var partOfNode = [Int](repeating: 0, count: nodes.count)
    var indexInPart = partOfNode
    for node in nodes.indices {
      let first = find(node)
      if first == node {
        partOfNode[node] = parts.count
        parts.append(Part())
      }
      let part = partOfNode[first]
      partOfNode[node] = part
      indexInPart[node] = parts[part].nodes.count
      parts[part].nodes.append(node)
      parts[part].graph.nodes.append(nodes[node])
    }
    for (index, edge) in edges.enumerated() {
      let part = partOfNode[edge.from]
      parts[part].edges.append(index)
      parts[part].graph.edges.append(
        Edge(from: indexInPart[edge.from], to: indexInPart[edge.to], port: edge.port))
    }
    return parts
  }

  /// Returns one layout made of the layouts of the parts, side by side on shelves.
  ///
  /// A shelf holds parts one after the other in the direction of the edges, the widest first.
  func packed(_ parts: [Part], _ layouts: [GraphLayout], _ options: Options) -> GraphLayout {
    let isHorizontal = options.direction == .leftToRight
    let along = layouts.map { isHorizontal ? $0.width : $0.height }
    let across = layouts.map { isHorizontal ? $0.height : $0.width }
    let area = layouts.reduce(0) { $0 + $1.width * $1.height }
    let limit = max(along.max() ?? 0, (2 * area).squareRoot())
    let order = parts.indices.sorted { (across[$1], $0) < (across[$0], $1) }

    var result = GraphLayout(
      centers: Array(repeating: .init(x: 0, y: 0), count: nodes.count),
      layers: Array(repeating: 0, count: nodes.count),
      routes: Array(repeating: .init(points: []), count: edges.count),
      crossings: layouts.reduce(0) { $0 + $1.crossings },
      width: 0, height: 0)
    var (start, shelf, shelfEnd) = (0.0, 0.0, 0.0)
    for index in order {
      if start > 0, start + along[index] > limit {
        (start, shelf) = (0, shelfEnd + options.nodeSpacing)
      }
      let x = options.margin + (isHorizontal ? start : shelf)
      let y = options.margin + (isHorizontal ? shelf : start)
      let (part, layout) = (parts[index], layouts[index])
      for (node, center) in zip(part.nodes, layout.centers) {
        result.centers[node] = .init(x: center.x + x, y: center.y + y)
      }
      for (node, layer) in zip(part.nodes, layout.layers) { result.layers[node] = layer }
      for (edge, route) in zip(part.edges, layout.routes) {
        result.routes[edge].points = route.points.map { .init(x: $0.x + x, y: $0.y + y) }
      }
      result.width = max(result.width, x + layout.width)
      result.height = max(result.height, y + layout.height)
      start += along[index] + options.nodeSpacing
      shelfEnd = max(shelfEnd, shelf + across[index])
    }
    result.width = max(result.width, options.margin) + options.margin
    result.height = max(result.height, options.margin) + options.margin
    return result
  }
}
