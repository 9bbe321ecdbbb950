// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A directed acyclic graph of boxes, to be drawn in layers.
///
/// A computational graph flows one way: from its inputs through the operations to its outputs.
/// `layout(_:)` draws it that way with the method of Sugiyama, Tagawa & Toda, *Methods for Visual
/// Understanding of Hierarchical System Structures* (IEEE Transactions on Systems, Man, and
/// Cybernetics 11, 1981): it puts the nodes in layers, orders each layer so that few edges cross,
/// and then gives every node a position. Each phase is near-linear in the size of the graph, none
/// is recursive, and equal graphs are laid out equally.
public struct LayeredGraph: Sendable {
  /// A box of a given size.
  public struct Node: Sendable {
    public var width: Double
    public var height: Double
    public var placement: Placement

    public init(width: Double, height: Double, placement: Placement = .automatic) {
      self.width = width
      self.height = height
      self.placement = placement
    }
  }

  /// A wish for the layer of a node.
  public enum Placement: Sendable {
    /// Wherever the edges are shortest.
    case automatic
    /// In the first layer, if no edge arrives at the node.
    case first
    /// In the last layer, if no edge leaves the node.
    case last
  }

  /// An arrow from a node to a node that uses its value.
  public struct Edge: Sendable {
    /// The index of the node that the edge leaves.
    public var from: Int
    /// The index of the node that the edge arrives at.
    public var to: Int
    /// The place of this edge among those that arrive at the same node: the index of the operand.
    public var port: Int

    public init(from: Int, to: Int, port: Int = 0) {
      self.from = from
      self.to = to
      self.port = port
    }
  }

  /// The direction in which edges point.
  public enum Direction: Sendable {
    case leftToRight
    case topToBottom
  }

  /// The direction of a layout and its distances.
  public struct Options: Sendable {
    public var direction: Direction = .leftToRight
    /// The space between two layers in which edges may bend.
    public var layerSpacing: Double = 56
    /// The straight end of each edge, before the node it arrives at; added to `layerSpacing`.
    public var approach: Double = 14
    /// The least space between two nodes of a layer.
    public var nodeSpacing: Double = 24
    /// The least space between an edge that passes through a layer and its neighbours there.
    public var edgeSpacing: Double = 16
    /// The space between the ends of two edges at a node, if the node is large enough.
    public var portSpacing: Double = 16
    /// The space around the whole drawing.
    public var margin: Double = 16

    public init() {}
  }

  public var nodes: [Node]
  public var edges: [Edge]

  /// Creates a graph.
  ///
  /// - Precondition: The ends of each edge are indices of `nodes`, and no edges form a cycle.
  public init(nodes: [Node] = [], edges: [Edge] = []) {
    self.nodes = nodes
    self.edges = edges
  }

  /// Returns positions for the nodes and routes for the edges.
  ///
  /// No two nodes overlap, and no edge passes over a node that is not its own. (The second part is
  /// given up for the longest edges of very large graphs, which are then drawn directly.)
  public func layout(_ options: Options = Options()) -> GraphLayout {
    let parts = connectedParts()
    let layouts = parts.map { part in
      var layering = Layering(part.graph, ranks: part.graph.ranks())
      layering.reduceCrossings()
      return part.graph.routed(layering, options)
    }
    return packed(parts, layouts, options)
  }
}
