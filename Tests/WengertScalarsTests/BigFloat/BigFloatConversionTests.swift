// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars
import Testing

private typealias Big = BigFloat<Bits256>

@Suite("Conversions, order and rounding")
struct ConversionTests {
  @Test(
    arguments: [
      0, -0.0, 1, -1, 0.1, 1e300, -1e-300, .leastNonzeroMagnitude, -.leastNormalMagnitude,
      .leastNormalMagnitude.nextDown, .greatestFiniteMagnitude, .infinity, -.infinity, .pi,
    ] as [Double])
  func doublesAreExact(value: Double) {
    #expect(Big(value).double.bitPattern == value.bitPattern)
  }

  @Test func randomDoublesAreExact() {
    var generator = Generator(seed: 1)
    for _ in 0..<500 {
      let value = Double(bitPattern: generator.next())
      guard value.isFinite else { continue }
      #expect(Big(value).double.bitPattern == value.bitPattern)
    }
  }

  /// Sums, products, quotients and roots in 256 bits, then rounded, are those of `Double`, since
  /// 256 > 2 · 53 + 2 for what is not subnormal.
  @Test func arithmeticAgreesWithDouble() {
    var generator = Generator(seed: 2)
    for _ in 0..<500 {
      let a = generator.nextDouble(exponents: -60...60)
      let b = generator.nextDouble(exponents: -60...60)
      #expect((Big(a) + Big(b)).double == a + b)
      #expect((Big(a) - Big(b)).double == a - b)
      #expect((Big(a) * Big(b)).double == a * b)
      #expect((Big(a) / Big(b)).double == a / b)
      #expect(Big.sqrt(Big(a.magnitude)).double == a.magnitude.squareRoot())
    }
  }

  @Test func subnormalProductsAgreeWithDouble() {
    var generator = Generator(seed: 3)
    for _ in 0..<500 {
      let a = generator.nextDouble(exponents: -540 ... -510)
      let b = generator.nextDouble(exponents: -540 ... -510)
      #expect((Big(a) * Big(b)).double == a * b)
    }
  }

  @Test func halfwayCasesGoToEven() {
    let one: Big = 1
    let ulp: Big = 0x1p-52
    let least = Big(Double.leastNonzeroMagnitude)
    let tiny = Big.pow(2, -200)
    #expect((0.1 as Big + 0.2).double == 0.1 + 0.2)
    #expect((one + ulp / 2).double == 1)
    #expect((one + ulp / 2 + tiny).double == 1 + .ulpOfOne)
    #expect((one + ulp * 3 / 2).double == 1 + 2 * .ulpOfOne)
    #expect((one + ulp * 3 / 2 - tiny).double == 1 + .ulpOfOne)
    #expect((2 - ulp / 2).double == 2)
    #expect((least / 2).double == 0)
    #expect((least / 2 * (1 + tiny)).double == .leastNonzeroMagnitude)
    #expect((least * 3 / 2).double == 2 * .leastNonzeroMagnitude)
    #expect((least / 4).double == 0)
    #expect((-least / 4).double.sign == .minus)
    #expect(
      (Big(Double.leastNormalMagnitude) - least / 2).double == Double.leastNormalMagnitude)
    let overflow = Big.pow(2, 1024) - Big.pow(2, 970)
    #expect(overflow.double == .infinity)
    #expect((overflow - .pow(2, 900)).double == .greatestFiniteMagnitude)
    #expect(Big.exp(10000).double == .infinity)
    #expect(Big.exp(-10000).double == 0)
  }

  @Test func integers() {
    #expect(Big(UInt64.max) == Big.pow(2, 64) - 1)
    #expect(Big(Int64.min) == -Big.pow(2, 63))
    #expect(Big(exactly: Int.min) == Big(Int.min))
    #expect(BigFloat<OneWord>(exactly: UInt64.max) != nil)
    #expect((Big(exactly: 0) as Big?)?.isZero == true)
    #expect(Big(7).double == 7)
    #expect((-12345678901 as Big).double == -12345678901)
  }

  @Test func order() {
    let numbers: [Big] = [-.infinity, -2, -1.5, -1e-300, 0, 1e-300, 1.5, 2, .infinity]
    for (i, a) in numbers.enumerated() {
      for (j, b) in numbers.enumerated() {
        #expect((a < b) == (i < j))
        #expect((a <= b) == (i <= j))
        #expect((a > b) == (i > j))
        #expect((a >= b) == (i >= j))
        #expect((a == b) == (i == j))
      }
      #expect(!(a < .nan) && !(a > .nan) && !(a <= .nan) && !(a >= .nan) && a != .nan)
    }
    #expect(Big.nan != .nan)
    #expect(-0.0 as Big == 0)
  }

  @Test(
    arguments: [
      0, 0.25, 0.5, 0.75, 1, 1.5, 2.5, 2.4999, 3.5, 1e15 + 0.5, 0x1p52 - 0.5, 1e300, 1e-300,
    ] as [Double])
  func roundingToIntegers(value: Double) {
    let rules: [FloatingPointRoundingRule] = [
      .down, .up, .towardZero, .awayFromZero, .toNearestOrEven, .toNearestOrAwayFromZero,
    ]
    for rule in rules {
      for value in [value, -value] {
        #expect(isIdentical(Big(value).rounded(rule), Big(value.rounded(rule))))
      }
    }
  }

  @Test func range() {
    let huge = Big.pow(2, 1 << 40 - 1)
    #expect(huge.isFinite)
    #expect((huge * 2) == .infinity)
    #expect((-huge * 2) == -.infinity)
    #expect((1 / huge).isFinite && !(1 / huge).isZero)
    #expect((1 / huge / 8).isZero)
    #expect((-1 / huge / 8).sign == .minus)
    #expect(Big.exp(1e30) == .infinity)
    #expect(Big.exp(-1e30).isZero)
  }
}

private enum OneWord: Precision { static var words: Int { 1 } }

/// A linear congruential generator, for the same numbers each time.
struct Generator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    var word: UInt64 = 0
    for _ in 0..<2 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      word = word << 32 | state >> 32
    }
    return word
  }

  mutating func nextDouble(exponents: ClosedRange<Int>) -> Double {
    let significand = Double.random(in: 1..<2, using: &self)
    let exponent = Int.random(in: exponents, using: &self)
    let sign: FloatingPointSign = Bool.random(using: &self) ? .plus : .minus
    return Double(sign: sign, exponent: exponent, significand: significand)
  }
}
