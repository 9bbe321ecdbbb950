// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing

@testable import WengertExplain

@Suite struct PlotTerminalTests {
  static func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
  }

  /// Returns text without control sequences.
  static func plain(_ text: String) -> String {
    var result = ""
    var isCode = false
    for scalar in text.unicodeScalars {
      if scalar == "\u{1B}" { isCode = true }
      if !isCode { result.unicodeScalars.append(scalar) }
      if isCode, scalar == "m" { isCode = false }
    }
    return result
  }

  @Test(arguments: [PlotSVGTests.plot] + PlotSVGTests.unusual)
  func `the size is as asked`(_ plot: Plot) {
    for (width, height) in [(60, 10), (80, 24), (133, 41), (200, 100)] {
      let text = plot.terminal(width: width, height: height)
      let lines = Self.lines(text)
      #expect(lines.count == height && text.hasSuffix("\n"))
      #expect(lines.allSatisfy { TextMetrics.columns(String($0)) == width })
      let colored = plot.terminal(width: width, height: height, color: true)
      #expect(Self.plain(colored) == text || plot.series.count > 1)
      #expect(
        Self.lines(Self.plain(colored)).allSatisfy {
          TextMetrics.columns(String($0)) == width
        })
    }
  }

  @Test func `sizes have limits`() {
    let small = Self.lines(PlotSVGTests.plot.terminal(width: -1, height: 0))
    #expect(small.count == 10 && small[0].count == 60)
    let large = Self.lines(PlotSVGTests.plot.terminal(width: .max, height: .max))
    #expect(large.count == 100 && large[0].count == 200)
  }

  @Test func `text is where it belongs`() {
    let plot = Plot(
      title: "Line", x: .init("time"), y: .init("place"),
      series: [.init("straight", [.init(0, 0), .init(1, 1)])],
      marks: [.init(.init(1, 1), "end", series: 0)], note: "done")
    let text = plot.terminal(width: 60, height: 20)
    let lines = Self.lines(text)
    #expect(lines[0].hasPrefix("Line") && lines[1].hasPrefix("──── straight"))
    #expect(lines[2].hasPrefix("place") && lines[19].hasPrefix("done"))
    #expect(lines[18].contains("time") && lines[17].contains("0.5") && lines[16].contains("┬"))
    #expect(text.contains("◉") && text.contains("end"))
    let dots = text.unicodeScalars.filter { (0x2801...0x28FF).contains($0.value) }
    #expect(dots.count >= 50)
    #expect(!text.contains("\u{1B}"))
    #expect(plot.terminal(color: true).contains("\u{1B}[0;38;5;33m"))
  }

  @Test func `dots are the bits of braille`() {
    var canvas = TerminalCanvas(width: 2, height: 1)
    canvas.dot(x: 0, y: 0, color: nil)
    canvas.dot(x: 1, y: 3, color: nil)
    canvas.dot(x: 2, y: 3, color: nil)
    canvas.dot(x: 4, y: 0, color: nil)
    canvas.dot(x: 0, y: -1, color: nil)
    #expect(canvas.text(color: false) == "\u{2881}\u{2840}\n")
  }

  @Test func `labels cannot command a terminal`() {
    var canvas = TerminalCanvas(width: 8, height: 1)
    canvas.write("a\u{1B}[2J\u{202E}", column: 0, row: 0)
    #expect(canvas.text(color: false) == "a\u{FFFD}[2J\u{FFFD}  \n")
    var wide = TerminalCanvas(width: 6, height: 1)
    wide.write("x̄梯度度", column: 0, row: 0)
    #expect(wide.text(color: true) == "x̄梯度 \n")
  }

  @Test func `series differ without colour`() {
    let series = (0..<2).map { y in
      Plot.Series("s", [.init(0, Double(y)), .init(1, Double(y))])
    }
    let text = Plot(title: "", series: series).terminal(width: 60, height: 10)
    #expect(text.contains("──── s   ╌╌╌╌ s"))
  }
}
