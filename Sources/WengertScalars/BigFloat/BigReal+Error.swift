// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension BigReal {
  /// The error function.
  ///
  /// The series of positive terms `2x / √π · e^(-x²) Σ (2x²)^k / (1 · 3 ⋯ (2k + 1))`, DLMF 7.6.2.
  static func erf(_ x: BigReal, words: Int) -> BigReal {
    let isLarge = x.exponent > 20 || x.double * x.double > 0.7 * Double(64 * words) + 8
    if isLarge {
      let one = BigReal.one(words: words)
      return x.isNegative ? -one : one
    }
    let working = words + 1
    let x = x.rounded(toWords: working)
    let square = x * x
    let doubled = square.scaled(by: 1)
    var term = BigReal.one(words: working)
    var sum = term
    var index = 1
    while term.exponent >= sum.exponent - 64 * Int64(working) {
      index += 2
      term = term * doubled / BigReal(index)
      sum = sum + term
    }
    return x.scaled(by: 1) * exp(-square, words: working) * sum
      / pi(words: working).squareRoot()
  }

  /// The complementary error function.
  static func erfc(_ x: BigReal, words: Int) -> BigReal {
    guard !x.isNegative, x.exponent >= 0 else { return 1 - erf(x, words: words + 1) }
    let bits = 64 * (words + 1)
    let square = x.double * x.double
    if x.exponent > 20 || square > 0.7 * Double(bits) + 16 {
      return erfcOfLarge(x, words: words + 1)
    }
    // The leading bits of the error function, those of 1, cancel.
    let lost = Int(square * 1.4427) + 16
    return 1 - erf(x, words: words + 1 + lost / 64 + 1)
  }

  /// The asymptotic series `e^(-x²) / (x √π) Σ (-1)^k (2k - 1)!! / (2x²)^k`, DLMF 7.12.1.
  private static func erfcOfLarge(_ x: BigReal, words: Int) -> BigReal {
    let square = product(x, x, words: max(2 * x.words, words))
    let inverse = quotient(-1, square, words: words).scaled(by: -1)
    var term = BigReal.one(words: words)
    var sum = term
    var index = -1
    while term.exponent >= -64 * Int64(words) {
      index += 2
      term = term * inverse * BigReal(index)
      sum = sum + term
    }
    let scale = product(x, pi(words: words).squareRoot(), words: words)
    return exp(-square, words: words) * sum / scale
  }
}
