// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The drawing of a plot in a terminal: where its parts are, and what has been drawn so far.
struct TerminalDrawing {
  let plot: Plot
  let frame: PlotFrame
  let isColored: Bool
  var canvas: TerminalCanvas
  private let xTicks: [PlotTick]
  private let yTicks: [PlotTick]
  private let legend: [PlotLegend.Item]
  /// The cells of the data.
  let left: Int
  let top: Int
  let columns: Int
  let rows: Int

  private static let muted: TerminalCanvas.Color = 245
  /// Colours that can be seen on black and on white.
  private static let colors: [TerminalCanvas.Color] = [33, 208, 35, 141, 205, 37]

  init(_ plot: Plot, width: Int, height: Int, isColored: Bool) {
    self.plot = plot
    self.isColored = isColored
    let frame = PlotFrame(plot)
    self.frame = frame
    canvas = TerminalCanvas(width: width, height: height)
    legend = PlotLegend.items(of: plot)

    var top = plot.title.isEmpty ? 0 : 1
    // A long legend leaves room for data.
    let legendRows = min(Self.legendPlaces(legend, width: width).last.map { $0.row + 1 } ?? 0, 3)
    top += legendRows
    if !plot.y.label.isEmpty { top += 1 }
    let bottom = 2 + (plot.x.label.isEmpty ? 0 : 1) + (plot.note.isEmpty ? 0 : 1)
    let rows = max(2, height - top - bottom)
    (self.top, self.rows) = (top, rows)
    yTicks = frame.y.ticks(atMost: rows / 3 + 1) { _ in 1 / Double(rows) }

    let widest = yTicks.map { TextMetrics.columns($0.label) }.max() ?? 0
    let left = min(widest + 1, width / 3)
    let columns = width - left - 1
    (self.left, self.columns) = (left + 1, columns)
    xTicks = frame.x.ticks(atMost: columns / 9) {
      Double(TextMetrics.columns($0) + 2) / Double(columns)
    }
  }

  mutating func text() -> String {
    drawAxes()
    drawReferences()
    // A cell has one colour, that of the first of its series.
    for index in plot.series.indices.reversed() { drawLines(of: index) }
    for index in plot.series.indices.reversed() { drawPoints(of: index) }
    drawLabels()
    drawHeader()
    return canvas.text(color: isColored)
  }

  // MARK: Text around the data

  private mutating func drawHeader() {
    let width = canvas.width
    func fitted(_ text: String) -> String {
      TextMetrics.shortened(text, to: width, width: TextMetrics.columns)
    }
    canvas.write(fitted(plot.title), column: 0, row: 0, isBold: true)
    let first = plot.title.isEmpty ? 0 : 1
    for place in Self.legendPlaces(legend, width: width) where place.row < 3 {
      let item = legend[place.item]
      let (row, color) = (first + place.row, color(of: item.series))
      canvas.write(key(item), column: place.column, row: row, color: color)
      let room = width - place.column - 5
      let label = TextMetrics.shortened(item.label, to: room, width: TextMetrics.columns)
      canvas.write(label, column: place.column + 5, row: row)
    }
    if !plot.y.label.isEmpty {
      canvas.write(fitted(plot.y.label), column: 0, row: top - 1, color: Self.muted)
    }
    var row = top + rows + 2
    if !plot.x.label.isEmpty {
      let label = TextMetrics.shortened(plot.x.label, to: columns, width: TextMetrics.columns)
      let column = left + (columns - TextMetrics.columns(label)) / 2
      canvas.write(label, column: column, row: row, color: Self.muted)
      row += 1
    }
    canvas.write(fitted(plot.note), column: 0, row: row, color: Self.muted)
  }

  private static func legendPlaces(
    _ items: [PlotLegend.Item], width: Int
  ) -> [(item: Int, column: Int, row: Int)] {
    var places: [(item: Int, column: Int, row: Int)] = []
    var (column, row) = (0, 0)
    for index in items.indices {
      let needed = 5 + TextMetrics.columns(items[index].label)
      if column > 0, column + needed > width { (column, row) = (0, row + 1) }
      places.append((index, column, row))
      column += needed + 3
    }
    return places
  }

  private func key(_ item: PlotLegend.Item) -> String {
    let symbol = PlotSymbol(series: item.series).character
    let line = String(repeating: isSolid(item.series) ? "─" : "╌", count: 4)
    switch item.style {
    case .line, .dashedLine: return line
    case .points: return " " + symbol
    case .lineAndPoints: return isSolid(item.series) ? "─" + symbol + "──" : "╌" + symbol + "╌╌"
    }
  }

  func color(of series: Int) -> TerminalCanvas.Color {
    Self.colors[series % Self.colors.count]
  }

  /// Without colours, only the first line is solid.
  func isSolid(_ series: Int) -> Bool {
    switch plot.series[series].style {
    case .dashedLine: false
    case .line: isColored || series == 0
    case .points, .lineAndPoints: true
    }
  }

  // MARK: Axes

  private mutating func drawAxes() {
    let bottom = top + rows
    for row in top..<bottom { canvas.write("│", column: left - 1, row: row, color: Self.muted) }
    let line = "└" + String(repeating: "─", count: columns)
    canvas.write(line, column: left - 1, row: bottom, color: Self.muted)
    for tick in yTicks {
      guard let place = frame.y.fraction(tick.position), let row = row(place) else { continue }
      canvas.write(tick.isMinor ? "│" : "┤", column: left - 1, row: row, color: Self.muted)
      let label = TextMetrics.shortened(tick.label, to: left - 1, width: TextMetrics.columns)
      let column = left - 1 - TextMetrics.columns(label)
      canvas.write(label, column: column, row: row, color: Self.muted)
    }
    for tick in xTicks where !tick.isMinor {
      guard let place = frame.x.fraction(tick.position) else { continue }
      let column = left + max(0, min(columns - 1, Int(place * Double(columns))))
      canvas.write("┬", column: column, row: bottom, color: Self.muted)
      let size = TextMetrics.columns(tick.label)
      let start = max(0, min(canvas.width - size, column - size / 2))
      canvas.write(tick.label, column: start, row: bottom + 1, color: Self.muted)
    }
    if frame.y.scale == .linear, let place = frame.y.fraction(0), place > 0 {
      drawRule(place, "┄", Self.muted)
    }
    if frame.isEmpty {
      canvas.write(
        "no data", column: left + (columns - 7) / 2, row: top + rows / 2, color: Self.muted)
    }
  }

  mutating func drawRule(_ place: Double, _ line: String, _ color: TerminalCanvas.Color?) {
    guard let row = row(place) else { return }
    canvas.write(String(repeating: line, count: columns), column: left, row: row, color: color)
  }

  /// Returns the row of a height, or nil if it is outside.
  func row(_ place: Double) -> Int? {
    if place < -1e-9 || place > 1 + 1e-9 { return nil }
    return top + max(0, min(rows - 1, Int((1 - place) * Double(rows))))
  }

  func column(_ place: Double) -> Int {
    left + max(0, min(columns - 1, Int(place * Double(columns))))
  }
}
