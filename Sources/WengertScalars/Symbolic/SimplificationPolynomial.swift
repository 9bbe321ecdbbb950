// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension Simplification {
  /// A power of an atom: of something that simplification does not look into, such as a variable
  /// or a function of something.
  struct Factor: Equatable {
    /// The line of the new list that computes the atom.
    let atom: Int32

    /// Twice the exponent, so that square roots are powers too.
    var halves: Int32
  }

  /// A coefficient times powers of atoms.
  struct Monomial {
    var coefficient: Coefficient

    /// The powers, by ascending atom; no exponent is zero.
    var factors: [Factor] = []

    static let one = Monomial(coefficient: .one)

    init(coefficient: Coefficient, factors: [Factor] = []) {
      self.coefficient = coefficient
      self.factors = factors
    }

    init(atom: Int32, halves: Int32 = 2) {
      self.init(coefficient: .one, factors: [Factor(atom: atom, halves: halves)])
    }

    static prefix func - (a: Self) -> Self {
      Monomial(coefficient: -a.coefficient, factors: a.factors)
    }

    /// The atom, if the monomial is nothing else.
    var atom: Int32? {
      coefficient == .one && factors.count == 1 && factors[0].halves == 2 ? factors[0].atom : nil
    }

    /// Twice the exponent of `atom`.
    func halves(of atom: Int32) -> Int32 { factors.first { $0.atom == atom }?.halves ?? 0 }

    /// The product, as far as exponents go; ``Simplification/settled(_:)`` does the rest.
    static func * (a: Self, b: Self) -> Self {
      var result = Monomial(coefficient: a.coefficient * b.coefficient)
      if b.factors.isEmpty || a.factors.isEmpty {
        result.factors = b.factors.isEmpty ? a.factors : b.factors
        return result
      }
      result.factors.reserveCapacity(a.factors.count + b.factors.count)
      var (i, j) = (0, 0)
      while i < a.factors.count, j < b.factors.count {
        let (x, y) = (a.factors[i], b.factors[j])
        if x.atom == y.atom {
          let halves = x.halves + y.halves
          if halves != 0 { result.factors.append(Factor(atom: x.atom, halves: halves)) }
        } else {
          result.factors.append(x.atom < y.atom ? x : y)
        }
        if x.atom <= y.atom { i += 1 }
        if y.atom <= x.atom { j += 1 }
      }
      result.factors += a.factors[i...]
      result.factors += b.factors[j...]
      return result
    }

    /// Exponents are kept so small that a sum of some of them does not overflow.
    private static let exponentLimit = 1 << 24

    var hasSmallExponents: Bool { factors.allSatisfy { $0.halves.magnitude < Self.exponentLimit } }

    /// The power with an integer exponent, as far as exponents go; nil if one becomes too large.
    func raised(to n: Int) -> Monomial? {
      if n == 0 { return .one }
      if coefficient.isZero, n < 0 { return nil }
      var result = Monomial(coefficient: coefficient.raised(to: n), factors: factors)
      guard result.coefficient.isFinite else { return nil }
      for i in factors.indices {
        let halves = Int64(factors[i].halves).multipliedReportingOverflow(by: Int64(n))
        guard !halves.overflow, halves.partialValue.magnitude < Self.exponentLimit else { return nil }
        result.factors[i].halves = Int32(halves.partialValue)
      }
      return result
    }

    /// One divided by the monomial, whose coefficient is not zero.
    var inverse: Monomial {
      var result = Monomial(coefficient: coefficient.inverse, factors: factors)
      for i in factors.indices { result.factors[i].halves.negate() }
      return result
    }

    /// Whether `a` comes before `b` where terms are kept in order: by their factors only.
    static func precedes(_ a: Monomial, _ b: Monomial) -> Bool {
      for (x, y) in zip(a.factors, b.factors) where x != y {
        return x.atom == y.atom ? x.halves > y.halves : x.atom < y.atom
      }
      return a.factors.count > b.factors.count
    }
  }

  /// A sum of monomials in order, no two with the same factors and none zero.
  struct Polynomial {
    private(set) var terms: [Monomial]

    static let zero = Polynomial()

    init() { terms = [] }

    init(_ term: Monomial) { terms = term.coefficient.isZero ? [] : [term] }

    init(_ number: Coefficient) { self.init(Monomial(coefficient: number)) }

    /// The sum of `terms`: like ones are collected.
    init(collecting terms: [Monomial]) {
      self.terms = []
      for term in terms.sorted(by: Monomial.precedes) {
        if let last = self.terms.last, last.factors == term.factors {
          let sum = last.coefficient + term.coefficient
          if sum.isZero {
            self.terms.removeLast()
          } else {
            self.terms[self.terms.count - 1].coefficient = sum
          }
        } else if !term.coefficient.isZero {
          self.terms.append(term)
        }
      }
    }

    /// The polynomial, if it is a single term (or zero).
    var single: Monomial? {
      terms.isEmpty ? Monomial(coefficient: .zero) : terms.count == 1 ? terms[0] : nil
    }

    /// The polynomial, if it is a number.
    var number: Coefficient? {
      guard let single, single.factors.isEmpty else { return nil }
      return single.coefficient
    }

    static prefix func - (a: Self) -> Self { a.scaled(by: .exact(-1, 1)) }

    func scaled(by factor: Coefficient) -> Polynomial {
      var result = self
      if factor.isZero { return .zero }
      for i in terms.indices {
        result.terms[i].coefficient = factor * terms[i].coefficient
      }
      return result
    }

    static func + (a: Self, b: Self) -> Self {
      var result = Polynomial()
      result.terms.reserveCapacity(a.terms.count + b.terms.count)
      var (i, j) = (0, 0)
      while i < a.terms.count, j < b.terms.count {
        let (x, y) = (a.terms[i], b.terms[j])
        if x.factors == y.factors {
          let sum = x.coefficient + y.coefficient
          if !sum.isZero {
            result.terms.append(Monomial(coefficient: sum, factors: x.factors))
          }
          (i, j) = (i + 1, j + 1)
        } else if Monomial.precedes(x, y) {
          result.terms.append(x)
          i += 1
        } else {
          result.terms.append(y)
          j += 1
        }
      }
      result.terms += a.terms[i...]
      result.terms += b.terms[j...]
      return result
    }
  }
}
