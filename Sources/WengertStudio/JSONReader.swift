// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertExplain

/// Reads JSON (RFC 8259); numbers beyond all doubles are refused. Open arrays and objects wait on a stack of their own, so that depth costs
/// memory and not the program's stack.
struct JSONReader {
  private let bytes: [UInt8]
  private var position = 0
  /// The arrays and objects that are open, outermost first.
  private var open: [Container] = []

  /// No request is nested so deeply; values release what is in them one inside the other.
  private static let depthLimit = 100

  private enum Container {
    case array([JSONValue])
    case object(JSONValue.Members, name: String)
  }

  /// The value that `bytes` are the text of.
  static func value(of bytes: [UInt8]) throws(StudioError) -> JSONValue {
    var reader = JSONReader(bytes)
    let value = try reader.read()
    reader.skipSpace()
    if reader.position < bytes.count { throw reader.unexpected() }
    return value
  }

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  private mutating func read() throws(StudioError) -> JSONValue {
    while true {
      skipSpace()
      guard open.count < Self.depthLimit else { throw unexpected() }
      var value: JSONValue
      switch next {
      case UInt8(ascii: "["):
        position += 1
        if !take("]") {
          open.append(.array([]))
          continue
        }
        value = .array([])
      case UInt8(ascii: "{"):
        position += 1
        if !take("}") {
          open.append(.object([:], name: try name()))
          continue
        }
        value = .object([:])
      case UInt8(ascii: "\""): value = .string(try string())
      case UInt8(ascii: "t"): value = try word("true", .boolean(true))
      case UInt8(ascii: "f"): value = try word("false", .boolean(false))
      case UInt8(ascii: "n"): value = try word("null", .null)
      default: value = try number()
      }
      // The value may end what it is in, and that what it is in, and so on.
      while true {
        guard let container = open.popLast() else { return value }
        switch container {
        case .array(var elements):
          elements.append(value)
          if take(",") {
            open.append(.array(elements))
          } else if take("]") {
            value = .array(elements)
            continue
          } else {
            throw unexpected()
          }
        case .object(var members, let name):
          members.append(name, value)
          if take(",") {
            open.append(.object(members, name: try self.name()))
          } else if take("}") {
            value = .object(members)
            continue
          } else {
            throw unexpected()
          }
        }
        break
      }
    }
  }

  // MARK: Tokens

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private mutating func take(_ sign: Unicode.Scalar) -> Bool {
    skipSpace()
    guard next == UInt8(ascii: sign) else { return false }
    position += 1
    return true
  }

  private func unexpected() -> StudioError {
    StudioError("json", "The request is no JSON: byte \(position) is not what comes there.")
  }

  private mutating func name() throws(StudioError) -> String {
    skipSpace()
    guard next == UInt8(ascii: "\"") else { throw unexpected() }
    let name = try string()
    guard take(":") else { throw unexpected() }
    return name
  }

  private mutating func word(_ text: StaticString, _ value: JSONValue) throws(StudioError) -> JSONValue {
    for i in 0..<text.utf8CodeUnitCount {
      guard next == text.utf8Start[i] else { throw unexpected() }
      position += 1
    }
    return value
  }

  private mutating func number() throws(StudioError) -> JSONValue {
    let start = position
    while let byte = next,
      byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e")
    { position += 1 }
    guard Self.isNumber(bytes[start..<position]),
      let value = Double(String(decoding: bytes[start..<position], as: UTF8.self)), value.isFinite
    else {
      position = start
      throw unexpected()
    }
    return .number(value)
  }

  /// Whether the text is a number of JSON: no sign but minus, no zero in front, digits around a point.
  private static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
    func isDigit(_ place: Int) -> Bool {
      text.indices.contains(place) && text[place] >= UInt8(ascii: "0") && text[place] <= UInt8(ascii: "9")
    }
    let first = text.startIndex + (text.first == UInt8(ascii: "-") ? 1 : 0)
    guard isDigit(first), text[first] != UInt8(ascii: "0") || !isDigit(first + 1) else { return false }
    return text.indices.allSatisfy { place in
      text[place] != UInt8(ascii: ".") || isDigit(place - 1) && isDigit(place + 1)
    }
  }

  private mutating func string() throws(StudioError) -> String {
    position += 1
    var content: [UInt8] = []
    while let byte = next, byte != UInt8(ascii: "\"") {
      if byte < 0x20 { throw unexpected() }
      position += 1
      if byte == UInt8(ascii: "\\") {
        content += Array(String(Character(try escape())).utf8)
      } else {
        content.append(byte)
      }
    }
    guard next != nil else { throw unexpected() }
    position += 1
    return String(decoding: content, as: UTF8.self)
  }

  private mutating func escape() throws(StudioError) -> Unicode.Scalar {
    guard let letter = next else { throw unexpected() }
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default: throw unexpected()
    }
    let first = try codeUnit()
    guard first >= 0xD800, first < 0xE000 else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
    // Half of a pair alone stands for nothing.
    guard first < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    else { return "\u{FFFD}" }
    position += 2
    let second = try codeUnit()
    guard second >= 0xDC00, second < 0xE000 else { return "\u{FFFD}" }
    return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
  }

  private mutating func codeUnit() throws(StudioError) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next else { throw unexpected() }
      let digit: UInt8
      switch byte | 0x20 {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = (byte | 0x20) - UInt8(ascii: "a") + 10
      default: throw unexpected()
      }
      unit = unit << 4 | UInt32(digit)
      position += 1
    }
    return unit
  }
}
