// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule

extension Simplification {
  /// The number in front of a monomial: a fraction as long as that is exact, otherwise a double.
  enum Coefficient: Equatable {
    /// A fraction in lowest terms with a positive denominator; both are below 2⁵³.
    case exact(Int64, Int64)
    case inexact(Double)

    static let zero = Coefficient.exact(0, 1)
    static let one = Coefficient.exact(1, 1)

    /// A fraction, brought to lowest terms; nil if it is too large to be exact.
    private init?(_ numerator: Int64, over denominator: Int64) {
      let divisor = Self.commonDivisor(numerator.magnitude, denominator.magnitude)
      let sign: Int64 = denominator < 0 ? -1 : 1
      let (p, q) = (sign * (numerator / divisor), sign * (denominator / divisor))
      guard p.magnitude < 1 << 53, q < 1 << 53 else { return nil }
      self = .exact(p, q)
    }

    /// The coefficient that people mean by `value`: 0.1 is one tenth, not the double next to it.
    init(_ value: Double) {
      var scale = 1.0
      while scale < 1e10 {
        let numerator = (value * scale).rounded()
        if numerator.magnitude < 0x1p53, numerator / scale == value,
          let fraction = Coefficient(Int64(numerator), over: Int64(scale))
        {
          self = fraction
          return
        }
        scale *= 10
      }
      self = .inexact(value)
    }

    init(_ numerator: Int, over denominator: Int) {
      self =
        Coefficient(Int64(numerator), over: Int64(denominator))
        ?? .inexact(Double(numerator) / Double(denominator))
    }

    private static func commonDivisor(_ a: UInt64, _ b: UInt64) -> Int64 {
      var (a, b) = (a, b)
      while b != 0 { (a, b) = (b, a % b) }
      return a == 0 ? 1 : Int64(a)
    }

    /// The nearest double.
    var double: Double {
      switch self {
      case .exact(let p, let q): Double(p) / Double(q)
      case .inexact(let value): value
      }
    }

    var isZero: Bool { double.isZero }
    var isNegative: Bool { double < 0 }
    var isFinite: Bool { double.isFinite }
    var magnitude: Coefficient { isNegative ? -self : self }

    /// Twice the coefficient, if that is an integer of moderate size.
    var halves: Int32? {
      guard case .exact(let p, let q) = self, q <= 2, p.magnitude < 1 << 20 else { return nil }
      return Int32(q == 2 ? p : 2 * p)
    }

    static func + (a: Self, b: Self) -> Self {
      if case .exact(let p, let q) = a, case .exact(let r, let s) = b {
        let (x, y, z) = (
          p.multipliedReportingOverflow(by: s), r.multipliedReportingOverflow(by: q),
          q.multipliedReportingOverflow(by: s)
        )
        let sum = x.partialValue.addingReportingOverflow(y.partialValue)
        if !x.overflow, !y.overflow, !z.overflow, !sum.overflow,
          let fraction = Coefficient(sum.partialValue, over: z.partialValue)
        {
          return fraction
        }
      }
      return .inexact(a.double + b.double)
    }

    static func * (a: Self, b: Self) -> Self {
      if case .exact(let p, let q) = a, case .exact(let r, let s) = b {
        let x = p.multipliedReportingOverflow(by: r)
        let y = q.multipliedReportingOverflow(by: s)
        if !x.overflow, !y.overflow,
          let fraction = Coefficient(x.partialValue, over: y.partialValue)
        {
          return fraction
        }
      }
      return .inexact(a.double * b.double)
    }

    static prefix func - (a: Self) -> Self {
      switch a {
      case .exact(let p, let q): .exact(-p, q)
      case .inexact(let value): .inexact(-value)
      }
    }

    /// One divided by the coefficient, which is not zero.
    var inverse: Coefficient {
      switch self {
      case .exact(let p, let q): p < 0 ? .exact(-q, -p) : .exact(q, p)
      case .inexact(let value): .inexact(1 / value)
      }
    }

    /// The coefficient to the power `n`.
    func raised(to n: Int) -> Coefficient {
      if n < 0 { return inverse.raised(to: -n) }
      var (result, base, n) = (Coefficient.one, self, n)
      while n > 0 {
        if n & 1 == 1 { result = result * base }
        n >>= 1
        if n > 0 { base = base * base }
      }
      return result
    }

    /// The square root, if it is exact.
    var exactRoot: Coefficient? {
      guard case .exact(let p, let q) = self, p >= 0 else { return nil }
      let (r, s) = (Int64(Double.sqrt(Double(p))), Int64(Double.sqrt(Double(q))))
      return r * r == p && s * s == q ? .exact(r, s) : nil
    }

    /// The greatest common divisor of two fractions; nil if one is inexact.
    func commonDivisor(with other: Coefficient) -> Coefficient? {
      guard case .exact(let p, let q) = self, case .exact(let r, let s) = other else { return nil }
      let multiple = (q / Self.commonDivisor(q.magnitude, s.magnitude))
        .multipliedReportingOverflow(by: s)
      guard !multiple.overflow else { return nil }
      return Coefficient(Self.commonDivisor(p.magnitude, r.magnitude), over: multiple.partialValue)
    }

    /// The magnitude as it is written: thirds and quarters as fractions, tenths as decimals.
    var written: (numerator: Double, denominator: Double) {
      guard case .exact(let p, let q) = magnitude else { return (magnitude.double, 1) }
      var rest = q
      while rest % 2 == 0 { rest /= 2 }
      while rest % 5 == 0 { rest /= 5 }
      let isDecimal = rest == 1 && q % 5 == 0
      return isDecimal ? (Double(p) / Double(q), 1) : (Double(p), Double(q))
    }
  }
}
