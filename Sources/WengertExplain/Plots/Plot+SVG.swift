// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension Plot {
  /// Returns the plot as an SVG document that needs nothing else.
  ///
  /// It follows the reader's light or dark mode. Series 0 is the group with `data-series="0"`. The
  /// size is that of the document without a page; in one, it takes the width that there is.
  ///
  /// - Precondition: `width` is between 240 and 10,000, and `height` between 180 and 10,000.
  /// - Complexity: O(*n* log *n*), where *n* is the number of points.
  public func svg(width: Double = 720, height: Double = 440) -> String {
    precondition(
      width >= 240 && height >= 180 && max(width, height) <= 10_000,
      "a plot has 240 to 10,000 by 180 to 10,000 pixels")
    var drawing = PlotDrawing(self, width: width, height: height)
    return drawing.document()
  }

  /// What the plot shows, in words.
  var description: String {
    if !summary.isEmpty { return summary }
    var text = "A plot"
    if !y.label.isEmpty { text += " of \(y.label)" }
    if !x.label.isEmpty { text += " against \(x.label)" }
    let names = series.map { $0.label }.filter { !$0.isEmpty } + references.map { $0.label }
    for (index, name) in names.enumerated() { text += (index == 0 ? ": " : "; ") + name }
    return text + "."
  }
}
