// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A colour of a drawing, in its light and its dark form.
///
/// In a document it is the custom property `--wengert-NAME`, which a page can change.
struct SVGColor: Sendable {
  let name: String
  let light: UInt32
  let dark: UInt32

  /// Returns the declaration that gives a property this colour.
  ///
  /// The plain light colour comes first, for the programs that draw SVG but do not know custom
  /// properties.
  func sets(_ property: String) -> String {
    "\(property):\(Self.hexadecimal(light));\(property):var(--wengert-\(name));"
  }

  /// Returns the rules that define colours for the light and the dark mode of the reader.
  static func definitions(_ colors: [SVGColor], for selector: String) -> String {
    var (light, dark) = ("", "")
    for color in colors {
      light += "--wengert-\(color.name):\(hexadecimal(color.light));"
      dark += "--wengert-\(color.name):\(hexadecimal(color.dark));"
    }
    return """
      \(selector){\(light)}
      @media (prefers-color-scheme:dark){\(selector){\(dark)}}
      """
  }

  private static func hexadecimal(_ color: UInt32) -> String {
    let digits = String(color, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }
}

extension SVGColor {
  // Each kind of text has a contrast of at least 4.5 to 1 with what it is drawn on.
  static let surface = SVGColor(name: "surface", light: 0xFFFFFF, dark: 0x11151D)
  static let ink = SVGColor(name: "ink", light: 0x1B2230, dark: 0xE8ECF4)
  static let muted = SVGColor(name: "muted", light: 0x566074, dark: 0xA5AFC1)
  static let edge = SVGColor(name: "edge", light: 0x8D97A8, dark: 0x6E7A8F)
  static let value = SVGColor(name: "value", light: 0x1D4FC4, dark: 0x8DBBFF)
  static let adjoint = SVGColor(name: "adjoint", light: 0xA63A08, dark: 0xFFB27D)
}

/// The fonts of drawings, as values of `font-family`.
enum SVGFont {
  static let sans =
    "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"
  static let monospaced = "ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace"
}
