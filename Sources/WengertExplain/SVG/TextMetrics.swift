// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The approximate widths of text, for drawings made where no font can be asked.
enum TextMetrics {
  /// The width of text in a monospaced font such as Menlo or Consolas.
  static func monospacedWidth(_ text: String, size: Double) -> Double {
    var width = 0.0
    for scalar in text.unicodeScalars {
      width += unusualWidth(scalar) ?? 0.602
    }
    return width * size
  }

  /// The width of text in a sans-serif font such as Helvetica or Segoe UI.
  static func sansWidth(_ text: String, size: Double) -> Double {
    var width = 0.0
    for scalar in text.unicodeScalars {
      let index = Int(scalar.value) - 0x20
      width +=
        unusualWidth(scalar)
        ?? (sans.indices.contains(index) ? Double(sans[index]) / 1000 : 0.6)
    }
    // System fonts are up to a twentieth wider than Helvetica.
    return width * size * 1.05
  }

  /// The number of columns that text takes in a terminal.
  static func columns(_ text: String) -> Int {
    var columns = 0
    for scalar in text.unicodeScalars { columns += Self.columns(scalar) }
    return columns
  }

  /// The number of columns that a character takes in a terminal.
  static func columns(_ scalar: Unicode.Scalar) -> Int {
    guard let width = unusualWidth(scalar) else { return 1 }
    return width == 0 ? 0 : 2
  }

  /// Returns text that is cut, with an ellipsis, where it becomes wider than said.
  static func shortened<Width: Comparable>(
    _ text: String, to room: Width, width: (String) -> Width
  ) -> String {
    if width(text) <= room { return text }
    var scalars = Array(text.unicodeScalars)
    while let last = scalars.popLast() {
      // A letter goes with its marks.
      if columns(last) == 0 { continue }
      var result = ""
      result.unicodeScalars.append(contentsOf: scalars)
      result += "…"
      if width(result) <= room { return result }
    }
    return ""
  }

  /// Combining marks have no width, and the characters of East Asia are as wide as they are high.
  private static func unusualWidth(_ scalar: Unicode.Scalar) -> Double? {
    switch scalar.value {
    case 0x300...0x36F, 0x200B...0x200F, 0x20D0...0x20FF, 0xFE00...0xFE0F: 0
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      1
    default: nil
    }
  }

  /// The advance widths of Helvetica from the space to the tilde, in thousandths of the size.
  private static let sans: [UInt16] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
  ]
}
