// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation

/// The JSON that a safetensors header is made of: objects of known depth, strings and naturals.
extension ByteReader {
  /// Takes an object; `body` takes each value, and gets the key and where the key is.
  mutating func jsonObject(
    _ body: (inout ByteReader, String, Int) throws(FileError) -> Void
  ) throws(FileError) {
    try expect("{")
    if consume("}") { return }
    repeat {
      skipSpace()
      let start = position
      let key = try jsonString()
      try expect(":")
      try body(&self, key, start)
    } while consume(",")
    try expect("}")
  }

  /// Takes an object whose values are strings.
  mutating func jsonStrings() throws(FileError) -> [String: String] {
    var strings: [String: String] = [:]
    try jsonObject { text, key, position throws(FileError) in
      guard strings.updateValue(try text.jsonString(), forKey: key) == nil else {
        throw text.malformed("the key `\(key.excerpt)` is there twice", at: position)
      }
    }
    return strings
  }

  /// Takes an array of integers that are not negative.
  mutating func jsonNaturals(_ part: String) throws(FileError) -> [Int] {
    try expect("[")
    if consume("]") { return [] }
    var numbers: [Int] = []
    repeat { numbers.append(try natural(part)) } while consume(",")
    try expect("]")
    return numbers
  }

  /// Takes a string.
  mutating func jsonString() throws(FileError) -> String {
    let start = position
    try expect("\"")
    var content: [UInt8] = []
    while let byte = next, byte != UInt8(ascii: "\"") {
      if byte < 0x20 { throw expected("a character") }
      position += 1
      if byte == UInt8(ascii: "\\") {
        content += Array(String(try jsonEscape()).utf8)
      } else {
        content.append(byte)
      }
    }
    try expect("\"")
    guard let string = String(bytes: content, encoding: .utf8) else {
      throw malformed("a string is not UTF-8", at: start)
    }
    return string
  }

  /// Takes what follows a backslash.
  private mutating func jsonEscape() throws(FileError) -> Unicode.Scalar {
    let start = position - 1
    let letter: UInt8 = try integer("an escape")
    switch Unicode.Scalar(letter) {
    case "\"", "\\", "/": return Unicode.Scalar(letter)
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u":
      var units = [try jsonCodeUnit()]
      if UTF16.isLeadSurrogate(units[0]), bytes[position...].starts(with: "\\u".utf8) {
        position += 2
        units.append(try jsonCodeUnit())
      }
      var decoder = UTF16()
      var iterator = units.makeIterator()
      if case .scalarValue(let scalar) = decoder.decode(&iterator),
        iterator.next() == nil
      {
        return scalar
      }
    default: break
    }
    throw malformed("an escape stands for no character", at: start)
  }

  /// Takes four hexadecimal digits.
  private mutating func jsonCodeUnit() throws(FileError) -> UInt16 {
    let digits = try take(4, "an escape")
    guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw malformed("an escape needs four hexadecimal digits", at: position - 4) }
    return unit
  }
}
