// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing

@testable import WengertExplain

@Suite struct GraphPictureTests {
  static let picture = GraphPicture(
    nodes: [
      .init(.input, "x", lines: [.init(.value, "3", label: "value"), .init(.note, "free")]),
      .init(.constant, "2"),
      .init(.operation, "k = 2 * x", lines: [.init(.adjoint, "8", label: "adjoint")]),
      .init(.output, "f < \"g\" & 'h'"),
    ],
    edges: [
      .init(from: 1, to: 2, port: 0),
      .init(from: 0, to: 2, port: 1, label: "∂ = <2>"),
      .init(from: 2, to: 3, port: 0, label: "∂ = 8", isHighlighted: true),
      .init(from: 2, to: 3, port: 1),
    ],
    title: "A & B")

  @Test(arguments: [LayeredGraph.Direction.leftToRight, .topToBottom])
  func `pictures are well-formed`(_ direction: LayeredGraph.Direction) throws {
    var picture = Self.picture
    picture.direction = direction
    try expectWellFormed(picture.svg())
    try expectWellFormed(GraphPicture().svg())
    try expectWellFormed(GraphPicture(nodes: [.init(.output, "\u{1}\u{FFFE}<")]).svg())
  }

  @Test func `pictures can be found by a page`() {
    let svg = Self.picture.svg()
    #expect(svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"wengert\""))
    #expect(svg.contains("role=\"img\" viewBox=\"0 0 "))
    for node in 0..<4 { #expect(svg.contains("id=\"node-\(node)\" data-node=\"\(node)\"")) }
    #expect(svg.contains("<g class=\"edge highlighted\" data-from=\"2\" data-to=\"3\""))
    #expect(svg.contains("<title>A &amp; B</title>"))
    #expect(svg.contains("<desc>A graph of 4 nodes and 4 edges.</desc>"))
    #expect(svg.contains("f &lt; &quot;g&quot; &amp; &#39;h&#39;"))
    #expect(svg.contains("prefers-color-scheme:dark"))
    #expect(svg == Self.picture.svg())
  }

  @Test func `text is escaped`() {
    #expect(escaped("a<b>&\"'") == "a&lt;b&gt;&amp;&quot;&#39;")
    #expect(escaped("∂x/∂y 日本 e\u{301}") == "∂x/∂y 日本 e\u{301}")
    #expect(escaped("a\nb\tc\r\u{0}\u{1F}\u{FFFF}") == "a b c \u{FFFD}\u{FFFD}\u{FFFD}")
  }

  @Test func `decimals are short`() {
    let numbers: [(Double, String)] = [
      (0, "0"), (-0.001, "0"), (1, "1"), (-1.5, "-1.5"), (0.05, "0.05"), (-0.25, "-0.25"),
      (12.999, "13"), (3.14159, "3.14"), (100_000.1, "100000.1"),
    ]
    for (number, text) in numbers { #expect(decimal(number) == text) }
  }

  @Test func `text fits into its box`() {
    let boxes = Self.picture.boxes()
    #expect(boxes.nodes[2].width >= 9 * 14 * 0.6 + 20)
    #expect(TextMetrics.sansWidth("iii", size: 10) < TextMetrics.sansWidth("MMM", size: 10))
    #expect(TextMetrics.monospacedWidth("e\u{301}", size: 10) == 6.02)
    #expect(TextMetrics.monospacedWidth("日", size: 10) == 10)
  }

  @Test func `all text has enough contrast`() {
    typealias Palette = GraphPicture.Palette
    let boxes = [Palette.input, Palette.constant, Palette.operation, Palette.output]
    for theme in [\SVGColor.light, \SVGColor.dark] {
      for text in [SVGColor.ink, SVGColor.muted, SVGColor.value, SVGColor.adjoint] {
        for box in boxes {
          let contrast = contrast(text[keyPath: theme], box[keyPath: theme])
          #expect(contrast >= 4.5, "\(text.name) on \(box.name): \(contrast)")
        }
      }
      for text in [SVGColor.muted, Palette.highlight] {
        let contrast = contrast(text[keyPath: theme], SVGColor.surface[keyPath: theme])
        #expect(contrast >= 4.5, "\(text.name): \(contrast)")
      }
      let lines = contrast(SVGColor.edge[keyPath: theme], SVGColor.surface[keyPath: theme])
      #expect(lines >= 2.9)
    }
  }

  // MARK: Helpers

  /// Returns the contrast of two colours as defined by WCAG 2.
  private func contrast(_ first: UInt32, _ second: UInt32) -> Double {
    func luminance(_ color: UInt32) -> Double {
      func linear(_ shift: UInt32) -> Double {
        let value = Double(color >> shift & 0xFF) / 255
        return value <= 0.04045 ? value / 12.92 : power((value + 0.055) / 1.055)
      }
      return 0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0)
    }
    let (a, b) = (luminance(first), luminance(second))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  /// Returns `base` to the power of 2.4, which is the fifth root of its twelfth power.
  private func power(_ base: Double) -> Double {
    var twelfth = 1.0
    for _ in 0..<12 { twelfth *= base }
    var root = base
    for _ in 0..<60 { root = (4 * root + twelfth / (root * root * root * root)) / 5 }
    return root
  }

  /// Checks that tags are balanced, attributes quoted, and all other text escaped.
  private func expectWellFormed(_ svg: String) throws {
    let bytes = Array(svg.utf8)
    func text(_ slice: ArraySlice<UInt8>) -> String { String(decoding: slice, as: UTF8.self) }
    var open: [String] = []
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "<") else {
        #expect(bytes[index] != UInt8(ascii: ">"))
        if bytes[index] == UInt8(ascii: "&") {
          let end = try #require(bytes[index...].firstIndex(of: UInt8(ascii: ";")))
          let entities = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"]
          #expect(entities.contains(text(bytes[index...end])))
        }
        index += 1
        continue
      }
      let end = try #require(bytes[index...].firstIndex(of: UInt8(ascii: ">")))
      let tag = text(bytes[(index + 1)..<end])
      index = end + 1
      #expect(tag.utf8.count(where: { $0 == UInt8(ascii: "\"") }).isMultiple(of: 2))
      if tag.hasPrefix("/") {
        #expect(open.popLast() == String(tag.dropFirst()))
      } else if !tag.hasSuffix("/") {
        open.append(String(tag.prefix { $0 != " " }))
      }
    }
    #expect(open.isEmpty)
  }
}
