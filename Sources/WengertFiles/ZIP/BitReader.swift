// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Reads bits as DEFLATE packs them: the first is the lowest of the first byte.
///
/// Zeros follow the end, so that the inner loop of decoding needs no test; `isPastEnd` tells.
struct BitReader {
  private let bytes: UnsafeRawBufferPointer

  /// The next byte that is not in the buffer; past the end where zeros were supplied.
  private var next = 0

  /// At least `count` bits, the first lowest. Those above `count` are those that follow, or 0.
  private(set) var buffer: UInt64 = 0
  private var count = 0

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  /// Whether more bits were taken than there are.
  var isPastEnd: Bool { next * 8 - count > bytes.count * 8 }

  /// The number of bytes that were taken, in whole or in part.
  var byteCount: Int { (next * 8 - count + 7) / 8 }

  /// Makes at least 56 bits available.
  mutating func refill() {
    if next + 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: next, as: UInt64.self)
      buffer |= UInt64(littleEndian: word) << UInt64(count)
      let added = (63 - count) / 8
      next += added
      count += added * 8
    } else {
      while count < 56 {
        if next < bytes.count { buffer |= UInt64(bytes[next]) << UInt64(count) }
        next += 1
        count += 8
      }
    }
  }

  /// Drops bits that a refill made available.
  mutating func skip(_ bits: Int) {
    buffer >>= UInt64(bits)
    count -= bits
  }

  /// Takes at most 16 bits that a refill made available.
  mutating func take(_ bits: Int) -> Int {
    defer { skip(bits) }
    return Int(buffer & (1 << UInt64(bits) - 1))
  }

  /// Takes whole bytes, from the next boundary of bytes on; nil if there are not as many.
  mutating func takeBytes(_ length: Int) -> UnsafeRawBufferPointer? {
    let start = byteCount
    guard start <= bytes.count, length <= bytes.count - start else { return nil }
    next = start + length
    buffer = 0
    count = 0
    return UnsafeRawBufferPointer(rebasing: bytes[start..<next])
  }
}
