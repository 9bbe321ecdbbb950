// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension TerminalDrawing {
  // MARK: Lines and points

  mutating func drawReferences() {
    for reference in plot.references {
      if let place = frame.y.fraction(reference.y) { drawRule(place, "━", nil) }
    }
  }

  mutating func drawLines(of index: Int) {
    let series = plot.series[index]
    if series.style == .points { return }
    let color = color(of: index)
    let isSolid = isSolid(index)
    var count = 0
    for line in frame.lines(through: series.points) {
      var previous: (x: Int, y: Int)?
      for place in line {
        let current = dot(place)
        for (x, y) in Self.steps(from: previous ?? current, to: current) {
          // Broken lines are three dots and three gaps.
          if isSolid || count / 3 % 2 == 0 { canvas.dot(x: x, y: y, color: color) }
          count += 1
        }
        previous = current
      }
    }
  }

  mutating func drawPoints(of index: Int) {
    let series = plot.series[index]
    guard series.style == .points || series.style == .lineAndPoints else { return }
    let symbol = PlotSymbol(series: index).character
    for point in series.points {
      guard let (column, row) = cell(of: point) else { continue }
      canvas.write(symbol, column: column, row: row, color: color(of: index))
    }
  }

  private func dot(_ place: PlotFrame.Place) -> (x: Int, y: Int) {
    let (width, height) = (2 * columns, 4 * rows)
    return (
      2 * left + max(0, min(width - 1, Int(place.x * Double(width)))),
      4 * top + max(0, min(height - 1, Int((1 - place.y) * Double(height))))
    )
  }

  private func cell(of point: Plot.Point) -> (column: Int, row: Int)? {
    guard let place = frame.place(point), place.isInside, let row = row(place.y) else { return nil }
    return (column(place.x), row)
  }

  /// Returns the dots of a line without its first one, or the only one there is.
  private static func steps(from a: (x: Int, y: Int), to b: (x: Int, y: Int)) -> [(Int, Int)] {
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let count = max(abs(dx), abs(dy))
    if count == 0 { return [b] }
    return (1...count).map { step in
      let part = Double(step) / Double(count)
      let (x, y) = (Double(dx) * part, Double(dy) * part)
      return (a.x + Int(x.rounded()), a.y + Int(y.rounded()))
    }
  }

  // MARK: Labels

  mutating func drawLabels() {
    var placement = LabelPlacement(
      in: .init(
        left: Double(left), top: Double(top), width: Double(columns), height: Double(rows)))
    for row in top..<(top + rows) {
      for column in left..<(left + columns) where !canvas.isBlank(column: column, row: row) {
        placement.avoid(Double(column) + 0.5, Double(row) + 0.5)
      }
    }
    let cells = plot.marks.map { cell(of: $0.point) }
    for case let (column, row)? in cells {
      placement.take(.init(left: Double(column), top: Double(row), width: 1, height: 1))
    }
    for reference in plot.references {
      guard let place = frame.y.fraction(reference.y), let row = row(place) else { continue }
      let label = fitted(reference.label)
      if label.isEmpty { continue }
      let box = placement.place(
        width: Double(TextMetrics.columns(label)), height: 1, onLineAt: Double(row) + 0.5,
        inset: 1, distance: 0.5)
      canvas.write(label, column: Int(box.left), row: Int(box.top), isBold: true)
    }
    for (mark, cell) in zip(plot.marks, cells) {
      guard let (column, row) = cell else { continue }
      let color = plot.series(of: mark).map(color(of:))
      canvas.write("◉", column: column, row: row, color: color, isBold: true)
      let label = fitted(mark.label)
      if label.isEmpty { continue }
      let size = Double(TextMetrics.columns(label))
      let box = placement.place(
        width: size, height: 1, nearX: Double(column) + 0.5, y: Double(row) + 0.5,
        distance: (1.5, 0.5))
      canvas.write(
        label, column: Int(box.left.rounded()), row: Int(box.top.rounded()), isBold: true)
    }
  }

  /// Returns a label, shortened to the width of the data without its edges.
  private func fitted(_ label: String) -> String {
    TextMetrics.shortened(label, to: columns - 2, width: TextMetrics.columns)
  }
}
