// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing

@testable import WengertFiles

@Suite("DEFLATE")
struct InflaterTests {
  @Test func `the checksum is the usual one`() {
    var whole = CRC32()
    whole.add(Array("123456789".utf8))
    #expect(whole.value == 0xCBF4_3926)
    var parts = CRC32()
    parts.add(Array("1234".utf8))
    parts.add([])
    parts.add(Array("56789".utf8))
    #expect(parts.value == whole.value)
    #expect(CRC32().value == 0)
  }

  @Test func `small streams are decompressed`() throws {
    #expect(try inflate([0x03, 0x00], count: 0) == [])
    // "abcabcabc": four literals and an overlapping repetition of five bytes.
    #expect(
      try inflate([0x4B, 0x4C, 0x4A, 0x4E, 0x04, 0x23, 0x00], count: 9)
        == Array("abcabcabc".utf8))
    #expect(try inflate([0x01, 0x02, 0x00, 0xFD, 0xFF, 7, 8], count: 2) == [7, 8])
    #expect(Inflater.lengths.count == 29 && Inflater.distances.count == 30)
    #expect(Inflater.distances[29].first + (1 << 13) - 1 == 32_768)
  }

  @Test(
    arguments: [
      ([], 0, "end too early"),
      ([0x07], 0, "no known type"),
      ([0x03], 0, "end too early"),
      ([0x03, 0x00, 0x00], 0, "bytes follow"),
      ([0x03, 0x00], 1, "0 bytes instead of the promised 1"),
      ([0x4B, 0x4C, 0x4A, 0x4E, 0x04, 0x23, 0x00], 8, "more bytes than the promised 8"),
      ([0x4B, 0x4C, 0x4A, 0x4E, 0x04, 0x23, 0x00], 2, "more bytes than the promised 2"),
      ([0x01, 0x02, 0x00, 0xFD, 0xFE, 7, 8], 2, "two lengths"),
      ([0x01, 0x02, 0x00, 0xFD, 0xFF, 7], 2, "end too early"),
      ([0x03, 0x02], 10, "starts before the output"),
      ([0x05, 0x00], 0, "code"),
      ([0xFD, 0xFF, 0xFF], 0, "too many symbols"),
    ] as [([UInt8], Int, String)])
  func `damage is found`(_ stream: [UInt8], _ count: Int, _ reason: String) {
    let error = #expect(throws: FileError.self) { try inflate(stream, count: count) }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
  }

  @Test func `lengths must make a code`() {
    #expect(HuffmanCode(lengths: [1, 1, 1]) == nil)
    #expect(HuffmanCode(lengths: [1, 2]) == nil)
    #expect(HuffmanCode(lengths: [2]) == nil)
    #expect(HuffmanCode(lengths: [1]) != nil)
    #expect(HuffmanCode(lengths: [0, 0]) != nil)
    #expect(HuffmanCode(lengths: (1...15).map { UInt8($0) } + [15]) != nil)
  }

  /// Each symbol of a code with lengths 1, 2, …, 15 and 15, by the fast way and the slow one.
  @Test func `long codes are decoded`() throws {
    let code = try #require(HuffmanCode(lengths: (1...15).map { UInt8($0) } + [15]))
    for symbol in 0..<16 {
      // The code is `symbol` ones and a zero, but for the last, which has 15 ones.
      let stream = (UInt32(1) << UInt32(symbol)) - 1
      let bytes = (0..<4).map { UInt8(truncatingIfNeeded: stream >> UInt32(8 * $0)) }
      let found = bytes.withUnsafeBytes { bytes in
        var bits = BitReader(bytes)
        bits.refill()
        return code.symbol(&bits)
      }
      #expect(found == symbol)
    }
  }

  private func inflate(_ stream: [UInt8], count: Int) throws(FileError) -> [UInt8] {
    try ByteReader.read(stream, path: "stream") { reader throws(FileError) in
      try Inflater.inflate(reader, count: count)
    }
  }
}
