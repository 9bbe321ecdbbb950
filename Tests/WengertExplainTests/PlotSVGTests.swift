// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing

@testable import WengertExplain

@Suite struct PlotSVGTests {
  static let plot = Plot(
    title: "A & B <c>", x: .init("\"x\""), y: .init("y's"),
    series: [
      .init("a < b", [.init(0, 0), .init(1, 4), .gap, .init(2, 1), .init(3, .infinity)]),
      .init("b", [.init(0, 2), .init(3, 1)], style: .dashedLine, emphasis: .quiet),
      .init("c", [.init(1, 1), .init(2, 2)], style: .lineAndPoints, emphasis: .strong),
      .init("", [.init(2, 3)], style: .points),
    ],
    marks: [.init(.init(1, 4), "top & <left>", series: 0), .init(.init(2, 2), "x", series: 9)],
    references: [.init(y: 2.5, "half & half")], note: "a\u{1}b")

  static let unusual = [
    Plot(title: ""), Plot(title: "", series: [.init("", [])]),
    Plot(title: "one", series: [.init("one", [.init(1, 1e9)])]),
    Plot(title: "constant", series: [.init("c", [.init(1, 5), .init(2, 5)])]),
    Plot(title: "nan", series: [.init("n", [.gap, .init(1, .nan)])]),
    Plot(
      title: "huge", y: .init("y", scale: .logarithmic),
      series: [.init("h", [.init(-1e308, 1e-300), .init(1e308, 1e308), .init(0, 1)])]),
    Plot(
      title: String(repeating: "title ", count: 100),
      series: (0..<40).map { .init("series number \($0)", [.init(0, 0), .init(1, Double($0))]) },
      note: String(repeating: "note ", count: 100)),
  ]

  @Test(arguments: [plot] + unusual)
  func `documents are well-formed`(_ plot: Plot) throws {
    for (width, height) in [(720.0, 440.0), (240, 180), (1920, 1080)] {
      let svg = plot.svg(width: width, height: height)
      try expectWellFormed(svg)
      for word in ["nan", "inf", "e+", "e-3"] {
        #expect(!svg.split(separator: "\n").contains { $0.contains("d=\"") && $0.contains(word) })
      }
    }
  }

  @Test func `documents say what they show`() {
    let svg = Self.plot.svg()
    #expect(svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"wengert-plot\" "))
    #expect(svg.contains("role=\"img\" viewBox=\"0 0 720 440\""))
    #expect(svg.contains("<title>A &amp; B &lt;c&gt;</title>"))
    let names = "a &lt; b; b; c; half &amp; half."
    #expect(svg.contains("<desc>A plot of y&#39;s against &quot;x&quot;: \(names)</desc>"))
    #expect(svg.contains("prefers-color-scheme:dark"))
    for index in 0..<4 { #expect(svg.contains("data-series=\"\(index)\"")) }
    #expect(svg.contains("a\u{FFFD}b"))
    #expect(svg.contains(">top &amp; &lt;left&gt;</text>"))
    #expect(Plot(title: "").svg().contains(">no data</text>"))
  }

  @Test func `documents are the same each time`() {
    #expect(Self.plot.svg() == Self.plot.svg())
  }

  @Test func `lines stay in the area of the data`() {
    var plot = Self.plot
    plot.y.extent = .fixed(1, 2)
    let drawing = PlotDrawing(plot, width: 720, height: 440)
    for series in plot.series {
      for place in drawing.frame.lines(through: series.points).joined() {
        #expect(place.isInside)
        #expect(drawing.y(place) >= drawing.area.top && drawing.y(place) <= drawing.area.bottom)
      }
    }
    #expect(drawing.area.right <= 720 && drawing.area.bottom <= 440)
  }

  @Test func `labels do not hide each other`() {
    var placement = LabelPlacement(in: .init(left: 0, top: 0, width: 400, height: 300))
    var boxes: [LabelPlacement.Box] = []
    for x in [100.0, 110, 120, 399] {
      let box = placement.place(width: 80, height: 16, nearX: x, y: 150, distance: (8, 6))
      #expect(box.left >= 0 && box.right <= 400 && !box.contains(x, 150))
      #expect(!boxes.contains { $0.overlaps(box) })
      boxes.append(box)
    }
  }

  @Test(arguments: [SVGColor.ink, .muted] + Plot.colors)
  func `text has contrast`(_ color: SVGColor) {
    #expect(contrast(color.light, SVGColor.surface.light) >= 4.5)
    #expect(contrast(color.dark, SVGColor.surface.dark) >= 4.5)
  }

  /// The contrast of two colours according to WCAG 2.
  private func contrast(_ a: UInt32, _ b: UInt32) -> Double {
    func luminance(_ color: UInt32) -> Double {
      var sum = 0.0
      for (shift, weight) in [(16, 0.2126), (8, 0.7152), (0, 0.0722)] as [(UInt32, Double)] {
        let value = Double(color >> shift & 0xFF) / 255
        let isDark = value <= 0.04045
        sum += weight * (isDark ? value / 12.92 : .pow((value + 0.055) / 1.055, 2.4))
      }
      return sum
    }
    let (x, y) = (luminance(a), luminance(b))
    return (max(x, y) + 0.05) / (min(x, y) + 0.05)
  }
}

/// Expects that the tags of a document match and that its text is escaped.
func expectWellFormed(_ document: String) throws {
  var open: [Substring] = []
  var rest = document[...]
  while let start = rest.firstIndex(where: { $0 == "<" || $0 == ">" || $0 == "&" }) {
    rest = rest[start...]
    if rest.first == "&" {
      let end = try #require(rest.firstIndex(of: ";"))
      #expect(["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"].contains(String(rest[...end])))
      rest = rest[rest.index(after: end)...]
      continue
    }
    #expect(rest.first == "<")
    let end = try #require(rest.firstIndex(of: ">"))
    let tag = rest[rest.index(after: start)..<end]
    #expect(tag.count { $0 == "\"" }.isMultiple(of: 2) && !tag.contains("<"))
    if tag.hasPrefix("/") {
      #expect(open.popLast() == tag.dropFirst())
    } else if !tag.hasSuffix("/") {
      open.append(tag.prefix { $0 != " " })
    }
    rest = rest[rest.index(after: end)...]
  }
  #expect(open.isEmpty)
}
