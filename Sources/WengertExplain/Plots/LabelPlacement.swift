// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Finds room for labels beside points, away from each other and from the lines.
struct LabelPlacement {
  /// A rectangle, in pixels or cells.
  struct Box {
    var left: Double
    var top: Double
    var width: Double
    var height: Double

    var right: Double { left + width }
    var bottom: Double { top + height }

    func overlaps(_ other: Box) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }

    func contains(_ x: Double, _ y: Double) -> Bool {
      x >= left && x <= right && y >= top && y <= bottom
    }
  }

  let area: Box
  private var taken: [Box] = []
  /// Places that a label should not hide, such as those along a line.
  private var crowd: [(x: Double, y: Double)] = []

  init(in area: Box) {
    self.area = area
  }

  mutating func take(_ box: Box) { taken.append(box) }

  mutating func avoid(_ x: Double, _ y: Double) { crowd.append((x, y)) }

  /// Returns how much a label in a box would hide.
  private func crowding(_ box: Box) -> Int {
    var cost = 0
    for other in taken where box.overlaps(other) { cost += 300 }
    for (x, y) in crowd where box.contains(x, y) { cost += 1 }
    return cost
  }

  /// Returns the best place near a point for a label and keeps it from others.
  ///
  /// - Complexity: O(*n*), where *n* is the number of places to avoid.
  mutating func place(
    width: Double, height: Double, nearX x: Double, y: Double, distance: (x: Double, y: Double)
  ) -> Box {
    let (right, left) = (x + distance.x, x - distance.x - width)
    let (above, below) = (y - distance.y - height, y + distance.y)
    let candidates = [
      (right, above), (left, above), (right, below), (left, below), (x - width / 2, above),
      (x - width / 2, below), (right, y - height / 2), (left, y - height / 2),
      (x - width / 2, above - height), (x - width / 2, below + height),
    ]
    var best = Box(left: x, top: y, width: width, height: height)
    var leastCost = Int.max
    for (left, top) in candidates {
      let box = Box(
        left: max(area.left, min(area.right - width, left)),
        top: max(area.top, min(area.bottom - height, top)), width: width, height: height)
      // A label that had to be moved back into the area may be on its own point.
      let isMoved = box.left != left || box.top != top
      let cost = crowding(box) + (box.contains(x, y) ? 1000 : 0) + (isMoved ? 8 : 0)
      if cost < leastCost { (best, leastCost) = (box, cost) }
    }
    taken.append(best)
    return best
  }

  /// Returns the best place for a label on a horizontal line and keeps it from others: at the
  /// right or left end, above or below.
  mutating func place(
    width: Double, height: Double, onLineAt y: Double, inset: Double, distance: Double
  ) -> Box {
    var best: (box: Box, cost: Int)?
    for top in [y - distance - height, y + distance] {
      for left in [area.right - inset - width, area.left + inset] {
        let box = Box(left: left, top: top, width: width, height: height)
        let isOutside = box.top < area.top || box.bottom > area.bottom
        let cost = crowding(box) + (isOutside ? 1000 : 0)
        if cost < best?.cost ?? Int.max { best = (box, cost) }
      }
    }
    let box = best?.box ?? Box(left: area.left, top: y, width: width, height: height)
    taken.append(box)
    return box
  }
}
