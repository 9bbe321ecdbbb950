// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The axes of a plot and the lines that remain between them.
struct PlotFrame {
  /// A place in a plot: (0, 0) is its lower left corner, (1, 1) its upper right corner.
  struct Place: Equatable {
    var x: Double
    var y: Double

    var isInside: Bool {
      let inside = -1e-9...(1 + 1e-9)
      return inside.contains(x) && inside.contains(y)
    }
  }

  let x: PlotAxis
  let y: PlotAxis

  /// Whether there is nothing that the axes can show.
  let isEmpty: Bool

  init(_ plot: Plot) {
    x = plot.horizontalAxis()
    y = plot.verticalAxis(beside: x)
    let points = plot.series.lazy.flatMap { $0.points }
    isEmpty =
      plot.references.isEmpty && plot.marks.isEmpty
      && !points.contains {
        PlotAxis.shows($0.x, on: plot.x.scale) && PlotAxis.shows($0.y, on: plot.y.scale)
      }
  }

  /// Returns where a point is, or nil if the axes cannot show it.
  func place(_ point: Plot.Point) -> Place? {
    guard let x = x.fraction(point.x), let y = y.fraction(point.y) else { return nil }
    return Place(x: x, y: y)
  }

  /// Returns the parts of a line through points that are inside the frame.
  ///
  /// A point between two gaps is a line of one place.
  ///
  /// - Complexity: O(*n*), where *n* is the number of points.
  func lines(through points: [Plot.Point]) -> [[Place]] {
    var lines: [[Place]] = []
    var line: [Place] = []
    func finish() {
      if !line.isEmpty { lines.append(line) }
      line = []
    }
    var previous: Place?
    for point in points {
      let current = place(point)
      if let start = previous, let end = current, let part = Self.clipped(start, end) {
        if line.last != part.start { finish() }
        if line.isEmpty { line.append(part.start) }
        line.append(part.end)
        if part.end != end { finish() }
      } else {
        finish()
        if previous == nil, let current, current.isInside { line.append(current) }
      }
      previous = current
    }
    finish()
    return lines
  }

  /// Returns the part of a line inside the frame, by the method of Liang and Barsky: each side of
  /// the frame cuts off the beginning or the end of the line.
  private static func clipped(_ a: Place, _ b: Place) -> (start: Place, end: Place)? {
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    var (first, last) = (0.0, 1.0)
    for (slope, room) in [(-dx, a.x), (dx, 1 - a.x), (-dy, a.y), (dy, 1 - a.y)] {
      if slope == 0 {
        if room < 0 { return nil }
      } else if slope < 0 {
        first = max(first, room / slope)
      } else {
        last = min(last, room / slope)
      }
    }
    if first > last { return nil }
    func at(_ t: Double) -> Place {
      Place(x: max(0, min(1, a.x + t * dx)), y: max(0, min(1, a.y + t * dy)))
    }
    return (first == 0 ? a : at(first), last == 1 ? b : at(last))
  }
}
