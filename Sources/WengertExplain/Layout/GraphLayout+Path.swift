// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension GraphLayout.Route {
  /// The data of an SVG path along the route, which ends `gap` before the tip: where an arrow begins.
  func pathData(_ direction: LayeredGraph.Direction, gap: Double = 0) -> String {
    var data = "M\(decimal(points[0].x)) \(decimal(points[0].y))"
    for index in stride(from: 1, to: points.count, by: 3) {
      let (start, a, b) = (points[index - 1], points[index], points[index + 1])
      var end = points[index + 2]
      if index + 3 == points.count {
        switch direction {
        case .leftToRight: end.x -= gap
        case .topToBottom: end.y -= gap
        }
      }
      if start.y == end.y, a.y == end.y, b.y == end.y {
        data += "H\(decimal(end.x))"
      } else if start.x == end.x, a.x == end.x, b.x == end.x {
        data += "V\(decimal(end.y))"
      } else {
        data += "C\(decimal(a.x)) \(decimal(a.y)) \(decimal(b.x)) \(decimal(b.y))"
        data += " \(decimal(end.x)) \(decimal(end.y))"
      }
    }
    return data
  }
}
