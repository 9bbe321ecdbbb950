// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A picture of a computational graph: boxes for its nodes, arrows for the flow of values.
///
/// All text arrives ready to be shown. `svg()` draws the picture.
public struct GraphPicture: Sendable {
  /// What a node stands for, which decides its colour and whether it is in the first or last layer.
  public enum Kind: Sendable {
    case input
    case constant
    case operation
    case output
  }

  /// A line of small text under the title of a node, such as `adjoint 8`.
  public struct Line: Sendable {
    /// What the text means, which decides its colour.
    public enum Role: Sendable {
      case value
      case adjoint
      case note
    }

    public var role: Role
    /// The number, or whatever the line says, at the right end of the line.
    public var text: String
    /// The name of the number, at the left end of the line.
    public var label: String

    public init(_ role: Role, _ text: String, label: String = "") {
      self.role = role
      self.text = text
      self.label = label
    }
  }

  public struct Node: Sendable {
    public var kind: Kind
    public var title: String
    public var lines: [Line]

    public init(_ kind: Kind, _ title: String, lines: [Line] = []) {
      self.kind = kind
      self.title = title
      self.lines = lines
    }
  }

  public struct Edge: Sendable {
    /// The index of the node whose value is used.
    public var from: Int
    /// The index of the node that uses the value.
    public var to: Int
    /// The index of the operand that the value is.
    public var port: Int
    /// Text near the end of the edge, such as a local derivative.
    public var label: String
    public var isHighlighted: Bool

    public init(
      from: Int, to: Int, port: Int = 0, label: String = "", isHighlighted: Bool = false
    ) {
      self.from = from
      self.to = to
      self.port = port
      self.label = label
      self.isHighlighted = isHighlighted
    }
  }

  public var nodes: [Node]
  public var edges: [Edge]
  /// The name of the picture, for people who cannot see it and as a tooltip.
  public var title: String
  /// What the picture shows; if empty, the numbers of its nodes and edges.
  public var summary: String
  public var direction: LayeredGraph.Direction

  /// Creates a picture.
  ///
  /// - Precondition: The ends of each edge are indices of `nodes`, and no edges form a cycle.
  public init(
    nodes: [Node] = [], edges: [Edge] = [], title: String = "Computational graph",
    summary: String = "", direction: LayeredGraph.Direction = .leftToRight
  ) {
    self.nodes = nodes
    self.edges = edges
    self.title = title
    self.summary = summary
    self.direction = direction
  }
}

extension GraphPicture {
  /// The distances within a picture, in pixels.
  enum Metrics {
    static let titleSize = 14.0
    static let textSize = 12.0
    static let labelSize = 11.0
    static let lineHeight = 17.0
    static let titleHeight = 30.0
    static let padding = 12.0
    static let arrowLength = 8.0
  }

  /// Returns the graph of the boxes that hold the text of the nodes.
  func boxes() -> LayeredGraph {
    var ports = [Int](repeating: 0, count: nodes.count)
    var hasLabels = [Bool](repeating: false, count: nodes.count)
    for edge in edges {
      ports[edge.to] += 1
      if !edge.label.isEmpty { hasLabels[edge.to] = true }
    }
    let portSpacing = portSpacing
    let boxes = nodes.indices.map { index in
      let node = nodes[index]
      var width = TextMetrics.monospacedWidth(node.title, size: Metrics.titleSize)
      for line in node.lines {
        let text = TextMetrics.monospacedWidth(line.text, size: Metrics.textSize)
        let label = TextMetrics.sansWidth(line.label, size: Metrics.labelSize)
        width = max(width, text + (line.label.isEmpty ? 0 : label + 10))
      }
      var height = Metrics.titleHeight
      if !node.lines.isEmpty { height += Double(node.lines.count) * Metrics.lineHeight + 9 }
      width = max(width + 2 * Metrics.padding, 44)

      // The labels of the edges that arrive need room beside each other.
      let room = hasLabels[index] ? Double(ports[index]) * portSpacing / 0.8 : 0
      switch direction {
      case .leftToRight: height = max(height, room)
      case .topToBottom: width = max(width, room)
      }
      let placement: LayeredGraph.Placement =
        switch node.kind {
        case .input: .first
        case .output: .last
        case .constant, .operation: .automatic
        }
      return LayeredGraph.Node(
        width: width.rounded(.up), height: height.rounded(.up), placement: placement)
    }
    return LayeredGraph(
      nodes: boxes, edges: edges.map { .init(from: $0.from, to: $0.to, port: $0.port) })
  }

  /// The distances between the boxes, such that the labels of the edges fit.
  var options: LayeredGraph.Options {
    var options = LayeredGraph.Options()
    options.direction = direction
    options.portSpacing = portSpacing
    options.margin = 20
    if labelWidth > 0 {
      options.layerSpacing = 44
      options.approach =
        Metrics.arrowLength + 6
        + (direction == .leftToRight ? labelWidth : Metrics.labelSize)
    }
    return options
  }

  private var portSpacing: Double {
    switch direction {
    case .leftToRight: 17
    case .topToBottom: labelWidth > 0 ? labelWidth + 12 : 17
    }
  }

  /// The width of the widest label of an edge.
  private var labelWidth: Double {
    edges.reduce(0) {
      max($0, TextMetrics.monospacedWidth($1.label, size: Metrics.labelSize))
    }
  }
}
