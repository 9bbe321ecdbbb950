// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule

/// Real special functions that the C library lacks, or computes less well.
///
/// Everything is plain `Double` arithmetic on top of the elementary functions of
/// `RealModule`, in a number of steps that stays bounded however large or small the
/// argument is.
///
/// | Function                      | Topic                                  |
/// | ----------------------------- | -------------------------------------- |
/// | `digamma`, `polygamma`        | logarithmic derivatives of Γ           |
/// | `sinPi`, `cosPi`, `cotPi`     | circular functions of half-turns       |
/// | `cbrt`                        | cube root                              |
///
/// A relative error is stated in multiples of the unit in the last place (ulp)
/// of the exact result, measured against 40-digit references. The bounds assume
/// that `exp`, `log`, `tan` and `pow` are accurate to about one ulp, as they are
/// in the GNU, musl and Apple libraries.
@usableFromInline
internal enum SpecialFunctions {
  /// The polynomial `c₀ + c₁t + c₂t² + …`, by Horner's rule.
  internal static func polynomial(_ coefficients: [Double], at t: Double) -> Double {
    var value = 0.0
    for coefficient in coefficients.reversed() {
      value = value * t + coefficient
    }
    return value
  }
}
