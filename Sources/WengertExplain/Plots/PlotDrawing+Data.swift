// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension PlotDrawing {
  // MARK: Axes

  mutating func writeAxes() {
    // Lines of one pixel are sharp where they fall between two pixels.
    func sharp(_ coordinate: Double) -> String { decimal(coordinate.rounded(.down) + 0.5) }
    let (left, top) = (decimal(area.left), decimal(area.top))
    var grid = ""
    var axis = "M\(left) \(sharp(area.bottom))h\(decimal(area.width))"
    for tick in yTicks where !tick.isMinor {
      guard let fraction = frame.y.fraction(tick.position) else { continue }
      let y = area.bottom - fraction * area.height
      grid += "M\(left) \(sharp(y))h\(decimal(area.width))"
      write(tick.label, "muted end", x: area.left - 8, y: y + 4)
    }
    for tick in xTicks {
      guard let fraction = frame.x.fraction(tick.position) else { continue }
      let x = area.left + fraction * area.width
      axis += "M\(sharp(x)) \(sharp(area.bottom))v\(tick.isMinor ? 3 : 5)"
      if tick.isMinor { continue }
      grid += "M\(sharp(x)) \(top)v\(decimal(area.height))"
      write(tick.label, "muted middle", x: x, y: area.bottom + 19)
    }
    // The axes of a function are among the grid.
    if frame.x.scale == .linear, let x = frame.x.fraction(0), x > 0, x < 1 {
      axis += "M\(sharp(area.left + x * area.width)) \(top)v\(decimal(area.height))"
    }
    if frame.y.scale == .linear, let y = frame.y.fraction(0), y > 0, y < 1 {
      axis += "M\(left) \(sharp(area.bottom - y * area.height))h\(decimal(area.width))"
    }
    write(raw: "<path class=\"grid\" d=\"\(grid)\"/>\n<path class=\"axis\" d=\"\(axis)\"/>\n")
  }

  // MARK: Series

  mutating func writeSeries(_ index: Int) {
    let series = plot.series[index]
    write(raw: "<g class=\"\(className(index))\" data-series=\"\(index)\">\n")
    if !series.label.isEmpty { write(raw: "<title>\(escaped(series.label))</title>\n") }
    // A line of one point is drawn as that point.
    var places: [PlotFrame.Place] = []
    if series.style != .points {
      let lines = frame.lines(through: series.points)
      let dashed = series.style == .dashedLine ? " dashed" : ""
      write(raw: "<path class=\"line\(dashed)\" d=\"\(path(along: lines))\"/>\n")
      places = lines.filter { $0.count == 1 }.map { $0[0] }
    }
    if series.style == .points || series.style == .lineAndPoints {
      places = series.points.compactMap { frame.place($0) }.filter { $0.isInside }
    }
    if !places.isEmpty {
      let symbol = PlotSymbol(series: index)
      let radius = series.emphasis == .quiet ? 3.0 : 4.0
      var path = ""
      for place in places { path += symbol.path(x: x(place), y: y(place), radius: radius) }
      write(raw: "<path class=\"points\" d=\"\(path)\"/>\n")
    }
    write(raw: "</g>\n")
  }

  private func path(along lines: [[PlotFrame.Place]]) -> String {
    var path = ""
    for line in lines where line.count > 1 {
      for (index, place) in line.enumerated() {
        path += "\(index == 0 ? "M" : "L")\(decimal(x(place))) \(decimal(y(place)))"
      }
    }
    return path
  }

  // MARK: References and marks

  mutating func writeReferences() {
    for reference in plot.references {
      guard let place = place(of: reference) else { continue }
      write(raw: "<path class=\"reference\" d=\"M\(decimal(area.left)) \(decimal(y(place)))")
      write(raw: "h\(decimal(area.width))\"/>\n")
    }
  }

  private func place(of reference: Plot.Reference) -> PlotFrame.Place? {
    guard let y = frame.y.fraction(reference.y) else { return nil }
    let place = PlotFrame.Place(x: 0, y: y)
    return place.isInside ? place : nil
  }

  /// Returns the room for labels, with all lines and points as places to avoid.
  func labelPlacement() -> LabelPlacement {
    var placement = LabelPlacement(in: area)
    for series in plot.series {
      if series.style == .points {
        for point in series.points {
          if let place = frame.place(point) { placement.avoid(x(place), y(place)) }
        }
        continue
      }
      for line in frame.lines(through: series.points) {
        for (start, end) in zip(line, line.dropFirst()) {
          let (dx, dy) = (x(end) - x(start), y(end) - y(start))
          let count = max(1, (max(dx.magnitude, dy.magnitude) / 4).rounded(.up))
          for step in stride(from: 0, through: count, by: 1) {
            placement.avoid(x(start) + dx * step / count, y(start) + dy * step / count)
          }
        }
      }
    }
    for mark in plot.marks {
      guard let place = frame.place(mark.point), place.isInside else { continue }
      placement.take(.init(left: x(place) - 6, top: y(place) - 6, width: 12, height: 12))
    }
    return placement
  }

  mutating func writeReferenceLabels(_ placement: inout LabelPlacement) {
    for reference in plot.references {
      guard let place = place(of: reference), !reference.label.isEmpty else { continue }
      let box = placement.place(
        width: labelWidth(reference.label), height: 16, onLineAt: y(place), inset: 6, distance: 4)
      // The end that is near the side of the plot does not depend on the width of the font.
      if box.left > area.left + 6 {
        write(reference.label, "label end", x: box.right, y: box.top + 12)
      } else {
        write(reference.label, "label", x: box.left, y: box.top + 12)
      }
    }
  }

  mutating func writeMarks(_ placement: inout LabelPlacement) {
    for mark in plot.marks {
      guard let place = frame.place(mark.point), place.isInside else { continue }
      let color = plot.series(of: mark).map { " \(className($0))" } ?? ""
      write(raw: "<circle class=\"dot\(color)\" ")
      write(raw: "cx=\"\(decimal(x(place)))\" cy=\"\(decimal(y(place)))\" r=\"5.5\"/>\n")
    }
    for mark in plot.marks where !mark.label.isEmpty {
      guard let place = frame.place(mark.point), place.isInside else { continue }
      let box = placement.place(
        width: labelWidth(mark.label), height: 16, nearX: x(place), y: y(place), distance: (8, 6))
      if box.right <= x(place) {
        write(mark.label, "label end", x: box.right, y: box.top + 12)
      } else if box.left >= x(place) {
        write(mark.label, "label", x: box.left, y: box.top + 12)
      } else {
        write(mark.label, "label middle", x: box.left + box.width / 2, y: box.top + 12)
      }
    }
  }

  /// The width of a label, which is bold.
  private func labelWidth(_ label: String) -> Double { Self.textWidth(label) * 1.08 }
}
