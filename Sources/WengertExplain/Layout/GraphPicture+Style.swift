// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension GraphPicture {
  /// A colour of a picture, in its light and its dark form.
  struct Color {
    let name: String
    let light: UInt32
    let dark: UInt32
  }

  /// The colours; each kind of text has a contrast of at least 4.5 to 1 with what it is drawn on.
  enum Palette {
    static let surface = Color(name: "surface", light: 0xFFFFFF, dark: 0x11151D)
    static let ink = Color(name: "ink", light: 0x1B2230, dark: 0xE8ECF4)
    static let muted = Color(name: "muted", light: 0x566074, dark: 0xA5AFC1)
    static let edge = Color(name: "edge", light: 0x8D97A8, dark: 0x6E7A8F)
    static let value = Color(name: "value", light: 0x1D4FC4, dark: 0x8DBBFF)
    static let adjoint = Color(name: "adjoint", light: 0xA63A08, dark: 0xFFB27D)
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
  ///
  /// The colours are custom properties, which a page can change. Each use is preceded by the plain
  /// light colour for the programs that draw SVG but do not know custom properties.
  static var styleSheet: String {
    func properties(_ value: (Color) -> UInt32) -> String {
      var text = ""
      for color in Palette.all { text += "--wengert-\(color.name):\(hexadecimal(value(color)));" }
      return text
    }
    func set(_ property: String, _ color: Color) -> String {
      "\(property):\(hexadecimal(color.light));\(property):var(--wengert-\(color.name));"
    }
    func kind(_ name: String, _ fill: Color, _ line: Color) -> String {
      ".wengert .\(name) .box{\(set("fill", fill))\(set("stroke", line))}\n"
        + ".wengert .\(name) .rule{\(set("stroke", line))}\n"
    }
    let sans = "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"
    let mono = "ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace"
    return """
      .wengert{\(properties { $0.light })}
      @media (prefers-color-scheme:dark){.wengert{\(properties { $0.dark })}}
      .wengert text{font-family:\(mono);font-size:12px;\(set("fill", Palette.ink))}
      .wengert .backdrop{\(set("fill", Palette.surface))}
      .wengert .box{stroke-width:1.25;}
      .wengert .rule{stroke-width:1;opacity:.55;}
      .wengert .heading{font-size:14px;font-weight:600;text-anchor:middle;}
      .wengert .name{font-family:\(sans);font-size:11px;\(set("fill", Palette.muted))}
      .wengert .number{text-anchor:end;}
      .wengert .alone{text-anchor:middle;}
      .wengert .value{\(set("fill", Palette.value))}
      .wengert .adjoint{\(set("fill", Palette.adjoint))}
      .wengert .note{\(set("fill", Palette.muted))}
      .wengert .curve{fill:none;stroke-width:1.5;\(set("stroke", Palette.edge))}
      .wengert .arrow{\(set("fill", Palette.edge))}
      .wengert .label{font-size:11px;paint-order:stroke;stroke-width:4px;stroke-linejoin:round;\
      \(set("fill", Palette.muted))\(set("stroke", Palette.surface))}
      .wengert .highlighted .curve{stroke-width:2.25;\(set("stroke", Palette.highlight))}
      .wengert .highlighted .arrow{\(set("fill", Palette.highlight))}
      .wengert .label.highlighted{font-weight:600;\(set("fill", Palette.highlight))}
      .wengert .constant .box{stroke-dasharray:4 3;}

      """
      + kind("input", Palette.input, Palette.inputLine)
      + kind("constant", Palette.constant, Palette.constantLine)
      + kind("operation", Palette.operation, Palette.operationLine)
      + kind("output", Palette.output, Palette.outputLine)
  }

  private static func hexadecimal(_ color: UInt32) -> String {
    let digits = String(color, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }
}
