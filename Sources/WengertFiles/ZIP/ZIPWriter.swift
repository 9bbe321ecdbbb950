// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Lays out a ZIP archive of stored members; the same members make the same bytes.
struct ZIPWriter {
  /// Numbers from here on take the 64-bit form. Smaller in tests, which cannot wait for 4 GiB.
  private let limit: Int

  /// What was laid out so far, in pieces, so that members' bytes are not copied.
  private(set) var pieces: [[UInt8]] = []

  private var size = 0
  private var count = 0
  private var directory: [UInt8] = []

  init(limit: Int = Int(UInt32.max)) {
    self.limit = limit
  }

  /// Adds a member of at most 65,535 bytes of name.
  mutating func add(_ name: String, _ contents: [[UInt8]]) {
    var checksum = CRC32()
    for piece in contents { checksum.add(piece) }
    let length = contents.reduce(0) { $0 + $1.count }
    let isLong = length >= limit
    let isFar = size >= limit

    var local: [UInt8] = []
    local.append(littleEndian: ZIPFormat.localHeader)
    local.append(
      commonFieldsOf: name, checksum.value, length, isLong: isLong, field: isLong ? 20 : 0)
    local += name.utf8
    if isLong { local.append(field64: [length, length]) }

    directory.append(littleEndian: ZIPFormat.directoryHeader)
    directory.append(littleEndian: UInt16(3 << 8 | 45))  // made by this version on Unix
    let numbers = (isLong ? [length, length] : []) + (isFar ? [size] : [])
    directory.append(
      commonFieldsOf: name, checksum.value, length, isLong: isLong || isFar,
      field: numbers.isEmpty ? 0 : 4 + 8 * numbers.count, saturates: isLong)
    directory += [UInt8](repeating: 0, count: 6)  // no comment, first disk, binary
    directory.append(littleEndian: UInt32(0o100644) << 16)  // a file, readable by all
    directory.append(littleEndian: isFar ? .max : UInt32(size))
    directory += name.utf8
    if !numbers.isEmpty { directory.append(field64: numbers) }

    pieces.append(local)
    pieces += contents
    size += local.count + length
    count += 1
  }

  /// Adds the directory, after which no member can be added.
  mutating func finish() {
    var end: [UInt8] = []
    let isLong = count >= min(limit, Int(UInt16.max)) || size >= limit || directory.count >= limit
    if isLong {
      end.append(littleEndian: ZIPFormat.end64)
      end.append(littleEndian: UInt64(ZIPFormat.end64Size - 12))
      end.append(littleEndian: UInt16(3 << 8 | 45))
      end.append(littleEndian: UInt16(45))
      end.append(littleEndian: UInt64(0))  // disks
      for number in [count, count, directory.count, size] {
        end.append(littleEndian: UInt64(number))
      }
      end.append(littleEndian: ZIPFormat.end64Locator)
      end.append(littleEndian: UInt32(0))
      end.append(littleEndian: UInt64(size + directory.count))
      end.append(littleEndian: UInt32(1))
    }
    end.append(littleEndian: ZIPFormat.end)
    end.append(littleEndian: UInt32(0))  // disks
    end.append(littleEndian: isLong ? .max : UInt16(count))
    end.append(littleEndian: isLong ? .max : UInt16(count))
    end.append(littleEndian: isLong ? .max : UInt32(directory.count))
    end.append(littleEndian: isLong ? .max : UInt32(size))
    end.append(littleEndian: UInt16(0))  // no comment
    pieces += [directory, end]
  }
}

extension [UInt8] {
  /// The part that a member's two headers share: versions to lengths.
  fileprivate mutating func append(
    commonFieldsOf name: String, _ checksum: UInt32, _ length: Int, isLong: Bool, field: Int,
    saturates: Bool? = nil
  ) {
    append(littleEndian: UInt16(isLong ? 45 : 20))
    append(littleEndian: name.utf8.allSatisfy { $0 < 0x80 } ? 0 : ZIPFormat.utf8Flag)
    append(littleEndian: ZIPFormat.stored)
    append(littleEndian: UInt16(0))  // midnight
    append(littleEndian: UInt16(1 << 5 | 1))  // of 1 January 1980
    append(littleEndian: checksum)
    for _ in 0..<2 { append(littleEndian: saturates ?? isLong ? .max : UInt32(length)) }
    append(littleEndian: UInt16(name.utf8.count))
    append(littleEndian: UInt16(field))
  }

  /// The field of those numbers that take 64 bits.
  fileprivate mutating func append(field64 numbers: [Int]) {
    append(littleEndian: ZIPFormat.field64)
    append(littleEndian: UInt16(8 * numbers.count))
    for number in numbers { append(littleEndian: UInt64(number)) }
  }
}
