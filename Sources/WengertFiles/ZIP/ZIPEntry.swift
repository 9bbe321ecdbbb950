// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation

/// A member of an archive.
struct ZIPEntry {
  let name: String
  let method: UInt16
  let checksum: UInt32

  /// The number of bytes once decompressed, if the archive tells the truth.
  let size: Int

  /// Where the member's local header starts, and its compressed bytes.
  let start: Int
  let data: Range<Int>
}

extension ZIPEntry {
  /// Takes a header of the directory, which starts at `directory`, and checks the local one.
  init(_ reader: inout ByteReader, before directory: Int) throws(FileError) {
    let headerStart = reader.position
    guard try reader.integer("a member's header") == ZIPFormat.directoryHeader else {
      throw reader.malformed("no member's header is here", at: headerStart)
    }
    _ = try reader.take(4, "a member's versions")
    let flags: UInt16 = try reader.integer("a member's flags")
    method = try reader.integer("a member's method")
    _ = try reader.take(4, "a member's date")
    checksum = try reader.integer("a member's checksum")
    var numbers = [0, 0, 0]  // size, compressed size, offset: the order of the 64-bit field
    numbers[1] = Int(try reader.integer("a compressed size", as: UInt32.self))
    numbers[0] = Int(try reader.integer("a size", as: UInt32.self))
    let nameLength = Int(try reader.integer("the length of a name", as: UInt16.self))
    let fieldsLength = Int(try reader.integer("the length of the fields", as: UInt16.self))
    let commentLength = Int(try reader.integer("the length of a comment", as: UInt16.self))
    _ = try reader.take(8, "a member's attributes")
    numbers[2] = Int(try reader.integer("a member's offset", as: UInt32.self))
    let nameBytes = try reader.take(nameLength, "a member's name")
    guard let name = String(bytes: nameBytes, encoding: .utf8) else {
      throw reader.unsupported("a member's name is not UTF-8", at: headerStart)
    }
    self.name = name
    guard fieldsLength <= reader.remaining else {
      throw reader.malformed("a member's fields take \(fieldsLength) bytes; fewer follow")
    }
    var fields = reader.before(reader.position + fieldsLength)
    try fields.widen(&numbers)
    reader.position += fieldsLength
    _ = try reader.take(commentLength, "a member's comment")

    guard flags & ZIPFormat.encryptedFlag == 0 else {
      throw reader.unsupported("the member `\(name.excerpt)` is encrypted", at: headerStart)
    }
    guard method == ZIPFormat.stored || method == ZIPFormat.deflated else {
      throw reader.unsupported(
        "the member `\(name.excerpt)` is compressed by method \(method), and only 0 (stored) and "
          + "8 (deflated) are read", at: headerStart)
    }
    size = numbers[0]
    start = numbers[2]
    let compressedSize = numbers[1]
    let isPossible =
      method == ZIPFormat.stored
      ? size == compressedSize : size / Inflater.greatestRatio <= compressedSize
    guard isPossible else {
      throw reader.malformed(
        "the member `\(name.excerpt)` cannot make \(size) bytes of \(compressedSize)",
        at: headerStart)
    }

    data = try reader.localData(
      name: nameBytes, at: start, count: compressedSize, before: directory, headerStart)
  }
}

extension ByteReader {
  /// Replaces those of a member's numbers that do not fit in 32 bits by those of its further field.
  fileprivate mutating func widen(_ numbers: inout [Int]) throws(FileError) {
    var isNeeded = numbers.contains(Int(UInt32.max))
    while isNeeded, remaining > 0 {
      let kind: UInt16 = try integer("a member's field")
      let length = Int(try integer("a field's length", as: UInt16.self))
      guard length <= remaining else { throw malformed("a member's field ends too early") }
      if kind == ZIPFormat.field64 {
        var field = before(position + length)
        for index in numbers.indices where numbers[index] == Int(UInt32.max) {
          numbers[index] = try field.count("a size or offset")
        }
        isNeeded = false
      }
      position += length
    }
    // Without the field, such a number may mean itself.
  }

  /// Where the bytes of a member are, which its local header before them tells.
  fileprivate func localData(
    name: UnsafeRawBufferPointer, at start: Int, count: Int, before directory: Int,
    _ headerStart: Int
  ) throws(FileError) -> Range<Int> {
    let text = String(decoding: name, as: UTF8.self).excerpt
    guard start <= directory else {
      throw malformed("the member `\(text)` starts after the members", at: headerStart)
    }
    var local = before(directory)
    local.position = start
    guard try local.integer("the local header") == ZIPFormat.localHeader else {
      throw malformed("the member `\(text)` is not here", at: start)
    }
    _ = try local.take(22, "the local header")
    let nameLength = Int(try local.integer("the length of a name", as: UInt16.self))
    let fieldsLength = Int(try local.integer("the length of the fields", as: UInt16.self))
    guard try local.take(nameLength, "a member's name").elementsEqual(name) else {
      throw malformed("the member `\(text)` has another name here", at: start)
    }
    _ = try local.take(fieldsLength, "a member's fields")
    let dataStart = local.position
    _ = try local.take(count, "the member `\(text)`")
    return dataStart..<local.position
  }
}
