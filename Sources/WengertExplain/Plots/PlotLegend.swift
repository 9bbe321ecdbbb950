// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The list of series with names, above the data.
enum PlotLegend {
  struct Item {
    var series: Int
    var label: String
    var style: Plot.Series.Style
  }

  /// Returns the series that have names.
  static func items(of plot: Plot) -> [Item] {
    var items: [Item] = []
    for index in plot.series.indices where !plot.series[index].label.isEmpty {
      let series = plot.series[index]
      items.append(Item(series: index, label: series.label, style: series.style))
    }
    return items
  }
}

/// The shape of the points of a series, so that series differ in more than colour.
enum PlotSymbol: Int, CaseIterable {
  case circle
  case square
  case triangle
  case diamond

  init(series: Int) {
    self = Self.allCases[series % Self.allCases.count]
  }

  /// The symbol as a character of a terminal.
  var character: String {
    switch self {
    case .circle: "●"
    case .square: "■"
    case .triangle: "▲"
    case .diamond: "◆"
    }
  }

  /// Returns the path of the symbol; all of them cover about the same area.
  func path(x: Double, y: Double, radius r: Double) -> String {
    func move(_ dx: Double, _ dy: Double) -> String { "M\(decimal(x + dx)) \(decimal(y + dy))" }
    switch self {
    case .circle:
      let (radius, diameter) = (decimal(r), decimal(2 * r))
      return move(-r, 0) + "a\(radius) \(radius) 0 1 0 \(diameter) 0"
        + "a\(radius) \(radius) 0 1 0 -\(diameter) 0z"
    case .square:
      let side = decimal(1.8 * r)
      return move(-0.9 * r, -0.9 * r) + "h\(side)v\(side)h-\(side)z"
    case .triangle:
      return move(0, -1.2 * r) + "l\(decimal(1.15 * r)) \(decimal(2 * r))h\(decimal(-2.3 * r))z"
    case .diamond:
      let d = decimal(1.3 * r)
      return move(0, -1.3 * r) + "l\(d) \(d)l-\(d) \(d)l-\(d) -\(d)z"
    }
  }
}
