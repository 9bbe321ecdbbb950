// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertExplain

/// What the engine says to a request: an object, and for some requests numbers or pixels as bytes.
public struct StudioAnswer: Sendable, Equatable {
  /// The object; `{"error": …}` if the request was wrong.
  public var json: JSONValue
  /// Little-endian numbers or pixels.
  public var bytes: [UInt8]

  /// An answer.
  public init(_ json: JSONValue, bytes: [UInt8] = []) {
    self.json = json
    self.bytes = bytes
  }

  /// An answer of these members.
  init(_ members: JSONValue.Members, bytes: [UInt8] = []) { self.init(.object(members), bytes: bytes) }
}

/// Why a request cannot be answered.
struct StudioError: Error {
  /// What is wrong, in one sentence for people.
  let message: String
  /// What is wrong, for programs.
  let kind: String
  /// Where in the text that a person typed, in bytes.
  var offset: Int?
  /// Which part of the request is wrong: `features[2]`.
  var member: String?

  init(_ kind: String, _ message: String, offset: Int? = nil, member: String? = nil) {
    self.kind = kind
    self.message = message
    self.offset = offset
    self.member = member
  }

  var json: JSONValue {
    var members: JSONValue.Members = ["message": .string(message), "kind": .string(kind)]
    if let offset { members.append("offset", .integer(offset)) }
    if let member { members.append("member", .string(member)) }
    return .object(["error": .object(members)])
  }
}
