// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension GraphPicture {
  typealias Color = SVGColor

  /// The colours of pictures, of which the first are those of all drawings.
  enum Palette {
    static let surface = Color.surface
    static let ink = Color.ink
    static let muted = Color.muted
    static let edge = Color.edge
    static let value = Color.value
    static let adjoint = Color.adjoint
    static let highlight = Color(name: "highlight", light: 0xC2410C, dark: 0xFF9A5A)
    static let input = Color(name: "input", light: 0xEAF2FE, dark: 0x17263D)
    static let inputLine = Color(name: "input-line", light: 0x85B2F2, dark: 0x3D6FB3)
    static let constant = Color(name: "constant", light: 0xF4F5F7, dark: 0x1D232E)
    static let constantLine = Color(name: "constant-line", light: 0xBFC6D2, dark: 0x4B566A)
    static let operation = Color(name: "operation", light: 0xF6F3FE, dark: 0x231F38)
    static let operationLine = Color(name: "operation-line", light: 0xBBA9EC, dark: 0x6C5BAE)
    static let output = Color(name: "output", light: 0xE9F8F0, dark: 0x122D20)
    static let outputLine = Color(name: "output-line", light: 0x6FC79C, dark: 0x318B5D)

    static let all = [
      surface, ink, muted, edge, value, adjoint, highlight, input, inputLine, constant,
      constantLine, operation, operationLine, output, outputLine,
    ]
  }

  /// The style sheet of every picture.
  static var styleSheet: String {
    func kind(_ name: String, _ fill: Color, _ line: Color) -> String {
      ".wengert .\(name) .box{\(fill.sets("fill"))\(line.sets("stroke"))}\n"
        + ".wengert .\(name) .rule{\(line.sets("stroke"))}\n"
    }
    let muted = Palette.muted.sets("fill")
    let highlight = Palette.highlight
    return """
      \(SVGColor.definitions(Palette.all, for: ".wengert"))
      .wengert text{font-family:\(SVGFont.monospaced);font-size:12px;\(Palette.ink.sets("fill"))}
      .wengert .backdrop{\(Palette.surface.sets("fill"))}
      .wengert .box{stroke-width:1.25;}
      .wengert .rule{stroke-width:1;opacity:.55;}
      .wengert .heading{font-size:14px;font-weight:600;text-anchor:middle;}
      .wengert .name{font-family:\(SVGFont.sans);font-size:11px;\(muted)}
      .wengert .number{text-anchor:end;}
      .wengert .alone{text-anchor:middle;}
      .wengert .value{\(Palette.value.sets("fill"))}
      .wengert .adjoint{\(Palette.adjoint.sets("fill"))}
      .wengert .note{\(muted)}
      .wengert .curve{fill:none;stroke-width:1.5;\(Palette.edge.sets("stroke"))}
      .wengert .arrow{\(Palette.edge.sets("fill"))}
      .wengert .label{font-size:11px;paint-order:stroke;stroke-width:4px;stroke-linejoin:round;\
      \(muted)\(Palette.surface.sets("stroke"))}
      .wengert .highlighted .curve{stroke-width:2.25;\(highlight.sets("stroke"))}
      .wengert .highlighted .arrow{\(highlight.sets("fill"))}
      .wengert .label.highlighted{font-weight:600;\(highlight.sets("fill"))}
      .wengert .constant .box{stroke-dasharray:4 3;}

      """
        + kind("input", Palette.input, Palette.inputLine)
        + kind("constant", Palette.constant, Palette.constantLine)
        + kind("operation", Palette.operation, Palette.operationLine)
        + kind("output", Palette.output, Palette.outputLine)
  }
}
