// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A canonical Huffman code of at most 15 bits a symbol, as DEFLATE describes it: by the lengths.
struct HuffmanCode {
  /// Codes of at most this many bits are found by one look into a table.
  private static let fastBits = 10

  /// For each value of the next bits, `symbol << 4 | length`; 0 where the code is longer.
  private var fast = [UInt16](repeating: 0, count: 1 << fastBits)

  /// How many codes there are of each length.
  private var counts = [Int](repeating: 0, count: 16)

  /// The symbols in the order of their codes.
  private var symbols: [UInt16] = []

  /// Creates a code; nil if no code has these lengths, or if it leaves codes without a symbol.
  ///
  /// DEFLATE allows two codes of the latter kind: one symbol of one bit, and none at all.
  init?(lengths: some RandomAccessCollection<UInt8>) {
    for length in lengths { counts[Int(length)] += 1 }
    counts[0] = 0
    var free = 1
    for length in 1...15 {
      free = free * 2 - counts[length]
      if free < 0 { return nil }
    }
    let used = counts.reduce(0, +)
    guard free == 0 || used == 0 || (used == 1 && counts[1] == 1) else { return nil }

    // Where the symbols of each length start among all, and the first code of each length.
    var starts = [Int](repeating: 0, count: 16)
    var code = 0
    var codes = starts
    for length in 1...15 {
      starts[length] = starts[length - 1] + counts[length - 1]
      code = (code + counts[length - 1]) * 2
      codes[length] = code
    }
    symbols = [UInt16](repeating: 0, count: used)
    for (symbol, length) in lengths.enumerated() where length > 0 {
      let length = Int(length)
      symbols[starts[length]] = UInt16(symbol)
      starts[length] += 1
      enter(symbol, code: codes[length], length: length)
      codes[length] += 1
    }
  }

  private mutating func enter(_ symbol: Int, code: Int, length: Int) {
    if length > Self.fastBits { return }
    // Codes are read from their highest bit on, all else from the lowest.
    var reversed = 0
    for bit in 0..<length where code >> bit & 1 == 1 { reversed |= 1 << (length - 1 - bit) }
    for bits in stride(from: reversed, to: fast.count, by: 1 << length) {
      fast[bits] = UInt16(symbol << 4 | length)
    }
  }

  /// Takes a symbol from bits that a refill made available; nil if it is none of the code.
  func symbol(_ bits: inout BitReader) -> Int? {
    let entry = Int(fast[Int(truncatingIfNeeded: bits.buffer) & (fast.count - 1)])
    if entry != 0 {
      bits.skip(entry & 15)
      return entry >> 4
    }
    // Bit by bit: the codes of one length are consecutive numbers.
    var code = 0
    var first = 0
    var start = 0
    for length in 1...15 {
      code = code << 1 | Int(truncatingIfNeeded: bits.buffer >> UInt64(length - 1) & 1)
      let count = counts[length]
      if code - first < count {
        bits.skip(length)
        return Int(symbols[start + code - first])
      }
      start += count
      first = (first + count) << 1
    }
    return nil
  }
}
