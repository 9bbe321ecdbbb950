// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension Plot {
  /// Returns the plot as lines of text for a terminal, drawn in the dots of braille characters.
  ///
  /// - Parameters:
  ///   - width: The number of columns; at least 60 and at most 200 are used.
  ///   - height: The number of lines; at least 10 and at most 100 are used.
  ///   - color: Whether the text has the codes of ECMA-48 that colour it. Without them, series
  ///     differ in how their lines are broken.
  /// - Returns: Exactly `height` lines, each exactly `width` columns wide with a line feed.
  /// - Complexity: O(*n* log *n*), where *n* is the number of points.
  public func terminal(width: Int = 80, height: Int = 24, color: Bool = false) -> String {
    var drawing = TerminalDrawing(
      self, width: max(60, min(200, width)), height: max(10, min(100, height)), isColored: color)
    return drawing.text()
  }
}
