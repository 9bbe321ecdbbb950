// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertExplain

extension JSONValue {
  /// The value that `bytes` are the text of.
  init(parsing bytes: [UInt8]) throws(StudioError) { self = try JSONReader.value(of: bytes) }

  /// The member of an object; of several with the name, the last. Nil where there is none, or null.
  subscript(name: String) -> JSONValue? {
    guard case .object(let object) = self,
      let value = object.members.last(where: { $0.name == name })?.value, value != .null
    else { return nil }
    return value
  }

  /// A number, or one of the words for what JSON has no number for.
  var numberValue: Double? {
    switch self {
    case .number(let value): value
    case .integer(let value): Double(value)
    case .string("nan"): .nan
    case .string("inf"): .infinity
    case .string("-inf"): -.infinity
    default: nil
    }
  }

  var integerValue: Int? { numberValue.flatMap { Int(exactly: $0) } }

  var stringValue: String? {
    if case .string(let text) = self { text } else { nil }
  }

  var boolValue: Bool? {
    if case .boolean(let value) = self { value } else { nil }
  }

  var arrayValue: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The member `name` as text; nil if it is left out.
  func text(named name: String) throws(StudioError) -> String? {
    try member(name, "text") { $0.stringValue }
  }

  /// The member `name` as a number; nil if it is left out.
  func number(named name: String) throws(StudioError) -> Double? {
    try member(name, "a number") { $0.numberValue }
  }

  /// The member `name` as a whole number; nil if it is left out.
  func integer(named name: String) throws(StudioError) -> Int? {
    try member(name, "a whole number") { $0.integerValue }
  }

  /// The member `name` as true or false; nil if it is left out.
  func flag(named name: String) throws(StudioError) -> Bool? {
    try member(name, "true or false") { $0.boolValue }
  }

  private func member<Value>(
    _ name: String, _ kind: String, _ read: (JSONValue) -> Value?
  ) throws(StudioError) -> Value? {
    guard let value = self[name] else { return nil }
    guard let result = read(value) else {
      throw StudioError("member", "\(name) is not \(kind).", member: name)
    }
    return result
  }

  static func numbers(_ values: some Sequence<Double>) -> JSONValue {
    .array(values.map { .number($0) })
  }

  static func strings(_ values: some Sequence<String>) -> JSONValue {
    .array(values.map { .string($0) })
  }
}
