// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A JSON value, and its text.
///
/// ```swift
/// JSONValue.object(["x": 2.5, "names": ["a", "b"]]).text      // {"x": 2.5, "names": ["a", "b"]}
/// ```
///
/// Numbers are the shortest decimals that read back as the same double; what JSON has no number for
/// is one of the strings `"nan"`, `"inf"` and `"-inf"`. Members keep their order.
public enum JSONValue: Sendable, Equatable {
  case null
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object(Members)

  /// The members of an object, in order.
  public struct Members: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    public struct Member: Sendable, Equatable {
      public let name: String
      public let value: JSONValue
    }

    public var members: [Member]

    public init(dictionaryLiteral elements: (String, JSONValue)...) {
      members = elements.map { Member(name: $0.0, value: $0.1) }
    }

    /// Adds a member at the end.
    public mutating func append(_ name: String, _ value: JSONValue) {
      members.append(Member(name: name, value: value))
    }
  }

  /// The value, or null.
  public init(_ value: JSONValue?) { self = value ?? .null }

  /// The text on one line.
  public var text: String { text(indented: false) }

  /// The text, with every element of an array or object on a line of its own if it is `indented`.
  public func text(indented: Bool) -> String {
    var text = ""
    write(to: &text, indented ? 0 : nil)
    return text
  }

  private func write(to text: inout String, _ indent: Int?) {
    switch self {
    case .null: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .integer(let value): text += "\(value)"
    case .number(let value): text += Self.decimal(value)
    case .string(let value): Self.write(value, to: &text)
    case .array(let elements):
      Self.write("[", elements, "]", to: &text, indent) { $0.write(to: &$1, $2) }
    case .object(let object):
      Self.write("{", object.members, "}", to: &text, indent) { member, text, indent in
        Self.write(member.name, to: &text)
        text += ": "
        member.value.write(to: &text, indent)
      }
    }
  }

  private static func write<Element>(
    _ open: String, _ elements: [Element], _ close: String, to text: inout String, _ indent: Int?,
    _ write: (Element, inout String, Int?) -> Void
  ) {
    func newLine(_ indent: Int?) -> String {
      indent.map { "\n" + String(repeating: "  ", count: $0) } ?? ""
    }
    text += open
    for (number, element) in elements.enumerated() {
      if number > 0 { text += indent == nil ? ", " : "," }
      text += newLine(indent.map { $0 + 1 })
      write(element, &text, indent.map { $0 + 1 })
    }
    if !elements.isEmpty { text += newLine(indent) }
    text += close
  }

  private static func decimal(_ value: Double) -> String {
    if value.isNaN { return "\"nan\"" }
    if value.isInfinite { return value < 0 ? "\"-inf\"" : "\"inf\"" }
    // JSON knows a negative zero only as a fraction: readers take `-0` for the integer 0.
    if value.isZero { return value.sign == .minus ? "-0.0" : "0" }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static func write(_ value: String, to text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\r": text += "\\r"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}

extension JSONValue: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByBooleanLiteral
{
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(integerLiteral value: Int) { self = .integer(value) }
  public init(stringLiteral value: String) { self = .string(value) }
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  public init(booleanLiteral value: Bool) { self = .boolean(value) }
}
