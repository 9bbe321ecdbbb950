// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension BigFloat {
  /// The error function, `2 / √π · ∫₀ˣ e^(-t²) dt`.
  ///
  /// A series of positive terms, DLMF 7.6.2.
  public static func erf(_ x: Self) -> Self {
    if x.kind == .infinity { return x.isNegative ? -1 : 1 }
    return odd(x) { .erf($0, words: workingWords) }
  }

  /// The complementary error function, `1 - erf x`, with a small relative error everywhere.
  ///
  /// The difference at a precision raised by what cancels, or an asymptotic series, DLMF 7.12.1.
  public static func erfc(_ x: Self) -> Self {
    if x.isNaN { return x }
    if x.kind == .infinity { return x.isNegative ? 2 : 0 }
    return x.isZero ? 1 : Self(rounding: .erfc(x.real, words: workingWords))
  }
}
