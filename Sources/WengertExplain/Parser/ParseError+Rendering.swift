// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension ParseError {
  /// The message, the line of `source` it is about, and a caret under the place.
  ///
  /// ```
  /// line 2: unknown function `sine`; did you mean `sin`?
  ///   2*sine(x)
  ///     ^
  /// ```
  ///
  /// A line that is long is cut on both sides. Characters that a terminal would obey or not show
  /// are replaced by visible ones.
  ///
  /// - Complexity: linear in the length of the text before the place.
  public func rendered(in source: String) -> String { rendered(in: Array(source.utf8)) }

  /// The message, the line of `source` it is about, and a caret under the place.
  public func rendered(in source: [UInt8]) -> String {
    let newline = UInt8(ascii: "\n")
    let place = min(offset, source.count)
    let before = source[..<place]
    let lineStart = before.lastIndex(of: newline).map { $0 + 1 } ?? 0
    let lineEnd = source[place...].firstIndex(of: newline) ?? source.count

    // Bytes 10xxxxxx continue a character: a cut must not come before one.
    var start = max(lineStart, place - 50)
    while start > lineStart, start < place, source[start] & 0xC0 == 0x80 { start += 1 }
    let left = (start > lineStart ? "…" : "") + Self.printable(source[start..<place], limit: 100)
    let right = Self.printable(source[place..<lineEnd], limit: 28)

    let isManyLines = source.contains(newline)
    let lineNumber = before.reduce(1) { $1 == newline ? $0 + 1 : $0 }
    let caret = String(repeating: " ", count: left.unicodeScalars.count + 2) + "^"
    return (isManyLines ? "line \(lineNumber): " : "") + message + "\n  " + left + right + "\n"
      + caret
  }

  /// The start of a text, at most `limit` characters of it, as it can be shown anywhere.
  static func printable(_ bytes: ArraySlice<UInt8>, limit: Int) -> String {
    var result = ""
    var place = bytes.startIndex
    var count = 0
    while place < bytes.endIndex {
      if count == limit { return result + "…" }
      if let (scalar, length) = bytes.scalar(at: place) {
        result += scalar.printable
        place += length
      } else {
        result += "\u{FFFD}"
        place += 1
      }
      count += 1
    }
    return result
  }
}

extension Unicode.Scalar {
  /// The character, if it has a shape of its own and the width of one column: ASCII, Latin, Greek,
  /// Cyrillic, and mathematical signs. Others by their number, control characters by their symbol.
  fileprivate var printable: String {
    switch value {
    case 0x09, 0x0A, 0x0D: " "
    case 0..<0x20: Self.symbol(0x2400 + value)
    case 0x7F: "\u{2421}"
    case 0x20..<0x7F, 0xA1..<0xAD, 0xAE..<0x300, 0x370..<0x483, 0x48A..<0x530, 0x2010..<0x2028,
      0x2070..<0x20A0, 0x2190..<0x2300:
      String(Character(self))
    default: "\\u{" + hexadecimal + "}"
    }
  }

  private static func symbol(_ value: UInt32) -> String {
    Unicode.Scalar(value).map { String(Character($0)) } ?? ""
  }

  /// The number of the character, in at least four digits.
  var hexadecimal: String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }
}
