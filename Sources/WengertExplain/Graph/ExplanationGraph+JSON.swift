// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension ExplanationGraph {
  /// The graph as JSON, ready to be drawn.
  ///
  /// `width`, `height`; `nodes` (`id`, `name`, `title`, `kind`, `line`, `of`, `value`, `adjoint`, `layer`,
  /// `x` and `y` of the centre, `width`, `height`); `edges` (`from`, `to`, `operand`, `use`, `partial`,
  /// `role`, which is `sum` or `use`, and `path`, the data of an SVG path).
  public var json: JSONValue {
    .object([
      "width": .number(layout.width), "height": .number(layout.height),
      "nodes": .array(nodes.indices.map(node)), "edges": .array(edges.indices.map(edge)),
    ])
  }

  private func node(_ number: Int) -> JSONValue {
    let (node, center) = (nodes[number], layout.centers[number])
    return .object([
      "id": .integer(number), "name": .string(node.name), "title": .string(node.title),
      "kind": .string(node.kind.rawValue), "line": .integer(node.line),
      "of": node.used.map { .string($0) } ?? .null, "value": .number(node.value),
      "adjoint": .number(node.adjoint), "layer": .integer(layout.layers[number]),
      "x": .number(center.x), "y": .number(center.y), "width": .number(boxes[number].width),
      "height": .number(boxes[number].height),
    ])
  }

  private func edge(_ number: Int) -> JSONValue {
    let edge = edges[number]
    return .object([
      "from": .integer(edge.from), "to": .integer(edge.to), "operand": .integer(edge.operand),
      "use": .string(edge.use), "partial": .number(edge.partial),
      "role": .string(edge.isSum ? "sum" : "use"),
      "path": .string(layout.routes[number].pathData(.leftToRight)),
    ])
  }
}
