// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import RealModule

extension BigFloat: ElementaryFunctions {
  /// `e^x`. A Taylor series after a reduction by multiples of ln 2 and by halvings.
  public static func exp(_ x: Self) -> Self {
    guard x.kind == .finite else { return x.exponentialOfNonFinite }
    return Self(rounding: .exp(x.real, words: workingWords))
  }

  /// `e^x - 1`, with a small relative error near 0 too.
  public static func expMinusOne(_ x: Self) -> Self {
    guard x.isOrdinary else { return x.kind == .infinity && x.isNegative ? -1 : x }
    return Self(rounding: .expMinusOne(x.real, words: workingWords))
  }

  /// `2^x`, exact for an integer.
  public static func exp2(_ x: Self) -> Self {
    guard x.kind == .finite else { return x.exponentialOfNonFinite }
    // Beyond, the result overflows or underflows anyway.
    guard x.real.exponent <= 42 else { return exp(x) }
    let whole = x.real.rounded(.toNearestOrEven)
    let rest = (x.real - whole) * .ln2(words: workingWords)
    let power = Int64(whole.double)
    return Self(rounding: BigReal.exp(rest, words: workingWords).scaled(by: power))
  }

  /// `10^x`.
  public static func exp10(_ x: Self) -> Self {
    guard x.kind == .finite else { return x.exponentialOfNonFinite }
    let exponent = x.real * .ln10(words: workingWords + 1)
    return Self(rounding: .exp(exponent, words: workingWords))
  }

  private var exponentialOfNonFinite: Self {
    kind == .infinity && isNegative ? 0 : self
  }
}

// MARK: - Logarithms

extension BigFloat {
  /// The natural logarithm.
  ///
  /// An estimate in double precision, corrected by the logarithm of `x e^-estimate`, a short series.
  public static func log(_ x: Self) -> Self {
    logarithm(x) { .log($0, words: workingWords) }
  }

  /// `log(1 + x)`, with a small relative error near 0 too.
  public static func log(onePlus x: Self) -> Self {
    guard x.isOrdinary, x > -1 else { return x.isZero ? x : log(1 + x) }
    return Self(rounding: .log(onePlus: x.real, words: workingWords))
  }

  /// The logarithm to base 2, exact for a power of 2.
  public static func log2(_ x: Self) -> Self {
    logarithm(x) { .log($0, words: workingWords) / .ln2(words: workingWords) }
  }

  /// The logarithm to base 10.
  public static func log10(_ x: Self) -> Self {
    logarithm(x) { .log($0, words: workingWords) / .ln10(words: workingWords) }
  }

  private static func logarithm(_ x: Self, _ body: (BigReal) -> BigReal) -> Self {
    if x.isZero { return -infinity }
    if x.isNaN || x.isNegative { return .nan }
    return x.kind == .infinity ? x : Self(rounding: body(x.real))
  }
}

// MARK: - Hyperbolic functions

extension BigFloat {
  /// The hyperbolic cosine, `(e^x + e^-x) / 2`.
  public static func cosh(_ x: Self) -> Self {
    guard x.kind == .finite else { return x.magnitude }
    let exponential = BigReal.exp(x.real.magnitude, words: workingWords)
    return Self(rounding: (exponential + 1 / exponential).scaled(by: -1))
  }

  /// The hyperbolic sine, `(u + u / (u + 1)) / 2` with `u = e^x - 1`.
  public static func sinh(_ x: Self) -> Self {
    odd(x) { x in
      let u = BigReal.expMinusOne(x, words: workingWords)
      return (u + u / (u + 1)).scaled(by: -1)
    }
  }

  /// The hyperbolic tangent, `u / (u + 2)` with `u = e^2x - 1`.
  public static func tanh(_ x: Self) -> Self {
    if x.kind == .infinity { return x.isNegative ? -1 : 1 }
    return odd(x) { x in
      let u = BigReal.expMinusOne(x.scaled(by: 1), words: workingWords)
      return u / (u + 2)
    }
  }

  /// The inverse hyperbolic cosine, `log(1 + t + √(t (t + 2)))` with `t = x - 1`.
  public static func acosh(_ x: Self) -> Self {
    guard x >= 1 else { return .nan }
    guard x.kind == .finite else { return x }
    let words = workingWords + 1
    let excess = BigReal.sum(x.real, -1, words: words)
    let root = BigReal.product(excess, .sum(excess, 2, words: words), words: words).squareRoot()
    return Self(rounding: .log(onePlus: excess + root, words: workingWords))
  }

  /// The inverse hyperbolic sine, `log(1 + x + x² / (1 + √(1 + x²)))`.
  public static func asinh(_ x: Self) -> Self {
    odd(x) { x in
      let square = BigReal.product(x, x, words: workingWords)
      let rest = square / ((square + 1).squareRoot() + 1)
      return .log(onePlus: rest + x, words: workingWords)
    }
  }

  /// The inverse hyperbolic tangent, `log(1 + 2x / (1 - x)) / 2`.
  public static func atanh(_ x: Self) -> Self {
    guard x.magnitude < 1 else { return x.magnitude == 1 ? .infinity(isNegative: x.isNegative) : .nan }
    return odd(x) { x in
      let quotient = x.scaled(by: 1) / BigReal.sum(1, -x, words: workingWords)
      return BigReal.log(onePlus: quotient, words: workingWords).scaled(by: -1)
    }
  }

  /// An odd function that `body` computes for positive numbers, and which is `x` where `x` is zero,
  /// infinite or not a number.
  static func odd(_ x: Self, _ body: (BigReal) -> BigReal) -> Self {
    guard x.isOrdinary else { return x }
    let value = Self(rounding: body(x.real.magnitude))
    return x.isNegative ? -value : value
  }
}

// MARK: - Powers

extension BigFloat {
  /// `x^y`, that is `e^(y log x)`, with the special values of `pow` in C: `pow(x, 0)` and `pow(1, y)`
  /// are 1 for all `x` and `y`, and a negative `x` has real powers for integers `y` only.
  public static func pow(_ x: Self, _ y: Self) -> Self {
    if y.isZero || x == 1 { return 1 }
    if x.isNaN || y.isNaN { return .nan }
    if y.kind == .infinity {
      if x.magnitude == 1 { return 1 }
      return (x.magnitude > 1) == y.isNegative ? 0 : .infinity
    }
    let isNegative = x.isNegative && y.real.isInteger && y.real.isOddInteger
    if !x.isOrdinary {
      return x.isZero == y.isNegative
        ? .infinity(isNegative: isNegative) : .zero(isNegative: isNegative)
    }
    if x.isNegative && !y.real.isInteger { return .nan }
    let words = workingWords + 1
    let exponent = y.real * .log(x.real.magnitude, words: words)
    let value = Self(rounding: .exp(exponent, words: workingWords))
    return isNegative ? -value : value
  }

  /// `x^n`, by repeated squaring for a small `n`.
  public static func pow(_ x: Self, _ n: Int) -> Self {
    guard x.isOrdinary, n.magnitude < 1 << 20 else { return pow(x, Self(n)) }
    let power = x.real.rounded(toWords: workingWords + 1).power(n.magnitude)
    return Self(rounding: n < 0 ? 1 / power : power)
  }

  /// The `n`-th root; of a negative number, for odd `n` only.
  public static func root(_ x: Self, _ n: Int) -> Self {
    if n == 0 || x < 0 && n % 2 == 0 { return .nan }
    if x.isNaN || n == 1 { return x }
    if !x.isOrdinary {
      return x.isZero == (n < 0)
        ? .infinity(isNegative: x.isNegative) : .zero(isNegative: x.isNegative)
    }
    return odd(x) { x in
      let exponent = BigReal.log(x, words: workingWords + 1) / BigReal(n)
      return .exp(exponent, words: workingWords)
    }
  }

  /// The cube root.
  public static func cbrt(_ x: Self) -> Self { root(x, 3) }
}
