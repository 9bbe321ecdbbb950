// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Where the nodes and edges of a `LayeredGraph` are drawn; the y axis points down.
public struct GraphLayout: Sendable {
  public struct Point: Sendable, Equatable {
    public var x: Double
    public var y: Double

    public init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// A smooth curve from the border of one node to the border of another.
  public struct Route: Sendable, Equatable {
    /// The start, and then for each cubic Bézier curve its two control points and its end.
    ///
    /// The count is one more than a multiple of three.
    public var points: [Point]

    public init(points: [Point]) {
      self.points = points
    }
  }

  /// The centre of each node.
  public internal(set) var centers: [Point]
  /// The layer of each node, counted from 0 within its connected part of the graph.
  public internal(set) var layers: [Int]
  /// The route of each edge.
  public internal(set) var routes: [Route]
  /// The number of times that edges cross.
  ///
  /// Edges that leave a node together count as one for as long as they stay together.
  public internal(set) var crossings: Int
  public internal(set) var width: Double
  public internal(set) var height: Double
}
