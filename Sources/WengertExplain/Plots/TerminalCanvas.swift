// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Text in rows and columns, with lines drawn in the dots of braille characters.
///
/// Each cell has 2 by 4 dots: U+2800 and a bit for each dot.
struct TerminalCanvas {
  /// A colour of the 256 that terminals have.
  typealias Color = UInt8

  private struct Cell {
    enum Content {
      case blank
      /// A character and its marks; empty if the character on the left is two columns wide.
      case text(String.UnicodeScalarView)
      /// The bits of a braille character.
      case dots(UInt8)
    }

    var content = Content.blank
    var color: Color?
    var isBold = false

    var isBlank: Bool {
      if case .blank = content { true } else { false }
    }
  }

  let width: Int
  let height: Int
  private var cells: [Cell]

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    cells = [Cell](repeating: Cell(), count: width * height)
  }

  /// Writes text from a cell to the right, as far as the row goes.
  ///
  /// Characters that could command a terminal become U+FFFD.
  mutating func write(
    _ text: String, column: Int, row: Int, color: Color? = nil, isBold: Bool = false
  ) {
    guard row >= 0, row < height else { return }
    var column = column
    for scalar in text.unicodeScalars {
      let scalar = Self.isSafe(scalar) ? scalar : "\u{FFFD}"
      let columns = TextMetrics.columns(scalar)
      if columns == 0 {
        let last = row * width + column - 1
        if column > 0, column <= width, case .text(var character) = cells[last].content {
          character.append(scalar)
          cells[last].content = .text(character)
        }
        continue
      }
      if column >= 0, column + columns <= width {
        var character = String.UnicodeScalarView()
        character.append(scalar)
        let index = row * width + column
        cells[index] = Cell(content: .text(character), color: color, isBold: isBold)
        if columns == 2 { cells[index + 1] = Cell(content: .text(.init()), color: color) }
      }
      column += columns
    }
  }

  /// Draws a dot; `x` and `y` count dots from the upper left corner.
  mutating func dot(x: Int, y: Int, color: Color?) {
    guard x >= 0, y >= 0, x < 2 * width, y < 4 * height else { return }
    let bits: [UInt8] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
    let index = y / 4 * width + x / 2
    var dots = bits[y % 4 * 2 + x % 2]
    if case .dots(let others) = cells[index].content { dots |= others }
    cells[index] = Cell(content: .dots(dots), color: color)
  }

  /// Returns whether there is nothing in a cell.
  func isBlank(column: Int, row: Int) -> Bool {
    cells[row * width + column].isBlank
  }

  /// Returns the rows, each exactly `width` columns wide, with a line feed after each.
  func text(color isColored: Bool) -> String {
    var text = ""
    for row in 0..<height {
      var style = (color: Color?.none, isBold: false)
      for cell in cells[(row * width)..<((row + 1) * width)] {
        // Blanks have no style of their own.
        if isColored, !cell.isBlank, (cell.color, cell.isBold) != style {
          style = (cell.color, cell.isBold)
          text += Self.code(style)
        }
        switch cell.content {
        case .blank: text += " "
        case .text(let character): text.unicodeScalars.append(contentsOf: character)
        case .dots(let dots):
          text.unicodeScalars.append(Unicode.Scalar(0x2800 + UInt32(dots)) ?? " ")
        }
      }
      if style != (nil, false) { text += Self.code((nil, false)) }
      text += "\n"
    }
    return text
  }

  /// Returns the control sequence "select graphic rendition".
  private static func code(_ style: (color: Color?, isBold: Bool)) -> String {
    let color = style.color.map { ";38;5;\($0)" } ?? ""
    return "\u{1B}[0" + (style.isBold ? ";1" : "") + color + "m"
  }

  /// Controls and marks of direction are not safe.
  private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: false
    default: true
    }
  }
}
