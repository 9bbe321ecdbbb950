// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Where the central directory of an archive is, which the archive's end tells.
struct ZIPDirectory {
  /// The number of members.
  let count: Int
  let range: Range<Int>

  init(_ reader: ByteReader) throws(FileError) {
    guard let end = Self.end(of: reader) else {
      throw reader.malformed(
        "this is no ZIP archive, or its end is missing", at: reader.bytes.count)
    }
    let locator = end - ZIPFormat.end64LocatorSize
    var reader = reader
    var limit = end
    var disks: (Int, Int)
    var counts: (Int, Int)
    let size: Int
    let offset: Int
    if locator >= 0, reader.bytes.starts(with: ZIPFormat.end64Locator, at: locator) {
      reader.position = locator + 8
      limit = try reader.count("the offset of the archive's 64-bit end")
      guard limit <= locator - ZIPFormat.end64Size,
        reader.bytes.starts(with: ZIPFormat.end64, at: limit)
      else {
        throw reader.malformed("the archive's 64-bit end is not where it should be", at: locator)
      }
      reader.position = limit + 16
      disks.0 = Int(try reader.integer("a disk's number", as: UInt32.self))
      disks.1 = Int(try reader.integer("a disk's number", as: UInt32.self))
      counts.0 = try reader.count("the number of members")
      counts.1 = try reader.count("the number of members")
      size = try reader.count("the directory's size")
      offset = try reader.count("the directory's offset")
    } else {
      reader.position = end + 4
      disks.0 = Int(try reader.integer("a disk's number", as: UInt16.self))
      disks.1 = Int(try reader.integer("a disk's number", as: UInt16.self))
      counts.0 = Int(try reader.integer("the number of members", as: UInt16.self))
      counts.1 = Int(try reader.integer("the number of members", as: UInt16.self))
      size = Int(try reader.integer("the directory's size", as: UInt32.self))
      offset = Int(try reader.integer("the directory's offset", as: UInt32.self))
    }
    guard disks == (0, 0), counts.0 == counts.1 else {
      throw reader.unsupported("the archive is split into several files", at: limit)
    }
    guard size <= limit, offset == limit - size else {
      throw reader.malformed(
        "the directory, \(size) bytes from \(offset) on, does not end here", at: limit)
    }
    count = counts.0
    range = offset..<limit
  }

  /// Where the last header starts whose comment ends with the file.
  private static func end(of reader: ByteReader) -> Int? {
    let last = reader.bytes.count - ZIPFormat.endSize
    if last < 0 { return nil }
    return (max(0, last - Int(UInt16.max))...last).last { start in
      guard reader.bytes.starts(with: ZIPFormat.end, at: start) else { return false }
      let length = reader.bytes.loadUnaligned(fromByteOffset: start + 20, as: UInt16.self)
      return start + ZIPFormat.endSize + Int(UInt16(littleEndian: length)) == reader.bytes.count
    }
  }
}

extension UnsafeRawBufferPointer {
  /// Whether the four bytes at `offset`, which are there, are a signature.
  fileprivate func starts(with signature: UInt32, at offset: Int) -> Bool {
    UInt32(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt32.self)) == signature
  }
}
