// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars
import RealModule
import Testing

/// Whether two numbers are the same but for the last few bits.
private func isClose<P>(_ a: BigFloat<P>, _ b: BigFloat<P>) -> Bool {
  (a - b).magnitude <= .pow(2, 4 - 64 * P.words) * max(b.magnitude, 1)
}

private func elementaryIdentities<P: Precision>(_: P.Type, at x: BigFloat<P>) {
  typealias Big = BigFloat<P>
  #expect(isClose(.exp(.log(x)) / x, 1))
  #expect(isClose(.log(.exp(x)), x))
  #expect(isClose(.sin(x) * .sin(x) + .cos(x) * .cos(x), 1))
  #expect(isClose(.tan(.atan(1 / x)) * x, 1))
  #expect(isClose(.cosh(x) + .sinh(x), .exp(x)))
  #expect(isClose(.sinh(.asinh(x)) / x, 1))
  #expect(isClose(.tanh(.atanh(1 / (x + 1))), 1 / (x + 1)))
  #expect(isClose(.cosh(.acosh(x + 1)) / (x + 1), 1))
  #expect(isClose(.cos(.acos(1 / (x + 1))), 1 / (x + 1)))
  #expect(isClose(.sqrt(x) * .sqrt(x), x))
  #expect(isClose(.pow(.root(x, 5), 5), x))
  #expect(isClose(.pow(.cbrt(-x), 3), -x))
  #expect(isClose(.expMinusOne(.log(onePlus: x)), x))
  #expect(isClose(.log2(.exp2(x)), x))
  #expect(isClose(.log10(.exp10(x)), x))
  #expect(isClose(.hypot(x, 1) * .hypot(x, 1), x * x + 1))
  #expect(.pow(x, 2) == x * x)
}

private func circleIdentities<P: Precision>(_: P.Type) {
  typealias Big = BigFloat<P>
  let bits = 64 * P.words
  #expect(isClose(4 * Big.atan(1), .pi))
  // The sine of the rounding of π is the error of that rounding.
  #expect(Big.sin(.pi).magnitude < .pow(2, 2 - bits))
  #expect(!Big.sin(.pi).isZero)
  #expect(isClose(Big.sin(.pi + 1), -.sin(1)))
  // Tiny arguments lose nothing.
  let tiny = Big.pow(2, -3 * bits)
  let odd: [(Big) -> Big] = [
    Big.sin, Big.tan, Big.asin, Big.atan, Big.sinh, Big.tanh, Big.asinh, Big.atanh,
    Big.expMinusOne, { .log(onePlus: $0) },
  ]
  for function in odd { #expect(function(tiny) == tiny && function(-tiny) == -tiny) }
}

private func gammaIdentities<P: Precision>(_: P.Type, at x: BigFloat<P>) {
  typealias Big = BigFloat<P>
  #expect(isClose(.erf(x) + .erfc(x), 1))
  #expect(isClose(.gamma(x + 1) / (x * .gamma(x)), 1))
  #expect(isClose(.logGamma(x + 1) - .logGamma(x), .log(x)))
  #expect(isClose(.digamma(x + 1) - .digamma(x), 1 / x))
  #expect(isClose((.polygamma(1, x) - .polygamma(1, x + 1)) * x * x, 1))
  #expect(isClose(Big.gamma(0.5) * .gamma(0.5), .pi))
  #expect(isClose(Big.polygamma(1, 1), .pi * .pi / 6))
  #expect(isClose(Big.polygamma(1, -0.5), .pi * .pi / 2 + 4))
}

@Suite("Identities")
struct IdentityTests {
  @Test(arguments: [1, 2, 3, 5, 9, 20, 70] as [Int64])
  func elementary(sevenths: Int64) {
    elementaryIdentities(Bits256.self, at: BigFloat(sevenths) / 7)
    elementaryIdentities(Bits512.self, at: BigFloat(sevenths) / 7)
  }

  @Test func elementaryInHighPrecision() {
    elementaryIdentities(Bits1024.self, at: 5 / 7)
    elementaryIdentities(Bits2048.self, at: 5 / 7)
    elementaryIdentities(Bits4096.self, at: 5 / 7)
  }

  @Test func circle() {
    circleIdentities(Bits256.self)
    circleIdentities(Bits512.self)
    circleIdentities(Bits1024.self)
    circleIdentities(Bits2048.self)
  }

  @Test(arguments: [1, 5, 9, 20] as [Int64])
  func gamma(sevenths: Int64) {
    gammaIdentities(Bits256.self, at: BigFloat(sevenths) / 7)
    gammaIdentities(Bits512.self, at: BigFloat(sevenths) / 7)
  }

  #if !DEBUG
    /// Slow without optimization.
    @Test func gammaInHighPrecision() {
      gammaIdentities(Bits1024.self, at: 5 / 7)
      gammaIdentities(Bits2048.self, at: 5 / 7)
      gammaIdentities(Bits4096.self, at: 5 / 7)
    }
  #endif

  /// Generic code of swift-numerics takes the type as a scalar.
  @Test func genericCode() {
    func logistic<T: RealFunctions & AlgebraicField>(_ x: T) -> T { 1 / (1 + .exp(-x)) }
    #expect(logistic(0 as BigFloat<Bits256>) == 0.5)
  }
}
