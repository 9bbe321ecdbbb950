// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension GraphPicture {
  /// Returns the picture as an SVG document that needs nothing else.
  ///
  /// It follows the reader's light or dark mode. Node 7 is the group with `id="node-7"` and
  /// `data-node="7"`; the groups of edges and their labels have `data-from`, `data-to` and
  /// `data-port`, so that a page can attach behaviour.
  public func svg() -> String {
    let boxes = boxes()
    let layout = boxes.layout(options)
    let size = (width: decimal(layout.width), height: decimal(layout.height))
    var svg = """
      <svg xmlns="http://www.w3.org/2000/svg" class="wengert" role="img" \
      viewBox="0 0 \(size.width) \(size.height)" width="\(size.width)" height="\(size.height)">
      <title>\(escaped(title))</title>
      <desc>\(escaped(summary.isEmpty ? defaultSummary : summary))</desc>
      <style>
      \(Self.styleSheet)</style>
      <rect class="backdrop" width="\(size.width)" height="\(size.height)" rx="12"/>

      """
    // Highlighted edges are drawn over the others, and labels over all edges.
    let order =
      edges.indices.filter { !edges[$0].isHighlighted }
      + edges.indices.filter { edges[$0].isHighlighted }
    for edge in order { write(edges[edge], layout.routes[edge], to: &svg) }
    for edge in order { writeLabel(of: edges[edge], layout.routes[edge], to: &svg) }
    for node in nodes.indices {
      write(node, boxes.nodes[node], at: layout.centers[node], to: &svg)
    }
    svg += "</svg>\n"
    return svg
  }

  private var defaultSummary: String {
    "A graph of \(nodes.count) \(nodes.count == 1 ? "node" : "nodes")"
      + " and \(edges.count) \(edges.count == 1 ? "edge" : "edges")."
  }

  // MARK: Nodes

  private func write(
    _ index: Int, _ box: LayeredGraph.Node, at center: GraphLayout.Point, to svg: inout String
  ) {
    let node = nodes[index]
    let (left, right) = (center.x - box.width / 2, center.x + box.width / 2)
    let height =
      node.lines.isEmpty
      ? Metrics.titleHeight
      : Metrics.titleHeight + Double(node.lines.count) * Metrics.lineHeight + 9
    // Text is in the middle of boxes that are higher than their text.
    let top = center.y - height / 2
    let radius = node.kind == .input || node.kind == .output ? 14.0 : 8.0

    svg += """
      <g class="node \(className(node.kind))" id="node-\(index)" data-node="\(index)">
      <rect class="box" x="\(decimal(left))" y="\(decimal(center.y - box.height / 2))" \
      width="\(decimal(box.width))" height="\(decimal(box.height))" rx="\(decimal(radius))"/>

      """
    write(node.title, "heading", x: center.x, y: top + Metrics.titleHeight / 2 + 5, to: &svg)
    if !node.lines.isEmpty {
      let y = decimal(top + Metrics.titleHeight)
      svg += """
        <line class="rule" x1="\(decimal(left + Metrics.padding))" y1="\(y)" \
        x2="\(decimal(right - Metrics.padding))" y2="\(y)"/>

        """
    }
    var baseline = top + Metrics.titleHeight + 1
    for line in node.lines {
      baseline += Metrics.lineHeight
      if line.label.isEmpty {
        write(line.text, className(line.role) + " alone", x: center.x, y: baseline, to: &svg)
      } else {
        write(line.label, "name", x: left + Metrics.padding, y: baseline, to: &svg)
        let end = right - Metrics.padding
        write(line.text, className(line.role) + " number", x: end, y: baseline, to: &svg)
      }
    }
    svg += "</g>\n"
  }

  private func write(
    _ text: String, _ className: String, x: Double, y: Double, to svg: inout String
  ) {
    svg += "<text class=\"\(className)\" x=\"\(decimal(x))\" y=\"\(decimal(y))\">"
    svg += escaped(text)
    svg += "</text>\n"
  }

  private func className(_ kind: Kind) -> String {
    switch kind {
    case .input: "input"
    case .constant: "constant"
    case .operation: "operation"
    case .output: "output"
    }
  }

  private func className(_ role: Line.Role) -> String {
    switch role {
    case .value: "value"
    case .adjoint: "adjoint"
    case .note: "note"
    }
  }

  // MARK: Edges

  private func write(_ edge: Edge, _ route: GraphLayout.Route, to svg: inout String) {
    let tip = route.points[route.points.count - 1]
    let highlight = edge.isHighlighted ? " highlighted" : ""
    svg += "<g class=\"edge\(highlight)\" \(data(edge))>\n<path class=\"curve\" d=\""
    svg += route.pathData(direction, gap: Metrics.arrowLength - 1) + "\"/>\n<path class=\"arrow\" d=\""
    let length = Metrics.arrowLength
    switch direction {
    case .leftToRight:
      svg += "M\(decimal(tip.x)) \(decimal(tip.y))l\(decimal(-length)) -4v8z"
    case .topToBottom:
      svg += "M\(decimal(tip.x)) \(decimal(tip.y))l-4 \(decimal(-length))h8z"
    }
    svg += "\"/>\n</g>\n"
  }

  /// Writes the label of an edge above or beside its straight end.
  private func writeLabel(of edge: Edge, _ route: GraphLayout.Route, to svg: inout String) {
    if edge.label.isEmpty { return }
    let tip = route.points[route.points.count - 1]
    let highlight = edge.isHighlighted ? " highlighted" : ""
    let (x, y) =
      switch direction {
      case .leftToRight: (tip.x - Metrics.arrowLength - 3, tip.y - 4)
      case .topToBottom: (tip.x + 6, tip.y - Metrics.arrowLength - 2)
      }
    let anchor = direction == .leftToRight ? " number" : ""
    svg += "<text class=\"label\(highlight)\(anchor)\" \(data(edge)) "
    svg += "x=\"\(decimal(x))\" y=\"\(decimal(y))\">\(escaped(edge.label))</text>\n"
  }

  private func data(_ edge: Edge) -> String {
    "data-from=\"\(edge.from)\" data-to=\"\(edge.to)\" data-port=\"\(edge.port)\""
  }
}
