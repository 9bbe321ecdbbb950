// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension Plot {
  /// The colours of series, in their order; each has the contrast of text.
  static let colors: [SVGColor] = [
    SVGColor(name: "series-1", light: 0x1D4FC4, dark: 0x7FB2FF),
    SVGColor(name: "series-2", light: 0xC2410C, dark: 0xFF9A5A),
    SVGColor(name: "series-3", light: 0x0B7A4B, dark: 0x55D6A0),
    SVGColor(name: "series-4", light: 0x7C3AED, dark: 0xC6A8FF),
    SVGColor(name: "series-5", light: 0xB5176F, dark: 0xFF8CC3),
    SVGColor(name: "series-6", light: 0x0E7490, dark: 0x56CDE2),
  ]

  static let grid = SVGColor(name: "grid", light: 0xE8EBF0, dark: 0x232A36)

  /// The style sheet of every plot.
  static var styleSheet: String {
    let plot = ".wengert-plot"
    let all = [.surface, .ink, .muted, .edge, grid] + colors
    let surface = SVGColor.surface.sets("stroke")
    var sheet = """
      \(SVGColor.definitions(all, for: plot))
      \(plot){max-width:100%;height:auto;}
      \(plot) text{font-family:\(SVGFont.sans);font-size:12px;\(SVGColor.ink.sets("fill"))}
      \(plot) .backdrop{\(SVGColor.surface.sets("fill"))}
      \(plot) .heading{font-size:16px;font-weight:600;}
      \(plot) .muted{\(SVGColor.muted.sets("fill"))}
      \(plot) .middle{text-anchor:middle;}
      \(plot) .end{text-anchor:end;}
      \(plot) .grid,\(plot) .axis{fill:none;stroke-width:1;shape-rendering:crispEdges;}
      \(plot) .grid{\(grid.sets("stroke"))}
      \(plot) .axis{\(SVGColor.edge.sets("stroke"))}
      \(plot) .line{fill:none;stroke-width:2;stroke-linecap:round;stroke-linejoin:round;}
      \(plot) .dashed{stroke-dasharray:6 4;stroke-linecap:butt;}
      \(plot) .quiet .line{stroke-width:1.25;}
      \(plot) .strong .line{stroke-width:3;}
      \(plot) .points,\(plot) .dot{stroke-width:3;paint-order:stroke;\(surface)}
      \(plot) .reference{stroke-width:1.5;\(SVGColor.ink.sets("stroke"))}
      \(plot) .dot{stroke-width:4;\(SVGColor.ink.sets("fill"))}
      \(plot) .label{font-weight:600;paint-order:stroke;stroke-width:4px;stroke-linejoin:round;\
      \(surface)}

      """
    for index in colors.indices {
      sheet += "\(plot) .series-\(index + 1) .line{\(colors[index].sets("stroke"))}\n"
      sheet += "\(plot) .series-\(index + 1) .points,\(plot) .dot.series-\(index + 1)"
      sheet += "{\(colors[index].sets("fill"))}\n"
    }
    return sheet
  }
}
