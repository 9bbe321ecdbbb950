// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// What stands before the elements in a safetensors file: 64 bits of length, and JSON.
///
/// Source: the description of the format in the README of huggingface/safetensors.
struct SafetensorsHeader {
  struct Entry {
    let name: String
    let element: EncodedElement
    let shape: [Int]

    /// Where the elements are, counted from the end of the header.
    let range: Range<Int>

    /// Where the file speaks of it, for messages.
    let position: Int
  }

  static let metadataKey = "__metadata__"
  static let maximumLength = 100_000_000

  private(set) var metadata: [String: String] = [:]

  /// The arrays in the order of their elements.
  private(set) var entries: [Entry] = []

  /// Takes the header from the start of a file, and checks that the arrays fill the rest.
  init(_ reader: inout ByteReader) throws(FileError) {
    let length = try reader.count("the header's length")
    guard length <= Self.maximumLength else {
      throw reader.malformed(
        "the header takes \(length) bytes, more than \(Self.maximumLength)", at: 0)
    }
    guard length <= reader.remaining else {
      throw reader.malformed("the header takes \(length) bytes, and \(reader.remaining) follow")
    }
    var text = reader.before(reader.position + length)
    guard text.next == UInt8(ascii: "{") else { throw text.expected("`{`") }
    var hasMetadata = false
    var names: Set<String> = []
    try text.jsonObject { text, name, position throws(FileError) in
      if name == Self.metadataKey, !hasMetadata {
        hasMetadata = true
        metadata = try text.jsonStrings()
      } else if name != Self.metadataKey, names.insert(name).inserted {
        entries.append(try text.safetensorsEntry(name, at: position))
      } else {
        throw text.malformed("the name `\(name.excerpt)` is there twice", at: position)
      }
    }
    text.skipSpace()
    guard text.remaining == 0 else { throw text.expected("the header's end") }
    reader.position = text.position
    try checkRanges(count: reader.remaining, reader)
  }

  private mutating func checkRanges(count: Int, _ reader: ByteReader) throws(FileError) {
    entries.sort {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    var end = 0
    for entry in entries {
      guard entry.range.lowerBound == end else {
        throw reader.malformed(
          "the elements of `\(entry.name.excerpt)` start at \(entry.range.lowerBound), "
            + "and those before end at \(end)", at: entry.position)
      }
      end = entry.range.upperBound
    }
    guard end == count else {
      throw reader.malformed("all elements take \(end) bytes, and \(count) follow")
    }
  }
}

extension ByteReader {
  fileprivate mutating func safetensorsEntry(
    _ name: String, at start: Int
  ) throws(FileError) -> SafetensorsHeader.Entry {
    var element: EncodedElement?
    var shape: [Int]?
    var offsets: [Int]?
    try jsonObject { text, key, position throws(FileError) in
      switch key {
      case "dtype" where element == nil: element = try text.safetensorsType()
      case "shape" where shape == nil: shape = try text.jsonNaturals("an axis' length")
      case "data_offsets" where offsets == nil: offsets = try text.jsonNaturals("an offset")
      default: throw text.malformed("the key `\(key.excerpt)` is unknown or repeated", at: position)
      }
    }
    guard let element, let shape, let offsets, offsets.count == 2, offsets[0] <= offsets[1] else {
      throw malformed(
        "`\(name.excerpt)` must have a `dtype`, a `shape` and two rising `data_offsets`", at: start)
    }
    let count = StoredArray.byteCount(of: shape, width: 8).map { $0 / 8 * element.width }
    guard count == offsets[1] - offsets[0] else {
      throw malformed(
        "the elements of `\(name.excerpt)` take \(offsets[1] - offsets[0]) bytes, which is not "
          + "what the shape \(shape) asks for", at: start)
    }
    return SafetensorsHeader.Entry(
      name: name, element: element, shape: shape, range: offsets[0]..<offsets[1],
      position: start)
  }

  private mutating func safetensorsType() throws(FileError) -> EncodedElement {
    skipSpace()
    let start = position
    let name = try jsonString()
    switch name {
    case "BOOL": return .bool
    case "I8": return .int8
    case "I16": return .int16
    case "I32": return .int32
    case "I64": return .int64
    case "U8": return .uint8
    case "U16": return .uint16
    case "U32": return .uint32
    case "U64": return .uint64
    case "F16": return .float16
    case "BF16": return .bfloat16
    case "F32": return .float32
    case "F64": return .float64
    default: throw unsupported("the element type `\(name.excerpt)` is none that is read", at: start)
    }
  }
}
