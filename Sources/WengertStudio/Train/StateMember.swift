// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertExplain

/// A part of a state as it was sent, and what it is called: `optimizer`, `layers[2]`.
struct StateMember {
  let json: JSONValue
  let path: String

  init(_ json: JSONValue, _ path: String) throws(StudioError) {
    self.json = json
    self.path = path
    switch json {
    case .null, .object: break
    default: throw StudioError("state", "\(path) is no object.", member: path)
    }
  }

  private init(element: JSONValue, _ path: String) {
    json = element
    self.path = path
  }

  private func name(_ member: String) -> String { path == "state" ? member : path + "." + member }

  private func wrong(_ member: String, _ expected: String) -> StudioError {
    StudioError("state", "\(name(member)) is not \(expected).", member: name(member))
  }

  func object(_ member: String) throws(StudioError) -> StateMember {
    try StateMember(JSONValue(json[member]), name(member))
  }

  /// The elements of an array; nil if it is left out.
  func array(_ member: String, limit: Int) throws(StudioError) -> [StateMember]? {
    guard let value = json[member] else { return nil }
    guard let elements = value.arrayValue else { throw wrong(member, "a list") }
    guard elements.count <= limit else {
      throw StudioError(
        "limit", "\(name(member)) has \(elements.count) elements; the limit here is \(limit).",
        member: name(member))
    }
    return elements.enumerated().map { StateMember(element: $1, "\(name(member))[\($0)]") }
  }

  func number(
    _ member: String, _ usual: Double, _ range: ClosedRange<Double>
  ) throws(StudioError) -> Double {
    guard let value = json[member] else { return usual }
    guard let number = value.numberValue, range.contains(number) else {
      throw wrong(
        member,
        "a number from \(range.lowerBound.brief) to \(range.upperBound.brief)")
    }
    return number
  }

  func integer(
    _ member: String, _ usual: Int, _ range: ClosedRange<Int>
  ) throws(StudioError) -> Int {
    guard let value = json[member] else { return usual }
    guard let number = value.numberValue, let integer = Int(exactly: number), range.contains(integer)
    else { throw wrong(member, "a whole number from \(range.lowerBound) to \(range.upperBound)") }
    return integer
  }

  func flag(_ member: String, _ usual: Bool) throws(StudioError) -> Bool {
    guard let value = json[member] else { return usual }
    guard let flag = value.boolValue else { throw wrong(member, "true or false") }
    return flag
  }

  func text(_ member: String, _ usual: String, limit: Int) throws(StudioError) -> String {
    guard let value = json[member] else { return usual }
    return try StateMember(element: value, name(member)).text(limit: limit)
  }

  /// The member itself as text.
  func text(limit: Int) throws(StudioError) -> String {
    guard let text = json.stringValue, text.utf8.count <= limit else {
      throw StudioError("state", "\(path) is not a text of at most \(limit) bytes.", member: path)
    }
    return text
  }

  func choice<Choice: RawRepresentable<String>>(
    _ member: String, _ usual: Choice, _ choices: [Choice]
  ) throws(StudioError) -> Choice {
    try named(member, usual, choices.map { ($0.rawValue, $0) })
  }

  func named<Choice>(
    _ member: String, _ usual: Choice, _ choices: [(String, Choice)]
  ) throws(StudioError) -> Choice {
    guard let value = json[member] else { return usual }
    for (name, choice) in choices where value == .string(name) { return choice }
    var names = ""
    for (name, _) in choices { names += names.isEmpty ? name : ", " + name }
    throw wrong(member, "one of " + names)
  }
}
