// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The members of a ZIP archive, as its central directory at the end lists them.
///
/// Sizes are believed only where that is safe: members may not overlap, none may be larger than
/// its bytes can stand for, and all that are compressed together not larger than the caller allows.
struct ZIPArchive {
  let entries: [ZIPEntry]
  private let reader: ByteReader

  init(_ reader: ByteReader, maximumByteCount: Int) throws(FileError) {
    self.reader = reader
    let directory = try ZIPDirectory(reader)
    var headers = reader.before(directory.range.upperBound)
    headers.position = directory.range.lowerBound
    var entries: [ZIPEntry] = []
    while headers.remaining > 0 {
      entries.append(try ZIPEntry(&headers, before: directory.range.lowerBound))
    }
    guard entries.count == directory.count else {
      throw headers.malformed(
        "the directory has \(entries.count) members instead of \(directory.count)")
    }
    self.entries = entries
    try checkSizes(maximumByteCount)
    try checkOverlaps()
  }

  private func checkSizes(_ maximum: Int) throws(FileError) {
    var total = 0
    // Stored members are no larger than the file.
    for entry in entries where entry.method == ZIPFormat.deflated {
      let (sum, overflows) = total.addingReportingOverflow(entry.size)
      total = overflows ? .max : sum
      if total > maximum {
        throw .tooLarge(path: reader.path, byteCount: total, maximum: maximum)
      }
    }
  }

  private func checkOverlaps() throws(FileError) {
    var end = 0
    for entry in entries.sorted(by: { $0.start < $1.start }) {
      guard entry.start >= end else {
        throw reader.malformed(
          "the member `\(entry.name.excerpt)` overlaps another", at: entry.start)
      }
      end = entry.data.upperBound
    }
  }

  /// Calls `body` with the decompressed bytes of a member, whose checksum is right.
  func read<Result>(
    _ entry: ZIPEntry, _ body: (ByteReader) throws(FileError) -> Result
  ) throws(FileError) -> Result {
    let data = reader.member(entry.name, entry.data)
    if entry.method == ZIPFormat.stored {
      try check(entry, data)
      return try body(data)
    }
    let bytes = try Inflater.inflate(data, count: entry.size)
    return try ByteReader.read(bytes, path: data.path) { data throws(FileError) in
      try check(entry, data)
      return try body(data)
    }
  }

  private func check(_ entry: ZIPEntry, _ data: ByteReader) throws(FileError) {
    var checksum = CRC32()
    checksum.add(data.bytes)
    guard checksum.value == entry.checksum else {
      throw data.malformed("the checksum of the bytes from here on is not the recorded one")
    }
  }
}
