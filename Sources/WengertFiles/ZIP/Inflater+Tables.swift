// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension Inflater {
  /// Numbers that share a symbol: `first`, and those that further bits count on from it.
  struct NumberRange {
    let first: Int
    let bits: Int

    /// Takes the further bits.
    func value(_ reader: inout BitReader) -> Int { first + reader.take(bits) }

    /// Ranges one after the other, of 2^`bits` numbers each.
    static func ranges(from first: Int, bits: [Int]) -> [NumberRange] {
      var first = first
      return bits.map { bits in
        defer { first += 1 << bits }
        return NumberRange(first: first, bits: bits)
      }
    }
  }

  /// How many bytes the symbols from 257 on repeat; the last means the greatest length alone.
  static let lengths =
    NumberRange.ranges(from: 3, bits: [0, 0, 0, 0] + (0...5).flatMap { [$0, $0, $0, $0] })
    + [NumberRange(first: 258, bits: 0)]

  /// How many bytes before the bytes to repeat start.
  static let distances = NumberRange.ranges(from: 1, bits: [0, 0] + (0...13).flatMap { [$0, $0] })

  /// The order in which the lengths of the code for lengths come.
  static let lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

  /// The code of blocks that bring none of their own.
  static let fixedLiterals = HuffmanCode(
    lengths: (0..<288).map { symbol in
      switch symbol {
      case ..<144: 8
      case ..<256: 9
      case ..<280: 7
      default: 8
      }
    })!

  /// Five bits for each distance; the last two of them mean nothing.
  static let fixedDistances = HuffmanCode(lengths: [UInt8](repeating: 5, count: 32))!
}
