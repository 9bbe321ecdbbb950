// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Cuts text into tokens.
struct Lexer {
  let bytes: [UInt8]
  let hasExtensions: Bool
  private var position = 0

  init(_ bytes: [UInt8], hasExtensions: Bool) {
    self.bytes = bytes
    self.hasExtensions = hasExtensions
  }

  /// The next token; at the end of the text, again and again its end.
  mutating func next() throws(ParseError) -> Token {
    let (start, followsNewline) = afterSpace()
    position = start
    let kind = try start < bytes.count ? readToken(bytes[start]) : .end
    return Token(kind: kind, start: start, end: position, followsNewline: followsNewline)
  }

  /// Whether the next token is `(`, or on this line, if `onSameLine`.
  func isBeforeParenthesis(onSameLine: Bool) -> Bool {
    let (place, newline) = afterSpace()
    return place < bytes.count && bytes[place] == UInt8(ascii: "(") && !(onSameLine && newline)
  }

  /// Whether the next token is `=`.
  func isBeforeAssignment() -> Bool {
    let (place, _) = afterSpace()
    guard place < bytes.count, bytes[place] == UInt8(ascii: "=") else { return false }
    return place + 1 == bytes.count || bytes[place + 1] != UInt8(ascii: "=")
  }

  /// The place of the next byte that is not space, and whether a line ends before it.
  private func afterSpace() -> (place: Int, newline: Bool) {
    var place = position
    var newline = false
    while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
      case UInt8(ascii: "\n"): newline = true
      default: return (place, newline)
      }
      place += 1
    }
    return (place, newline)
  }

  private mutating func readToken(_ first: UInt8) throws(ParseError) -> Token.Kind {
    if first.isDigit || (first == UInt8(ascii: ".") && byte(at: position + 1).isDigit) {
      return try readNumber()
    }
    if first.isLetter { return readName() }
    if first >= 0x80 { return try readSymbol() }
    position += 1
    switch first {
    case UInt8(ascii: "("): return .open
    case UInt8(ascii: ")"): return .close
    case UInt8(ascii: ","): return .comma
    case UInt8(ascii: "+"): return .operation(.add)
    case UInt8(ascii: "-"): return .operation(.subtract)
    case UInt8(ascii: "/"): return .operation(.divide)
    case UInt8(ascii: "^"): return .operation(.power)
    case UInt8(ascii: "*"):
      return .operation(hasExtensions && take(UInt8(ascii: "*")) ? .power : .multiply)
    default:
      if hasExtensions, let kind = readExtension(first) { return kind }
      throw .unexpectedCharacter(in: bytes, at: position - 1)
    }
  }

  /// The rest of a token that only the extended grammar has.
  private mutating func readExtension(_ first: UInt8) -> Token.Kind? {
    let equals = UInt8(ascii: "=")
    switch first {
    case UInt8(ascii: ";"): return .semicolon
    case UInt8(ascii: "|"): return .bar
    case UInt8(ascii: "<"): return .operation(take(equals) ? .lessOrEqual : .less)
    case UInt8(ascii: ">"): return .operation(take(equals) ? .greaterOrEqual : .greater)
    case equals: return take(equals) ? .operation(.equal) : .assignment
    case UInt8(ascii: "!"): return take(equals) ? .operation(.notEqual) : nil
    default: return nil
    }
  }

  private mutating func readName() -> Token.Kind {
    while byte(at: position).isLetter || byte(at: position).isDigit { position += 1 }
    return .name
  }

  /// Digits, a point, digits, an exponent: as far as they go. A number that runs into something
  /// else is an error, but with extensions a letter after it starts a factor.
  private mutating func readNumber() throws(ParseError) -> Token.Kind {
    let start = position
    skipDigits()
    if take(UInt8(ascii: ".")) { skipDigits() }
    let next = byte(at: position)
    if next | 0x20 == UInt8(ascii: "e") {
      let sign = byte(at: position + 1)
      let hasSign = sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-")
      let exponent = position + (hasSign ? 2 : 1)
      if byte(at: exponent).isDigit {
        position = exponent
        skipDigits()
      }
    }
    let follower = byte(at: position)
    if follower == UInt8(ascii: ".") || follower == UInt8(ascii: "_")
      || (follower.isLetter && (!hasExtensions || isRadixPrefix(from: start)))
    {
      throw .malformedNumber(in: bytes, at: start)
    }
    return .number
  }

  /// Whether the number from `start` to here is the zero of `0x1F`, `0b1` or `0o7`, which would be
  /// a strange product.
  private func isRadixPrefix(from start: Int) -> Bool {
    guard position == start + 1, bytes[start] == UInt8(ascii: "0") else { return false }
    let letter = bytes[position] | 0x20
    return [UInt8(ascii: "x"), UInt8(ascii: "b"), UInt8(ascii: "o")].contains(letter)
      && byte(at: position + 1).isDigit
  }

  private mutating func readSymbol() throws(ParseError) -> Token.Kind {
    guard let (scalar, length) = bytes.scalar(at: position) else {
      throw .invalidUTF8(at: position)
    }
    let kind: Token.Kind? =
      switch scalar {
      case "·", "⋅", "×": .operation(.multiply)
      case "÷": .operation(.divide)
      case "−": .operation(.subtract)
      case "√": .operation(.squareRoot)
      case "≤": .operation(.lessOrEqual)
      case "≥": .operation(.greaterOrEqual)
      case "≠": .operation(.notEqual)
      case "π": .name
      default: nil
      }
    guard hasExtensions else { throw .unexpectedCharacter(in: bytes, at: position) }
    if let kind {
      position += length
      return kind
    }
    return .superscript(try readSuperscript())
  }

  /// A sign and digits, all of them raised: an integer exponent.
  private mutating func readSuperscript() throws(ParseError) -> Int32 {
    let start = position
    let isNegative = takeSuperscript { $0 == "⁻" ? 1 : nil } != nil
    var exponent: Int32 = 0
    var count = 0
    while let digit = takeSuperscript({ $0.superscriptDigit }) {
      count += 1
      // Nine digits fit 30 bits, and derivatives count an exponent down.
      if count <= 9 { exponent = 10 * exponent + digit }
    }
    guard count > 0 else { throw .unexpectedCharacter(in: bytes, at: start) }
    guard count <= 9 else { throw .exponentTooLarge(bytes[start..<position], at: start) }
    return isNegative ? -exponent : exponent
  }

  /// Goes on behind the next character, if it has a value.
  private mutating func takeSuperscript(_ value: (Unicode.Scalar) -> Int32?) -> Int32? {
    guard let (scalar, length) = bytes.scalar(at: position), let value = value(scalar) else { return nil }
    position += length
    return value
  }

  private mutating func skipDigits() {
    while byte(at: position).isDigit { position += 1 }
  }

  private mutating func take(_ expected: UInt8) -> Bool {
    guard byte(at: position) == expected else { return false }
    position += 1
    return true
  }

  /// The byte at `place`, 0 after the end.
  private func byte(at place: Int) -> UInt8 { place < bytes.count ? bytes[place] : 0 }
}

extension UInt8 {
  var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }

  /// Whether a name can start with the byte.
  var isLetter: Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= self | 0x20 || self == UInt8(ascii: "_")
  }
}

extension Unicode.Scalar {
  /// The value of a raised digit; nil if the character is none.
  fileprivate var superscriptDigit: Int32? {
    switch self {
    case "¹": 1
    case "²": 2
    case "³": 3
    case "⁰", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹": Int32(value - 0x2070)
    default: nil
    }
  }
}

extension RandomAccessCollection where Element == UInt8, Index == Int {
  /// The character encoded from `place` on, and how many bytes that are; nil if none is.
  func scalar(at place: Int) -> (scalar: Unicode.Scalar, length: Int)? {
    var iterator = self[place...].makeIterator()
    var parser = Unicode.UTF8.ForwardParser()
    guard case .valid(let encoded) = parser.parseScalar(from: &iterator) else { return nil }
    return (Unicode.UTF8.decode(encoded), encoded.count)
  }
}
