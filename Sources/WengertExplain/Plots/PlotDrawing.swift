// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The drawing of a plot as a document: where its parts are, and what has been written so far.
struct PlotDrawing {
  let plot: Plot
  let frame: PlotFrame
  let width: Double
  let height: Double
  /// The rectangle of the data.
  let area: LabelPlacement.Box
  let xTicks: [PlotTick]
  let yTicks: [PlotTick]
  private let legend: [LegendRow]
  private var svg = ""

  typealias LegendRow = [(item: PlotLegend.Item, left: Double)]

  enum Metrics {
    static let margin = 24.0
    static let textSize = 12.0
    static let titleSize = 16.0
    static let legendLine = 20.0
    static let keyWidth = 26.0
  }

  init(_ plot: Plot, width: Double, height: Double) {
    self.plot = plot
    self.width = width
    self.height = height
    let frame = PlotFrame(plot)
    self.frame = frame
    let inner = width - 2 * Metrics.margin
    legend = Self.rows(PlotLegend.items(of: plot), width: inner)

    var top = plot.title.isEmpty ? Metrics.margin : 46
    top += Double(legend.count) * Metrics.legendLine
    top += plot.y.label.isEmpty ? 8 : 30
    var bottom = 30.0
    if !plot.x.label.isEmpty { bottom += 20 }
    if !plot.note.isEmpty { bottom += 22 }
    let areaHeight = max(40, height - top - bottom)
    yTicks = frame.y.ticks(atMost: Int(areaHeight / 44)) { _ in 18 / areaHeight }

    var labels = 0.0
    for tick in yTicks { labels = max(labels, Self.textWidth(tick.label)) }
    let left = min(Metrics.margin + labels + 10, width / 2)
    let areaWidth = width - left - Metrics.margin
    xTicks = frame.x.ticks(atMost: Int(areaWidth / 76)) {
      (Self.textWidth($0) + 14) / areaWidth
    }
    area = .init(
      left: left.rounded(), top: top.rounded(), width: areaWidth.rounded(),
      height: areaHeight.rounded())
  }

  static func textWidth(_ text: String) -> Double {
    TextMetrics.sansWidth(text, size: Metrics.textSize)
  }

  func x(_ place: PlotFrame.Place) -> Double { area.left + place.x * area.width }

  func y(_ place: PlotFrame.Place) -> Double { area.bottom - place.y * area.height }

  // MARK: The document

  mutating func document() -> String {
    let size = (width: decimal(width), height: decimal(height))
    svg = """
      <svg xmlns="http://www.w3.org/2000/svg" class="wengert-plot" role="img" \
      viewBox="0 0 \(size.width) \(size.height)" width="\(size.width)" height="\(size.height)">
      <title>\(escaped(plot.title.isEmpty ? "Plot" : plot.title))</title>
      <desc>\(escaped(plot.description))</desc>
      <style>
      \(Plot.styleSheet)</style>
      <rect class="backdrop" width="\(size.width)" height="\(size.height)" rx="12"/>

      """
    writeHeader()
    writeAxes()
    for index in plot.series.indices { writeSeries(index) }
    writeReferences()
    if frame.isEmpty {
      let middle = (x: area.left + area.width / 2, y: area.top + area.height / 2)
      write("no data", "muted middle", x: middle.x, y: middle.y - 8)
    }
    var placement = labelPlacement()
    writeReferenceLabels(&placement)
    writeMarks(&placement)
    svg += "</svg>\n"
    return svg
  }

  mutating func write(_ text: String, _ className: String, x: Double, y: Double) {
    let attribute = className.isEmpty ? "" : "class=\"\(className)\" "
    svg += "<text \(attribute)x=\"\(decimal(x))\" y=\"\(decimal(y))\">\(escaped(text))</text>\n"
  }

  mutating func write(raw text: String) { svg += text }

  private mutating func writeHeader() {
    var y = Metrics.margin
    if !plot.title.isEmpty {
      let room = width - 2 * Metrics.margin
      let title = TextMetrics.shortened(plot.title, to: room) {
        TextMetrics.sansWidth($0, size: Metrics.titleSize) * 1.04
      }
      write(title, "heading", x: Metrics.margin, y: 34)
      y = 46
    }
    for row in legend {
      y += Metrics.legendLine
      for (item, left) in row {
        writeKey(item, x: left, y: y - 9)
        write(item.label, "", x: left + Metrics.keyWidth + 7, y: y - 5)
      }
    }
    if !plot.y.label.isEmpty {
      write(plot.y.label, "muted", x: Metrics.margin, y: area.top - 14)
    }
    var bottom = area.bottom + 18
    if !plot.x.label.isEmpty {
      bottom += 21
      write(plot.x.label, "muted middle", x: area.left + area.width / 2, y: bottom)
    }
    if !plot.note.isEmpty {
      let note = TextMetrics.shortened(
        plot.note, to: width - 2 * Metrics.margin, width: Self.textWidth)
      write(note, "muted", x: Metrics.margin, y: bottom + 22)
    }
  }

  // MARK: The legend

  private static func rows(_ items: [PlotLegend.Item], width: Double) -> [LegendRow] {
    var rows: [LegendRow] = []
    var left = Double.infinity
    for var item in items {
      let room = width - Metrics.keyWidth - 7
      item.label = TextMetrics.shortened(item.label, to: room, width: textWidth)
      let itemWidth = Metrics.keyWidth + 7 + textWidth(item.label)
      if left + itemWidth > Metrics.margin + width {
        rows.append([])
        left = Metrics.margin
      }
      rows[rows.count - 1].append((item, left))
      left += itemWidth + 24
    }
    return rows
  }

  private mutating func writeKey(_ item: PlotLegend.Item, x: Double, y: Double) {
    svg += "<g class=\"\(className(item.series))\">"
    if item.style != .points {
      let dashed = item.style == .dashedLine ? " dashed" : ""
      svg += "<path class=\"line\(dashed)\" "
      svg += "d=\"M\(decimal(x)) \(decimal(y))h\(decimal(Metrics.keyWidth))\"/>"
    }
    if item.style == .points || item.style == .lineAndPoints {
      svg += "<path class=\"points\" d=\""
      svg += PlotSymbol(series: item.series).path(x: x + Metrics.keyWidth / 2, y: y, radius: 4.5)
      svg += "\"/>"
    }
    svg += "</g>\n"
  }

  func className(_ series: Int) -> String {
    let emphasis =
      switch plot.series[series].emphasis {
      case .quiet: " quiet"
      case .normal: ""
      case .strong: " strong"
      }
    return "series-\(series % Plot.colors.count + 1)\(emphasis)"
  }
}
