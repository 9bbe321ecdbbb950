// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

// Circular functions: x = n π/2 + r with |r| ≤ π/4 by three parts of π/2 (W. J. Cody and W. Waite,
// "Software Manual for the Elementary Functions", 1980), r as a sum r + ρ, and polynomials.
// Beyond 2²⁸ (2¹³ in float32) the C library reduces the argument.

extension VectorBuilder {
  private struct Reduced {
    /// A number whose lowest two bits are `n` modulo 4.
    let quarter: VectorValue
    let r: VectorValue
    /// What `r` lost by rounding.
    let rest: VectorValue
  }

  private var halfTurn: (Double, Double, Double) {
    isDouble
      ? (1.5707963267948966, 6.123233995736766e-17, -1.4973849048591698e-33)
      : (1.5707963705062866, -4.371138828673793e-08, -1.7151245100058819e-15)
  }

  private var greatestAngle: Double { isDouble ? 0x1p28 : 0x1p13 }

  private func reduced(_ x: VectorValue) -> Reduced {
    let magic = constant(1.5 * (isDouble ? 0x1p52 : 0x1p23))
    let quarter = x.multiplied(by: constant(2 / .pi), adding: magic)
    let n = quarter - magic
    // Exact, as both are multiples of the last place of π/2 rounded.
    let first = x.subtractingProduct(n, constant(halfTurn.0))
    let r = first.subtractingProduct(n, constant(halfTurn.1))
    let rest = (first - r).subtractingProduct(n, constant(halfTurn.1))
      .subtractingProduct(n, constant(halfTurn.2))
    return Reduced(quarter: quarter, r: r, rest: rest)
  }

  /// `sin(r + ρ) ≈ r + r³ S(r²) + ρ (1 − r²/2)`.
  private func sine(_ angle: Reduced) -> VectorPair {
    let coefficients =
      isDouble
      ? [
        -0.16666666666666632, 0.008333333333322415, -0.0001984126982980804,
        2.755731369198067e-06, -2.5050758122895927e-08, 1.5896795996830402e-10,
      ]
      : [-0.1666666716337204, 0.008333329111337662, -0.0001983933470910415, 2.7183043584955158e-06]
    let square = angle.r * angle.r
    let tail = angle.rest.subtractingProduct(angle.rest * square, constant(0.5))
    let cube = square * angle.r
    return VectorPair.sum(angle.r, cube.multiplied(by: polynomial(square, coefficients), adding: tail))
  }

  /// `cos(r + ρ) ≈ 1 − r²/2 + r⁴ C(r²) − r ρ`, what `1 − r²/2` loses added back.
  private func cosine(_ angle: Reduced) -> VectorPair {
    let coefficients =
      isDouble
      ? [
        0.041666666666666595, -0.001388888888887304, 2.4801587288841753e-05,
        -2.7557314176358986e-07, 2.08757004337152e-09, -1.1358514912367223e-11,
      ]
      : [
        0.0416666679084301, -0.0013888883404433727, 2.4799459424684756e-05,
        -2.720568375025323e-07,
      ]
    let square = angle.r * angle.r
    let half = square * 0.5
    let main = 1 - half
    let lost = (1 - main) - half
    let tail = lost.subtractingProduct(angle.r, angle.rest)
    return VectorPair.sum(
      main, (square * square).multiplied(by: polynomial(square, coefficients), adding: tail))
  }

  /// `a` where the lowest bit of a number is set, else `b`.
  private func ifOdd(_ number: VectorValue, _ a: VectorValue, else b: VectorValue) -> VectorValue {
    number.shiftedLeft(isDouble ? 63 : 31).applying(.selectWhereNegative, a, b)
  }

  /// The second-lowest bit, where the sign is.
  private func signFromQuarter(_ number: VectorValue) -> VectorValue {
    number.shiftedLeft(isDouble ? 62 : 30).sign
  }

  func sine(_ x: VectorValue) -> VectorValue {
    let angle = reduced(x)
    let value = ifOdd(angle.quarter, cosine(angle).high, else: sine(angle).high)
    let result = value ^ signFromQuarter(angle.quarter)
    // Keeps the sign of zero.
    return guarded(
      x.selecting(.equal, constant(0), x, else: result), where: x, isBelow: greatestAngle,
      else: .function(.sine, parameter: 0))
  }

  func cosine(_ x: VectorValue) -> VectorValue {
    let angle = reduced(x)
    let next = angle.quarter + 1
    let value = ifOdd(next, cosine(angle).high, else: sine(angle).high)
    return guarded(
      value ^ signFromQuarter(next), where: x, isBelow: greatestAngle,
      else: .function(.cosine, parameter: 0))
  }

  func tangent(_ x: VectorValue) -> VectorValue {
    let angle = reduced(x)
    let (s, c) = (sine(angle), cosine(angle))
    let quarter = angle.quarter
    let result = VectorPair.quotient(
      VectorPair(
        high: ifOdd(quarter, c.high, else: s.high), low: ifOdd(quarter, c.low, else: s.low)),
      VectorPair(
        high: ifOdd(quarter, -s.high, else: c.high), low: ifOdd(quarter, -s.low, else: c.low)))
    return guarded(
      x.selecting(.equal, constant(0), x, else: result), where: x, isBelow: greatestAngle,
      else: .function(.tangent, parameter: 0))
  }
}
