// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertExplain

/// Why a request about training cannot be answered.
struct TrainingError: Error {
  let kind: String
  let message: String
  /// Where in the text that a person typed, in bytes.
  var offset: Int?
  /// Which part of the state is wrong: `features[2]`.
  var member: String?

  init(_ kind: String, _ message: String, offset: Int? = nil, member: String? = nil) {
    self.kind = kind
    self.message = message
    self.offset = offset
    self.member = member
  }

  var answer: StudioAnswer {
    var error: JSONValue.Members = ["message": .string(message), "kind": .string(kind)]
    if let offset { error.append("offset", .integer(offset)) }
    if let member { error.append("member", .string(member)) }
    return StudioAnswer(["error": .object(error)])
  }
}

/// A part of a state as it was sent, and what it is called: `optimizer`, `layers[2]`.
struct StateMember {
  let json: JSONValue
  let path: String

  init(_ json: JSONValue, _ path: String) throws(TrainingError) {
    self.json = json
    self.path = path
    switch json {
    case .null, .object: break
    default: throw TrainingError("state", "\(path) is no object.", member: path)
    }
  }

  private init(element: JSONValue, _ path: String) {
    json = element
    self.path = path
  }

  private func name(_ member: String) -> String { path == "state" ? member : path + "." + member }

  private func wrong(_ member: String, _ expected: String) -> TrainingError {
    TrainingError("state", "\(name(member)) is not \(expected).", member: name(member))
  }

  func object(_ member: String) throws(TrainingError) -> StateMember {
    try StateMember(JSONValue(json[member]), name(member))
  }

  /// The elements of an array; nil if it is left out.
  func array(_ member: String, limit: Int) throws(TrainingError) -> [StateMember]? {
    guard let value = json[member] else { return nil }
    guard let elements = value.arrayValue else { throw wrong(member, "a list") }
    guard elements.count <= limit else {
      throw TrainingError(
        "limit", "\(name(member)) has \(elements.count) elements; the limit here is \(limit).",
        member: name(member))
    }
    return elements.enumerated().map { StateMember(element: $1, "\(name(member))[\($0)]") }
  }

  func number(
    _ member: String, _ usual: Double, _ range: ClosedRange<Double>
  ) throws(TrainingError) -> Double {
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
  ) throws(TrainingError) -> Int {
    guard let value = json[member] else { return usual }
    guard let number = value.numberValue, let integer = Int(exactly: number), range.contains(integer)
    else { throw wrong(member, "a whole number from \(range.lowerBound) to \(range.upperBound)") }
    return integer
  }

  func flag(_ member: String, _ usual: Bool) throws(TrainingError) -> Bool {
    guard let value = json[member] else { return usual }
    guard let flag = value.boolValue else { throw wrong(member, "true or false") }
    return flag
  }

  func text(_ member: String, _ usual: String, limit: Int) throws(TrainingError) -> String {
    guard let value = json[member] else { return usual }
    return try StateMember(element: value, name(member)).text(limit: limit)
  }

  /// The member itself as text.
  func text(limit: Int) throws(TrainingError) -> String {
    guard let text = json.stringValue, text.utf8.count <= limit else {
      throw TrainingError("state", "\(path) is not a text of at most \(limit) bytes.", member: path)
    }
    return text
  }

  func choice<Choice: RawRepresentable<String>>(
    _ member: String, _ usual: Choice, _ choices: [Choice]
  ) throws(TrainingError) -> Choice {
    try named(member, usual, choices.map { ($0.rawValue, $0) })
  }

  func named<Choice>(
    _ member: String, _ usual: Choice, _ choices: [(String, Choice)]
  ) throws(TrainingError) -> Choice {
    guard let value = json[member] else { return usual }
    for (name, choice) in choices where value == .string(name) { return choice }
    var names = ""
    for (name, _) in choices { names += names.isEmpty ? name : ", " + name }
    throw wrong(member, "one of " + names)
  }
}
