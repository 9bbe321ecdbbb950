// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension BigReal {
  static prefix func - (a: BigReal) -> BigReal {
    BigReal(isNegative: !a.isNegative, exponent: a.exponent, limbs: a.limbs)
  }

  static func + (a: BigReal, b: BigReal) -> BigReal { sum(a, b, words: max(a.words, b.words)) }

  static func - (a: BigReal, b: BigReal) -> BigReal { sum(a, -b, words: max(a.words, b.words)) }

  static func * (a: BigReal, b: BigReal) -> BigReal { product(a, b, words: max(a.words, b.words)) }

  static func / (a: BigReal, b: BigReal) -> BigReal { quotient(a, b, words: max(a.words, b.words)) }
}

// MARK: - Sum

extension BigReal {
  /// `a + b`, correctly rounded to `words` limbs. Opposite numbers give +0.
  static func sum(_ a: BigReal, _ b: BigReal, words: Int) -> BigReal {
    if a.isZero && b.isZero { return .zero(isNegative: a.isNegative && b.isNegative) }
    if b.isZero { return a.rounded(toWords: words) }
    if a.isZero { return b.rounded(toWords: words) }
    let order = compareMagnitudes(a, b)
    let subtracts = a.isNegative != b.isNegative
    if subtracts && order == 0 { return .zero() }
    let (large, small) = order < 0 ? (b, a) : (a, b)

    // One word on top for the carry, one below for the bits that cancellation may bring up.
    let count = max(large.words, small.words, words) + 2
    return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: count) { raw in
      let offset = count - 1 - large.words
      for index in 0..<offset { raw.initializeElement(at: index, to: 0) }
      for index in 0..<large.words {
        raw.initializeElement(at: offset + index, to: large.limbs[index])
      }
      raw.initializeElement(at: count - 1, to: 0)
      let isSticky = accumulate(
        small.limbs, shiftedBy: large.exponent - small.exponent, into: raw, subtracts: subtracts)
      return rounded(
        raw, isNegative: large.isNegative, exponent: large.exponent + 64, isSticky: isSticky,
        words: words)
    }
  }

  /// Adds or subtracts `limbs`, moved down by `distance` bits from the second-highest word of
  /// `raw`; returns whether non-zero bits fell off its end.
  private static func accumulate(
    _ limbs: [UInt64], shiftedBy distance: Int64,
    into raw: UnsafeMutableBufferPointer<UInt64>, subtracts: Bool
  ) -> Bool {
    let wordShift = Int(min(distance / 64, Int64(raw.count + 1)))
    let bitShift = UInt64(distance % 64)
    let base = raw.count - 1 - limbs.count - wordShift
    var isSticky = false
    var carry: UInt64 = 0

    func add(_ word: UInt64, at index: Int) {
      let (first, overflow1) =
        subtracts
        ? raw[index].subtractingReportingOverflow(word)
        : raw[index].addingReportingOverflow(word)
      let (second, overflow2) =
        subtracts
        ? first.subtractingReportingOverflow(carry)
        : first.addingReportingOverflow(carry)
      raw[index] = second
      carry = UInt64(carry: overflow1) | UInt64(carry: overflow2)
    }

    for index in -1..<limbs.count {
      let lower = index >= 0 ? limbs[index] &>> bitShift : 0
      let upper =
        index + 1 < limbs.count ? (limbs[index + 1] &<< 1) &<< (63 &- bitShift) : 0
      let word = lower | upper
      if base + index >= 0 {
        add(word, at: base + index)
      } else if word != 0 {
        isSticky = true
        // What is lost of a subtrahend is made up by one unit, and the bit that sticks.
        carry = subtracts ? 1 : 0
      }
    }
    var index = max(0, base + limbs.count)
    while carry != 0 && index < raw.count {
      add(0, at: index)
      index += 1
    }
    return isSticky
  }
}

// MARK: - Product

extension BigReal {
  /// `a · b`, correctly rounded to `words` limbs: the full schoolbook product, then one rounding.
  static func product(_ a: BigReal, _ b: BigReal, words: Int) -> BigReal {
    let isNegative = a.isNegative != b.isNegative
    if a.isZero || b.isZero { return .zero(isNegative: isNegative) }
    return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: a.words + b.words) { raw in
      raw.initialize(repeating: 0)
      a.limbs.withUnsafeBufferPointer { left in
        b.limbs.withUnsafeBufferPointer { right in
          for i in 0..<left.count where left[i] != 0 {
            var carry: UInt64 = 0
            for j in 0..<right.count {
              let (high, low) = left[i].multipliedFullWidth(by: right[j])
              let (first, overflow1) = low.addingReportingOverflow(carry)
              let (second, overflow2) = first.addingReportingOverflow(raw[i &+ j])
              raw[i &+ j] = second
              carry = high &+ UInt64(carry: overflow1) &+ UInt64(carry: overflow2)
            }
            raw[i &+ right.count] = carry
          }
        }
      }
      return rounded(raw, isNegative: isNegative, exponent: a.exponent + b.exponent, words: words)
    }
  }

  /// `self^power` by repeated squaring.
  func power(_ power: UInt) -> BigReal {
    var result = BigReal.one(words: words)
    var bit = power == 0 ? 0 : UInt(1) << (UInt.bitWidth - 1 - power.leadingZeroBitCount)
    while bit != 0 {
      result = result * result
      if power & bit != 0 { result = result * self }
      bit >>= 1
    }
    return result
  }
}

extension UInt64 {
  /// 1 or 0, without the conditional branch that the compiler may make of a ternary operator: a
  /// carry is as unpredictable as a coin.
  @inline(__always)
  init(carry: Bool) { self = UInt64(unsafeBitCast(carry, to: UInt8.self)) }
}
