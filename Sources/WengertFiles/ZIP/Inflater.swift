// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Decompression of DEFLATE.
///
/// Source: P. Deutsch, DEFLATE Compressed Data Format Specification version 1.3, RFC 1951, 1996.
struct Inflater {
  /// No byte stands for more: 258 bytes take a length and a distance, of one bit each.
  static let greatestRatio = 258 * 4

  private var bits: BitReader
  private let input: ByteReader
  private let output: UnsafeMutableRawBufferPointer
  private var written = 0

  /// The bytes that all of `input` stands for; there must be `count`.
  ///
  /// No more than `count` bytes are allocated, and the caller bounds it.
  static func inflate(_ input: ByteReader, count: Int) throws(FileError) -> [UInt8] {
    var outcome = Result<Void, FileError>.success(())
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      let output = UnsafeMutableRawBufferPointer(
        rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count])
      var inflater = Inflater(bits: BitReader(input.bytes), input: input, output: output)
      outcome = Result { () throws(FileError) in try inflater.run() }
      initialized = inflater.written
    }
    try outcome.get()
    return bytes
  }

  private mutating func run() throws(FileError) {
    var isLast = false
    while !isLast {
      bits.refill()
      isLast = bits.take(1) == 1
      switch bits.take(2) {
      case 0: try copyBlock()
      case 1: try expandBlock(Self.fixedLiterals, Self.fixedDistances)
      case 2:
        let (literals, distances) = try readCodes()
        try expandBlock(literals, distances)
      default: throw damage("a block is of no known type")
      }
      if bits.isPastEnd { throw damage("the compressed bytes end too early") }
    }
    if bits.byteCount != input.bytes.count { throw damage("bytes follow the last block") }
    if written != output.count {
      throw damage("there are \(written) bytes instead of the promised \(output.count)")
    }
  }

  /// A block that is not compressed.
  private mutating func copyBlock() throws(FileError) {
    guard let lengths = bits.takeBytes(4) else {
      throw damage("the compressed bytes end too early")
    }
    let length = Int(lengths[0]) | Int(lengths[1]) << 8
    let complement = Int(lengths[2]) | Int(lengths[3]) << 8
    guard length ^ complement == 0xFFFF else {
      throw damage("the two lengths of a block disagree")
    }
    guard let bytes = bits.takeBytes(length) else {
      throw damage("the compressed bytes end too early")
    }
    try requireSpace(length)
    UnsafeMutableRawBufferPointer(rebasing: output[written...]).copyMemory(from: bytes)
    written += length
  }

  /// A block of literal bytes and of repetitions of bytes before.
  private mutating func expandBlock(
    _ literals: HuffmanCode, _ distances: HuffmanCode
  ) throws(FileError) {
    while true {
      bits.refill()
      guard let symbol = literals.symbol(&bits) else { throw damage("a code has no symbol") }
      if symbol < 256 {
        try requireSpace(1)
        output[written] = UInt8(symbol)
        written += 1
        continue
      }
      if symbol == 256 { return }
      guard symbol - 257 < Self.lengths.count else { throw damage("a length is of no known kind") }
      let length = Self.lengths[symbol - 257].value(&bits)
      guard let symbol = distances.symbol(&bits), symbol < Self.distances.count else {
        throw damage("a distance is of no known kind")
      }
      let distance = Self.distances[symbol].value(&bits)
      guard distance <= written else { throw damage("a repetition starts before the output") }
      try requireSpace(length)
      // The two ranges may overlap, and then bytes that were just written are copied.
      for index in written..<written + length { output[index] = output[index - distance] }
      written += length
    }
  }

  /// The codes at the start of a block, themselves compressed.
  private mutating func readCodes() throws(FileError) -> (HuffmanCode, HuffmanCode) {
    bits.refill()
    let literalCount = bits.take(5) + 257
    let distanceCount = bits.take(5) + 1
    let lengthCount = bits.take(4) + 4
    guard literalCount <= 286, distanceCount <= 30 else {
      throw damage("a block has too many symbols")
    }
    var lengths = [UInt8](repeating: 0, count: 19)
    for symbol in Self.lengthOrder.prefix(lengthCount) {
      bits.refill()
      lengths[symbol] = UInt8(bits.take(3))
    }
    guard let lengthCode = HuffmanCode(lengths: lengths) else { throw damage(Self.impossible) }

    lengths = []
    while lengths.count < literalCount + distanceCount {
      bits.refill()
      guard let symbol = lengthCode.symbol(&bits) else { throw damage("a code has no symbol") }
      switch symbol {
      case 16:
        guard let last = lengths.last else { throw damage("nothing comes before a repetition") }
        lengths.append(contentsOf: repeatElement(last, count: 3 + bits.take(2)))
      case 17: lengths.append(contentsOf: repeatElement(0, count: 3 + bits.take(3)))
      case 18: lengths.append(contentsOf: repeatElement(0, count: 11 + bits.take(7)))
      default: lengths.append(UInt8(symbol))
      }
    }
    guard lengths.count == literalCount + distanceCount, lengths[256] > 0,
      let literals = HuffmanCode(lengths: lengths[..<literalCount]),
      let distances = HuffmanCode(lengths: lengths[literalCount...])
    else { throw damage(Self.impossible) }
    return (literals, distances)
  }

  private func requireSpace(_ count: Int) throws(FileError) {
    if count > output.count - written {
      throw damage("there are more bytes than the promised \(output.count)")
    }
  }

  private func damage(_ finding: String) -> FileError {
    input.malformed(
      "the DEFLATE data is damaged: \(finding)", at: min(bits.byteCount, input.bytes.count))
  }

  private static let impossible = "the lengths of a block's codes make no code"
}
