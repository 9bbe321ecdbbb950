// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A finite binary floating-point number whose precision is chosen at run time.
///
/// This is the non-generic core under ``BigFloat``. The value is `±0.m · 2^exponent`, where `m` is
/// the little-endian mantissa `limbs`, whose top bit is set; an empty mantissa is a (signed) zero.
/// The operators round to nearest, ties to even, at the precision of the *longer* operand, so that
/// one-limb integer literals mix freely with wide operands.
struct BigReal: Sendable {
  var isNegative: Bool
  var exponent: Int64
  var limbs: [UInt64]

  /// The precision, in 64-bit words; 0 for a zero.
  var words: Int { limbs.count }

  var isZero: Bool { limbs.isEmpty }

  var magnitude: BigReal { BigReal(isNegative: false, exponent: exponent, limbs: limbs) }

  /// The exponent of a zero, less than any other, so that a zero passes for a tiny number.
  static var zeroExponent: Int64 { -1 << 62 }

  static func zero(isNegative: Bool = false) -> BigReal {
    BigReal(isNegative: isNegative, exponent: zeroExponent, limbs: [])
  }

  static func one(words: Int) -> BigReal { BigReal(1).rounded(toWords: words) }
}

// MARK: - Conversions

extension BigReal: ExpressibleByIntegerLiteral {
  /// The integer `value`, exactly, in one limb.
  init(_ value: Int64) {
    let magnitude = value.magnitude
    let shift = magnitude.leadingZeroBitCount
    self.init(
      isNegative: value < 0,
      exponent: value == 0 ? Self.zeroExponent : Int64(64 - shift),
      limbs: value == 0 ? [] : [magnitude &<< shift])
  }

  init(_ value: Int) { self.init(Int64(value)) }

  init(integerLiteral value: Int64) { self.init(value) }

  /// The finite number `value`, exactly, in one limb.
  init(_ value: Double) {
    let pattern = value.bitPattern
    let biased = Int64(pattern >> 52 & 0x7FF)
    let fraction = pattern & (1 << 52 - 1)
    let significand = biased == 0 ? fraction : fraction | 1 << 52
    let shift = significand.leadingZeroBitCount
    self.init(
      isNegative: value.sign == .minus,
      exponent: significand == 0
        ? Self.zeroExponent : max(biased, 1) - 1074 - 1 + Int64(64 - shift),
      limbs: significand == 0 ? [] : [significand &<< shift])
  }

  /// The nearest `Double`, ties to even, infinite where the number is too large.
  var double: Double {
    let sign: UInt64 = isNegative ? 1 << 63 : 0
    guard let top = limbs.last, exponent >= -1074 else { return Double(bitPattern: sign) }
    guard exponent <= 1024 else { return Double(bitPattern: sign | 0x7FF << 52) }
    // Fewer than 53 bits are kept below the normal range.
    let isNormal = exponent > -1022
    let bits = isNormal ? 53 : exponent + 1074
    let kept = bits == 0 ? 0 : top &>> UInt64(64 - bits)
    let rest = top &<< UInt64(bits)
    let half: UInt64 = 1 << 63
    let isTie = rest == half && limbs.dropLast().allSatisfy { $0 == 0 }
    let roundsUp = isTie ? kept & 1 == 1 : rest >= half
    // A carry out of the significand increments the exponent field, as it should.
    let base = isNormal ? UInt64(exponent + 1022) << 52 - 1 << 52 : 0
    return Double(bitPattern: sign | (base &+ kept &+ (roundsUp ? 1 : 0)))
  }
}

// MARK: - Rounding

extension BigReal {
  /// The number `±0.raw · 2^exponent`, plus a bit of no weight if `isSticky`, in `words` limbs.
  static func rounded(
    _ raw: UnsafeMutableBufferPointer<UInt64>, isNegative: Bool, exponent: Int64,
    isSticky: Bool = false, words: Int
  ) -> BigReal {
    guard let high = raw.lastIndex(where: { $0 != 0 }) else { return .zero() }
    let shift = UInt64(raw[high].leadingZeroBitCount)
    var exponent = exponent - 64 * Int64(raw.count - 1 - high) - Int64(shift)

    func word(_ index: Int) -> UInt64 {
      guard index >= 0 else { return 0 }
      let lower = index > 0 ? raw[index - 1] : 0
      return raw[index] &<< shift | (lower &>> 1) &>> (63 &- shift)
    }
    let guardIndex = high - words
    let first = word(guardIndex)
    var roundsUp = false
    if first >> 63 == 1 {
      roundsUp =
        isSticky || first << 1 != 0 || word(guardIndex + 1) & 1 == 1
        || (guardIndex > 0
          && (raw[guardIndex - 1] &<< shift != 0
            || raw[..<(guardIndex - 1)].contains { $0 != 0 }))
    }
    let limbs = [UInt64](unsafeUninitializedCapacity: words) { out, count in
      var carry: UInt64 = roundsUp ? 1 : 0
      for index in 0..<words {
        let (sum, overflow) = word(guardIndex + 1 + index).addingReportingOverflow(carry)
        out[index] = sum
        carry = overflow ? 1 : 0
      }
      if carry == 1 {
        out[words - 1] = 1 << 63
        exponent += 1
      }
      count = words
    }
    return BigReal(isNegative: isNegative, exponent: exponent, limbs: limbs)
  }

  /// The number in `words` limbs, rounded or padded.
  func rounded(toWords words: Int) -> BigReal {
    if isZero || words == self.words { return self }
    if words > self.words {
      var result = self
      result.limbs = Array(repeating: 0, count: words - self.words) + limbs
      return result
    }
    return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: self.words) { raw in
      _ = raw.initialize(from: limbs)
      return .rounded(raw, isNegative: isNegative, exponent: exponent, words: words)
    }
  }

  /// The number times `2^power`, exactly.
  func scaled(by power: Int64) -> BigReal {
    var result = self
    if !isZero { result.exponent += power }
    return result
  }

  func scaled(by power: Int) -> BigReal { scaled(by: Int64(power)) }
}

// MARK: - Integers

extension BigReal {
  /// The integer nearest to the number under `rule`.
  func rounded(_ rule: FloatingPointRoundingRule) -> BigReal {
    let whole = truncated
    let fraction = self - whole
    guard !fraction.isZero else { return self }
    let isHalf =
      fraction.exponent == 0
      && fraction.limbs.last == 1 << 63 && fraction.limbs.dropLast().allSatisfy { $0 == 0 }
    let isAboveHalf = fraction.exponent == 0 && !isHalf
    let movesAway: Bool
    switch rule {
    case .towardZero: movesAway = false
    case .awayFromZero: movesAway = true
    case .up: movesAway = !isNegative
    case .down: movesAway = isNegative
    case .toNearestOrAwayFromZero: movesAway = isAboveHalf || isHalf
    case .toNearestOrEven: movesAway = isAboveHalf || (isHalf && whole.isOddInteger)
    @unknown default: movesAway = isAboveHalf || (isHalf && whole.isOddInteger)
    }
    guard movesAway else { return whole }
    return (isNegative ? whole - 1 : whole + 1).rounded(toWords: words)
  }

  private var truncated: BigReal {
    guard exponent > 0 else { return .zero(isNegative: isNegative) }
    guard exponent < 64 * Int64(words) else { return self }
    var result = self
    let dropped = 64 * words - Int(exponent)
    for index in 0..<(dropped / 64) { result.limbs[index] = 0 }
    result.limbs[dropped / 64] &= ~0 &<< UInt64(dropped % 64)
    return result
  }

  /// The bit of weight `2^position` of the magnitude.
  func bit(_ position: Int64) -> Bool {
    let index = position + 64 * Int64(words) - exponent
    guard index >= 0, index < 64 * Int64(words) else { return false }
    return limbs[Int(index / 64)] &>> UInt64(index % 64) & 1 == 1
  }

  var isInteger: Bool { (self - truncated).isZero }

  /// Whether the number, an integer, is odd.
  var isOddInteger: Bool { bit(0) }
}

// MARK: - Order

extension BigReal: Comparable {
  /// The sign of `|a| - |b|`, as -1, 0 or 1.
  static func compareMagnitudes(_ a: BigReal, _ b: BigReal) -> Int {
    if a.isZero || b.isZero { return (a.isZero ? 0 : 1) - (b.isZero ? 0 : 1) }
    if a.exponent != b.exponent { return a.exponent < b.exponent ? -1 : 1 }
    for offset in 1...max(a.words, b.words) {
      let left = offset <= a.words ? a.limbs[a.words - offset] : 0
      let right = offset <= b.words ? b.limbs[b.words - offset] : 0
      if left != right { return left < right ? -1 : 1 }
    }
    return 0
  }

  private var signum: Int { isZero ? 0 : isNegative ? -1 : 1 }

  /// The sign of `a - b`, as -1, 0 or 1.
  static func compare(_ a: BigReal, _ b: BigReal) -> Int {
    if a.signum != b.signum { return a.signum < b.signum ? -1 : 1 }
    return a.signum * compareMagnitudes(a, b)
  }

  static func == (a: BigReal, b: BigReal) -> Bool { compare(a, b) == 0 }

  static func < (a: BigReal, b: BigReal) -> Bool { compare(a, b) < 0 }
}
