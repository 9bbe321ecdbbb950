// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation

/// Reads bytes from front to back; every read is checked against the end.
struct ByteReader {
  /// What is read: bounds are checked here, since the pointer does so in debug builds only.
  let bytes: UnsafeRawBufferPointer

  /// The name for messages.
  let path: String

  /// Where the next read starts.
  var position = 0

  private init(_ bytes: UnsafeRawBufferPointer, path: String) {
    self.bytes = bytes
    self.path = path
  }

  /// Calls `body` with a reader of contents that live as long as the call.
  static func read<Result>(
    _ contents: some ContiguousBytes, path: String,
    _ body: (ByteReader) throws(FileError) -> Result
  ) throws(FileError) -> Result {
    try contents.withUnsafeBytes { bytes in
      Swift.Result { () throws(FileError) in try body(ByteReader(bytes, path: path)) }
    }.get()
  }

  /// The number of bytes that follow.
  var remaining: Int { bytes.count - position }

  /// A reader of the bytes before `end`, which counts offsets as this one does.
  func before(_ end: Int) -> ByteReader {
    precondition(end >= 0 && end <= bytes.count)
    var reader = ByteReader(UnsafeRawBufferPointer(rebasing: bytes[..<end]), path: path)
    reader.position = position
    return reader
  }

  /// A reader of a range of the bytes that counts offsets from the start of the range.
  func member(_ name: String, _ range: Range<Int>) -> ByteReader {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    return ByteReader(
      UnsafeRawBufferPointer(rebasing: bytes[range]), path: path + "(\(name.excerpt))")
  }

  /// Takes the next bytes, which are called `part` in messages.
  mutating func take(_ count: Int, _ part: String) throws(FileError) -> UnsafeRawBufferPointer {
    guard count >= 0, count <= remaining else {
      throw malformed("\(part) should take \(count) bytes, and \(remaining) follow")
    }
    defer { position += count }
    return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
  }

  /// Takes a little-endian integer.
  mutating func integer<Value: FixedWidthInteger>(
    _ part: String, as: Value.Type = Value.self
  ) throws(FileError) -> Value {
    let bytes = try take(MemoryLayout<Value>.size, part)
    return Value(littleEndian: bytes.loadUnaligned(as: Value.self))
  }

  /// Takes a little-endian count of 64 bits that must be an `Int`.
  mutating func count(_ part: String) throws(FileError) -> Int {
    let value: UInt64 = try integer(part)
    guard let count = Int(exactly: value) else {
      throw malformed("\(part) is \(value), which is beyond 63 bits", at: position - 8)
    }
    return count
  }

  func malformed(_ finding: String, at offset: Int? = nil) -> FileError {
    .malformed(path: path, offset: offset ?? position, finding: finding)
  }

  func unsupported(_ finding: String, at offset: Int? = nil) -> FileError {
    .unsupported(path: path, offset: offset ?? position, finding: finding)
  }
}
