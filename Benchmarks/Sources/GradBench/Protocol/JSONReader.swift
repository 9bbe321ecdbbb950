// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Reads JSON (RFC 8259), lines of tens of megabytes of numbers above all.
struct JSONReader {
  private let bytes: [UInt8]
  private var position = 0

  /// The value that `text` stands for.
  static func value(of text: String) throws(ToolError) -> JSON {
    var reader = JSONReader(bytes: Array(text.utf8))
    let value = try reader.value(depth: 0)
    if reader.next != nil { throw reader.unexpected() }
    return value
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// The next byte that is not space.
  private var next: UInt8? {
    mutating get {
      while position < bytes.count, bytes[position] <= 0x20 { position += 1 }
      return position < bytes.count ? bytes[position] : nil
    }
  }

  private func unexpected() -> ToolError {
    ToolError("The message is no JSON: byte \(position) is not what comes there.")
  }

  private mutating func take(_ sign: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: sign) else { return false }
    position += 1
    return true
  }

  private mutating func value(depth: Int) throws(ToolError) -> JSON {
    guard depth < 100 else { throw unexpected() }
    switch next {
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func array(depth: Int) throws(ToolError) -> JSON {
    position += 1
    if take("]") { return .numbers([]) }
    var numbers: [Double] = []
    var others: [JSON] = []
    repeat {
      let element = try value(depth: depth + 1)
      switch element {
      case .number(let number) where others.isEmpty: numbers.append(number)
      case .integer(let number) where others.isEmpty: numbers.append(Double(number))
      default:
        if others.isEmpty { others = numbers.map { .number($0) } }
        others.append(element)
      }
    } while take(",")
    guard take("]") else { throw unexpected() }
    return others.isEmpty ? .numbers(numbers) : .array(others)
  }

  private mutating func object(depth: Int) throws(ToolError) -> JSON {
    position += 1
    if take("}") { return .object([]) }
    var members: [(name: String, value: JSON)] = []
    repeat {
      guard next == UInt8(ascii: "\"") else { throw unexpected() }
      let name = try string()
      guard take(":") else { throw unexpected() }
      members.append((name, try value(depth: depth + 1)))
    } while take(",")
    guard take("}") else { throw unexpected() }
    return .object(members)
  }

  private mutating func word(_ text: String, _ value: JSON) throws(ToolError) -> JSON {
    guard bytes[position...].starts(with: text.utf8) else { throw unexpected() }
    position += text.utf8.count
    return value
  }

  private mutating func number() throws(ToolError) -> JSON {
    let start = position
    var isInteger = true
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): break
      case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"): isInteger = false
      default:
        return try number(String(decoding: bytes[start..<position], as: UTF8.self), isInteger)
      }
      position += 1
    }
    return try number(String(decoding: bytes[start...], as: UTF8.self), isInteger)
  }

  private func number(_ text: String, _ isInteger: Bool) throws(ToolError) -> JSON {
    if isInteger, let value = Int(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else { throw unexpected() }
    return .number(value)
  }

  private mutating func string() throws(ToolError) -> String {
    position += 1
    var content: [UInt8] = []
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      if bytes[position] == UInt8(ascii: "\\") {
        position += 1
        content += Array(String(Character(try escape())).utf8)
      } else {
        content.append(bytes[position])
        position += 1
      }
    }
    guard take("\"") else { throw unexpected() }
    return String(decoding: content, as: UTF8.self)
  }

  private mutating func escape() throws(ToolError) -> Unicode.Scalar {
    guard position < bytes.count else { throw unexpected() }
    let letter = bytes[position]
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
    guard position + 4 <= bytes.count,
      let unit = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
    else { throw unexpected() }
    position += 4
    // Labels are plain text: of pairs that stand for one character nothing more is needed.
    return Unicode.Scalar(unit) ?? "\u{FFFD}"
  }
}
