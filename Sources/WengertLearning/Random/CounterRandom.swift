// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Random numbers that are a function of a seed and a count: the same on every platform, to the
/// last bit.
///
/// The generator is Philox 4×32 with ten rounds. A stream is a sequence of 2⁶⁴ numbers, and each
/// seed has 2⁶⁴ of them: give every purpose (initial weights, noise, the order of examples) a
/// stream of its own, and drawing more for one does not change the others.
///
/// ```swift
/// var random = CounterRandom(seed: 42)
/// random.uniform()                    // from 0 to below 1
/// random.normal()                     // mean 0, variance 1
/// random.integer(below: 6)
/// let order = random.permutation(of: 10)
/// var again = CounterRandom(seed: 42) // the same numbers again
/// ```
///
/// It is a value: a copy goes on with the same numbers.
///
/// J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw, "Parallel random numbers: as easy as
/// 1, 2, 3" (2011).
public struct CounterRandom: RandomNumberGenerator, Hashable, Sendable {
  /// What the numbers are a function of.
  public let seed: UInt64

  /// Which of the sequences of the seed this is.
  public let stream: UInt64

  /// How many numbers of 64 bits were drawn, modulo 2⁶⁴.
  public private(set) var position: UInt64 = 0

  /// The second half of a block whose first half was drawn.
  private var rest: UInt64 = 0

  /// The beginning of a stream.
  public init(seed: UInt64, stream: UInt64 = 0) {
    self.seed = seed
    self.stream = stream
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    defer { position &+= 1 }
    if position & 1 == 1 { return rest }
    let block = Self.block(
      counter: (
        Self.low(position >> 1), Self.high(position >> 1), Self.low(stream), Self.high(stream)
      ),
      key: (Self.low(seed), Self.high(seed)))
    rest = UInt64(block.3) << 32 | UInt64(block.2)
    return UInt64(block.1) << 32 | UInt64(block.0)
  }

  /// Philox 4×32: ten rounds of two products, whose halves are exchanged and mixed with a key that
  /// changes by Weyl sequences.
  static func block(
    counter: (UInt32, UInt32, UInt32, UInt32), key: (UInt32, UInt32)
  ) -> (UInt32, UInt32, UInt32, UInt32) {
    var (c, k) = (counter, key)
    for _ in 0..<10 {
      let first = 0xD251_1F53 * UInt64(c.0)
      let second = 0xCD9E_8D57 * UInt64(c.2)
      c = (high(second) ^ c.1 ^ k.0, low(second), high(first) ^ c.3 ^ k.1, low(first))
      k = (k.0 &+ 0x9E37_79B9, k.1 &+ 0xBB67_AE85)
    }
    return c
  }

  private static func low(_ x: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: x) }
  private static func high(_ x: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: x >> 32) }
}

extension CounterRandom {
  /// A number from 0 to below 1, a multiple of 2⁻⁵³.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number between two others, which are as likely as any.
  public mutating func uniform(from lower: Double, to upper: Double) -> Double {
    lower + (upper - lower) * uniform()
  }

  /// An integer from 0 to below `bound`, all equally likely.
  ///
  /// D. Lemire, "Fast random integer generation in an interval" (2019).
  ///
  /// - Precondition: `bound` is at least 1.
  public mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "CounterRandom.integer: there is no integer from 0 to below \(bound).")
    let range = UInt64(bound)
    var (high, low) = next().multipliedFullWidth(by: range)
    if low < range {
      // Products whose low half is below 2⁶⁴ mod `range` would make some integers likelier.
      let excess = (0 &- range) % range
      while low < excess { (high, low) = next().multipliedFullWidth(by: range) }
    }
    return Int(high)
  }

  /// The integers from 0 to below `count` in a random order.
  public mutating func permutation(of count: Int) -> [Int] {
    precondition(
      count >= 0, "CounterRandom.permutation: a count is not negative; found \(count).")
    var order = Array(0..<count)
    shuffle(&order)
    return order
  }

  /// Puts the elements into a random order, all equally likely (R. Durstenfeld, 1964).
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    var last = elements.count - 1
    while last > 0 {
      elements.swapAt(last, integer(below: last + 1))
      last -= 1
    }
  }
}
