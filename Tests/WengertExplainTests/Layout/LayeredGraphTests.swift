// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing

@testable import WengertExplain

@Suite struct LayeredGraphTests {
  // MARK: Graphs of every shape

  static let graphs: [LayeredGraph] = [
    graph(1, []),
    graph(5, []),
    graph(7, [(1, 3), (2, 3), (0, 4), (1, 4), (0, 5), (3, 5), (4, 6), (5, 6)]),
    graph(2, [(0, 1), (0, 1)]),
    graph(4, [(0, 1), (1, 2), (0, 2), (0, 2), (2, 3), (0, 3)]),
    graph(8, [(0, 1), (2, 3), (2, 4), (5, 6), (6, 7), (5, 7)]),
    network([2, 4, 4, 3]),
    random(40, seed: 1), random(40, seed: 2), random(120, seed: 3), random(300, seed: 4),
  ]

  @Test(arguments: graphs, [LayeredGraph.Direction.leftToRight, .topToBottom])
  func `a layout keeps its promises`(
    _ graph: LayeredGraph, _ direction: LayeredGraph.Direction
  ) {
    var options = LayeredGraph.Options()
    options.direction = direction
    let layout = graph.layout(options)
    expectConsistency(of: layout, for: graph, options)
  }

  @Test(arguments: graphs) func `equal graphs have equal layouts`(_ graph: LayeredGraph) {
    let (first, second) = (graph.layout(), graph.layout())
    #expect(first.centers == second.centers)
    #expect(first.routes == second.routes)
    #expect(first.crossings == second.crossings)
  }

  @Test func `the empty graph is only a margin`() {
    let layout = LayeredGraph().layout()
    #expect(layout.centers.isEmpty && layout.routes.isEmpty)
    #expect((layout.width, layout.height) == (32, 32))
  }

  @Test func `one node is in the middle`() {
    let layout = LayeredGraph(nodes: [.init(width: 60, height: 40)]).layout()
    #expect(layout.centers == [.init(x: 46, y: 36)])
    #expect((layout.width, layout.height) == (92, 72))
  }

  // MARK: Ranking

  @Test func `edges are short`() {
    // A constant is next to its only use, even at the end of a chain.
    let layout = graph(6, [(0, 1), (1, 2), (2, 3), (4, 3), (3, 5)]).layout()
    #expect(layout.layers == [0, 1, 2, 3, 2, 4])
    // A whole branch moves towards its use.
    let branch = graph(8, [(0, 1), (1, 2), (2, 3), (3, 4), (5, 6), (6, 7), (7, 4)]).layout()
    #expect(branch.layers == [0, 1, 2, 3, 4, 1, 2, 3])
  }

  @Test func `placements are respected`() {
    var graph = graph(7, [(0, 1), (1, 2), (2, 3), (4, 3), (1, 5), (6, 3)])
    graph.nodes[4].placement = .first
    graph.nodes[5].placement = .last
    graph.nodes[2].placement = .first
    #expect(graph.layout().layers == [0, 1, 2, 3, 0, 3, 2])
  }

  // MARK: Ordering

  @Test func `trees have no crossings`() {
    // The leaves of a complete binary tree are numbered in an order that would cross a lot.
    let depth = 7
    var edges: [(Int, Int)] = []
    for node in 1..<(1 << depth) - 1 { edges.append((node, (node - 1) / 2)) }
    #expect(graph((1 << depth) - 1, edges.reversed()).layout().crossings == 0)
    let star = graph(30, (1..<30).map { ($0 * 7 % 30, 0) }.filter { $0.0 != 0 })
    #expect(star.layout().crossings == 0)
  }

  @Test func `crossings are few in known graphs`() {
    #expect(Self.network([4, 4]).layout().crossings == 36)
    #expect(Self.network([2, 4, 4, 3]).layout().crossings == 6 + 36 + 18)
    let product = graph(7, [(2, 3), (1, 3), (0, 4), (1, 4), (0, 5), (3, 5), (4, 6), (5, 6)])
    #expect(product.layout().crossings <= 3)
    // A ladder is planar.
    var ladder: [(Int, Int)] = []
    for rung in 0..<20 {
      ladder += [(2 * rung, 2 * rung + 2), (2 * rung + 1, 2 * rung + 3)]
    }
    ladder += [(40, 42), (41, 42)]
    #expect(graph(43, ladder).layout().crossings == 0)
  }

  @Test(arguments: [5, 6, 7, 8]) func `crossings are counted as by hand`(_ seed: UInt64) {
    let graph = Self.random(60, seed: seed)
    var layering = Layering(graph, ranks: graph.ranks())
    layering.reduceCrossings()
    var count = 0
    for a in layering.source.indices {
      for b in layering.source.indices {
        let (s, t) = (layering.source[a], layering.source[b])
        let (v, w) = (layering.target[a], layering.target[b])
        guard layering.rank[s] == layering.rank[t] else { continue }
        let ends = (layering.position[v], layering.arrival[a])
        if layering.position[s] < layering.position[t],
          ends > (layering.position[w], layering.arrival[b])
        {
          count += 1
        }
      }
    }
    #expect(layering.countCrossings() == count)
  }

  // MARK: Coordinates

  @Test func `long edges are straight`() {
    var edges = (1..<12).map { ($0 - 1, $0) }
    edges.append((0, 11))
    let route = graph(12, edges).layout().routes[11]
    #expect(Set(route.points.map { ($0.y * 100).rounded() }).count <= 3)
  }

  @Test func `edges between the same nodes are apart`() {
    let layout = graph(2, [(0, 1), (0, 1)]).layout()
    #expect(layout.routes[0].points[0] != layout.routes[1].points[0])
    #expect(layout.routes[0].points.last != layout.routes[1].points.last)
    #expect(layout.crossings == 0)
  }

  // MARK: Large graphs

  @Test func `a chain of 100,000 nodes`() {
    var edges = (1..<100_000).map { ($0 - 1, $0) }
    let chain = graph(100_000, edges).layout()
    #expect(chain.layers.last == 99_999)
    #expect(chain.crossings == 0)
    edges = Array(edges.prefix(19_999)) + (1..<20_000).map { (0, $0) }
    #expect(graph(20_000, edges).layout().layers.last == 19_999)
  }

  @Test func `a large random graph`() {
    let graph = Self.random(1_000, seed: 9)
    let layout = graph.layout()
    for edge in graph.edges { #expect(layout.layers[edge.from] < layout.layers[edge.to]) }
  }
}

// MARK: - Graphs to test with

/// Returns a graph whose edges arrive at ports in the order in which they are listed.
func graph(_ count: Int, _ edges: [(Int, Int)]) -> LayeredGraph {
  var ports = [Int](repeating: 0, count: count)
  var graph = LayeredGraph()
  for node in 0..<count {
    graph.nodes.append(.init(width: 50 + Double(node % 4) * 15, height: 30 + Double(node % 3) * 9))
  }
  for (from, to) in edges {
    graph.edges.append(.init(from: from, to: to, port: ports[to]))
    ports[to] += 1
  }
  return graph
}

extension LayeredGraphTests {
  static func network(_ widths: [Int]) -> LayeredGraph {
    var edges: [(Int, Int)] = []
    var start = 0
    for (width, next) in zip(widths, widths.dropFirst()) {
      for to in 0..<next {
        for from in 0..<width { edges.append((start + from, start + width + to)) }
      }
      start += width
    }
    return graph(widths.reduce(0, +), edges)
  }

  static func random(_ count: Int, seed: UInt64) -> LayeredGraph {
    var state = seed &* 0x9E37_79B9_7F4A_7C15
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var edges: [(Int, Int)] = []
    for node in 3..<count where next(12) > 0 {
      edges.append((next(4) == 0 ? next(node) : max(0, node - 1 - next(6)), node))
      if next(3) > 0 { edges.append((max(0, node - 1 - next(9)), node)) }
    }
    return graph(count, edges)
  }

  func expectConsistency(
    of layout: GraphLayout, for graph: LayeredGraph, _ options: LayeredGraph.Options
  ) {
    func overlap(
      _ node: Int, _ point: GraphLayout.Point, _ width: Double, _ height: Double
    ) -> Bool {
      abs(layout.centers[node].x - point.x) < (graph.nodes[node].width + width) / 2 - 0.01
        && abs(layout.centers[node].y - point.y) < (graph.nodes[node].height + height) / 2 - 0.01
    }
    for edge in graph.edges { #expect(layout.layers[edge.from] < layout.layers[edge.to]) }
    for (index, node) in graph.nodes.enumerated() {
      let center = layout.centers[index]
      #expect(center.x - node.width / 2 >= options.margin - 0.01)
      #expect(center.y - node.height / 2 >= options.margin - 0.01)
      #expect(center.x + node.width / 2 <= layout.width - options.margin + 0.01)
      #expect(center.y + node.height / 2 <= layout.height - options.margin + 0.01)
      for other in graph.nodes.indices.prefix(index) {
        let clear = !overlap(other, center, node.width, node.height)
        #expect(clear, "Nodes \(index) and \(other) overlap.")
      }
    }
    for (edge, route) in zip(graph.edges, layout.routes) {
      let points = route.points
      #expect(points.count % 3 == 1 && points.count >= 4)
      var hits = 0
      for index in stride(from: 1, to: points.count, by: 3) {
        for step in 0...20 {
          let point = bezier(Array(points[index - 1...index + 2]), Double(step) / 20)
          for node in graph.nodes.indices where overlap(node, point, 0, 0) { hits += 1 }
        }
      }
      #expect(hits == 0, "Edge \(edge) passes over a node.")
      // An edge starts and ends at the borders of its nodes.
      let (from, to) = (graph.nodes[edge.from], graph.nodes[edge.to])
      let (start, end) = (layout.centers[edge.from], layout.centers[edge.to])
      switch options.direction {
      case .leftToRight:
        #expect(abs(points[0].x - start.x - from.width / 2) < 0.01)
        #expect(abs(points[points.count - 1].x - end.x + to.width / 2) < 0.01)
        #expect(abs(points[points.count - 1].y - end.y) < to.height / 2)
      case .topToBottom:
        #expect(abs(points[0].y - start.y - from.height / 2) < 0.01)
        #expect(abs(points[points.count - 1].y - end.y + to.height / 2) < 0.01)
        #expect(abs(points[points.count - 1].x - end.x) < to.width / 2)
      }
    }
  }

  private func bezier(_ p: [GraphLayout.Point], _ t: Double) -> GraphLayout.Point {
    let s = 1 - t
    let weights = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t]
    return .init(
      x: zip(p, weights).reduce(0) { $0 + $1.0.x * $1.1 },
      y: zip(p, weights).reduce(0) { $0 + $1.0.y * $1.1 })
  }
}
