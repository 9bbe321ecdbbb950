// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The cyclic redundancy check of ZIP files: polynomial 0x04C11DB7, bits reversed.
///
/// Eight bytes a step: `tables[k][b]` is what the byte `b` adds when `k` bytes follow it.
struct CRC32 {
  private var state: UInt32 = .max

  /// The checksum of what was added so far.
  var value: UInt32 { ~state }

  private static let tables: [UInt32] = {
    var tables: [UInt32] = (0..<256).map { byte in
      var value = UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? (value >> 1) ^ 0xEDB8_8320 : value >> 1 }
      return value
    }
    for index in 0..<7 * 256 {
      let value = tables[index]
      tables.append((value >> 8) ^ tables[Int(value & 0xFF)])
    }
    return tables
  }()

  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var crc = state
    Self.tables.withUnsafeBufferPointer { tables in
      var index = 0
      while index + 8 <= bytes.count {
        let word = UInt64(
          littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        var rest = word ^ UInt64(crc)
        crc = 0
        for table in (0..<8).reversed() {
          crc ^= tables[table << 8 | Int(rest & 0xFF)]
          rest >>= 8
        }
        index += 8
      }
      while index < bytes.count {
        crc = (crc >> 8) ^ tables[Int(UInt8(truncatingIfNeeded: crc) ^ bytes[index])]
        index += 1
      }
    }
    state = crc
  }

  mutating func add(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { add($0) }
  }
}
