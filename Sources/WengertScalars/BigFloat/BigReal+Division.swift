// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// MARK: - Quotient

/// A divisor with its top bit set, and its reciprocal.
///
/// Divides by two multiplications: N. Möller and T. Granlund, "Improved division by invariant
/// integers", IEEE Trans. Computers 60 (2011), algorithm 4.
private struct Divisor {
  let value: UInt64
  let reciprocal: UInt64

  init(_ value: UInt64) {
    self.value = value
    reciprocal = value.dividingFullWidth((~value, .max)).quotient
  }

  /// Divides `high · 2^64 + low`, where `high < value`.
  @inline(__always)
  func divide(_ high: UInt64, _ low: UInt64) -> (quotient: UInt64, remainder: UInt64) {
    let estimate = reciprocal.multipliedFullWidth(by: high)
    let (fraction, overflow) = estimate.low.addingReportingOverflow(low)
    var quotient = estimate.high &+ high &+ UInt64(carry: overflow) &+ 1
    var remainder = low &- quotient &* value
    if remainder > fraction {
      quotient &-= 1
      remainder &+= value
    }
    if remainder >= value {
      quotient &+= 1
      remainder &-= value
    }
    return (quotient, remainder)
  }
}

extension BigReal {
  /// `a / b`, correctly rounded to `words` limbs; `b` is not zero.
  ///
  /// Long division: D. Knuth, *The Art of Computer Programming*, vol. 2, 4.3.1, algorithm D.
  static func quotient(_ a: BigReal, _ b: BigReal, words: Int) -> BigReal {
    let isNegative = a.isNegative != b.isNegative
    if a.isZero { return .zero(isNegative: isNegative) }
    let size = b.words
    let digits = words + 2
    let capacity = size + digits  // The dividend has a zero word on top.
    return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: capacity + digits) { raw in
      raw.initialize(repeating: 0)
      let dividend = UnsafeMutableBufferPointer(rebasing: raw[..<capacity])
      let quotient = UnsafeMutableBufferPointer(rebasing: raw[capacity...])
      let offset = capacity - 1 - a.words
      for index in max(0, -offset)..<a.words { dividend[offset + index] = a.limbs[index] }
      var isSticky = offset < 0 && a.limbs[..<(-offset)].contains { $0 != 0 }
      b.limbs.withUnsafeBufferPointer { divisor in
        let leading = Divisor(divisor[size - 1])
        for index in stride(from: digits - 1, through: 0, by: -1) {
          quotient[index] = divideStep(
            UnsafeMutableBufferPointer(rebasing: dividend[index...(index + size)]),
            by: divisor, leading: leading)
        }
      }
      isSticky = isSticky || dividend.contains { $0 != 0 }
      return rounded(
        quotient, isNegative: isNegative, exponent: a.exponent - b.exponent + 64,
        isSticky: isSticky, words: words)
    }
  }

  /// One digit of the quotient; `window` is left as the remainder.
  @inline(__always)
  private static func divideStep(
    _ window: UnsafeMutableBufferPointer<UInt64>, by divisor: UnsafeBufferPointer<UInt64>,
    leading: Divisor
  ) -> UInt64 {
    let size = divisor.count
    let top = window[size]
    // At most 2 too large.
    var digit = top >= leading.value ? .max : leading.divide(top, window[size - 1]).quotient
    if digit == 0 { return 0 }
    var carry: UInt64 = 0
    for index in 0..<size {
      let (high, low) = digit.multipliedFullWidth(by: divisor[index])
      let (first, overflow1) = low.addingReportingOverflow(carry)
      let (second, overflow2) = window[index].subtractingReportingOverflow(first)
      window[index] = second
      carry = high &+ UInt64(carry: overflow1) &+ UInt64(carry: overflow2)
    }
    var isNegative = carry > top
    window[size] = top &- carry
    while isNegative {
      digit &-= 1
      var carry: UInt64 = 0
      for index in 0..<size {
        let (first, overflow1) = window[index].addingReportingOverflow(divisor[index])
        let (second, overflow2) = first.addingReportingOverflow(carry)
        window[index] = second
        carry = UInt64(carry: overflow1) | UInt64(carry: overflow2)
      }
      let (sum, overflow) = window[size].addingReportingOverflow(carry)
      window[size] = sum
      isNegative = !overflow
    }
    return digit
  }
}

// MARK: - Square root

extension BigReal {
  /// The square root, correctly rounded to `words` limbs, of a number that is not negative.
  ///
  /// Heron's iteration with a precision that doubles. A root is never half-way between two numbers
  /// of `words` limbs, so a result too close to that to round is computed again with more words.
  static func squareRoot(_ a: BigReal, words: Int) -> BigReal {
    guard let top = a.limbs.last else { return a }
    let parity = a.exponent & 1
    var square = a
    square.exponent = parity
    let estimate = (Double(top) * 0x1p-64 * (parity == 1 ? 2 : 1)).squareRoot()

    var target = words + 1
    while true {
      var root = BigReal(estimate)
      var bits = 50
      while bits < 64 * target - 2 {
        bits = 2 * bits - 2
        let working = min(target, bits / 64 + 1)
        let ratio = quotient(square.rounded(toWords: working), root, words: working)
        root = (ratio + root).scaled(by: -1)
      }
      // The words below the last one kept decide, unless they are within 2^-32 of a half.
      let decider = root.limbs[target - words - 1]
      let distance = decider &- (1 << 63 - 1 << 31)
      if distance > 1 << 32 || target > 2 * words + 2 {
        return root.rounded(toWords: words).scaled(by: (a.exponent - parity) / 2)
      }
      target += words
    }
  }

  func squareRoot() -> BigReal { .squareRoot(self, words: words) }
}
