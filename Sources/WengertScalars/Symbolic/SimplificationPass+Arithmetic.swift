// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension Simplification {
  /// What is known of a line by the rules, nil if none applies.
  func simplified(_ instruction: Instruction) -> Known? {
    let (x, y) = (Int(instruction.x), Int(instruction.y))
    switch instruction.operation {
    case .input:
      let line = inputs[Int(instruction.parameter)]
      return atom(Expression(graph: target, index: line), .variable)
    case .pi: return pi
    case .constant(let value): return constant(value)
    case .function(let function):
      switch function {
      case .add: return sum(terms(x), terms(y), expanded(x), expanded(y))
      case .subtract:
        return sum(terms(x), -terms(y), expanded(x), expanded(y).map { -$0 })
      case .negate: return self[x].negative
      case .multiply: return settled(factors(x) * factors(y)).map(known)
      case .divide, .ratio: return power(y, -1).flatMap { settled(factors(x) * $0) }.map(known)
      case .reciprocal: return power(x, -1).map(known)
      case .square: return power(x, 2).map(known)
      case .oneMinusSquare: return oneMinusSquare(x)
      case .integerPower: return power(x, Int(instruction.parameter)).map(known)
      default: return self.function(function, instruction)
      }
    }
  }

  private var pi: Known {
    atom(Expression(graph: target, index: target.enter(Instruction(.pi))), .pi)
  }

  private func constant(_ value: Double) -> Known {
    // The names of numbers are kept: πx is not 3.14…x.
    switch FormulaNumber(value).name {
    case .pi: return value > 0 ? pi : pi.negative
    case .e:
      let e = named(value.magnitude)
      return value > 0 ? e : e.negative
    case .infinity, .nan: return named(value)
    case nil: return atom(Expression(value))
    }
  }

  /// What is known of a number that is left as it is.
  private func named(_ number: Double) -> Known {
    atom(line: target.enter(Instruction(.constant(number))), .other)
  }

  /// What is known of a sum, given the summands and, if known, the summands multiplied out.
  private func sum(
    _ a: Polynomial, _ b: Polynomial, _ u: Polynomial?, _ v: Polynomial?
  ) -> Known? {
    let sum = pythagorean(a + b)
    guard sum.terms.count <= termLimit else { return nil }
    var expanded: Polynomial?
    if let u, let v {
      let whole = pythagorean(u + v)
      if whole.terms.count <= termLimit { expanded = whole }
    }
    return Known(sum: sum, expanded: expanded)
  }

  private func oneMinusSquare(_ line: Int) -> Known? {
    guard var square = power(line, 2).map(known) else { return nil }
    choose(&square)
    let one = Polynomial(Coefficient.one)
    return sum(one, -square.terms, one, square.expanded.map { -$0 })
  }

  /// What is known of a product, which is multiplied out if that is not too long.
  func known(_ product: Monomial) -> Known {
    Known(product: product, expanded: multipliedOut(product))
  }

  private func power(_ line: Int, _ n: Int) -> Monomial? {
    factors(line).raised(to: n).flatMap(settled)
  }

  // MARK: Products of atoms

  /// The product with the identities of its atoms applied; nil if it would be too long.
  ///
  /// A root to an even power is what is under it; powers of the same base are one power, and
  /// exponentials one exponential.
  func settled(_ product: Monomial) -> Monomial? {
    var product = product
    while true {
      guard product.factors.count <= factorLimit, product.coefficient.isFinite, product.hasSmallExponents
      else { return nil }
      if product.coefficient.isZero { return Monomial(coefficient: .zero) }
      guard let (replaced, replacement) = replacement(in: product) else { return product }
      product.factors.removeAll { replaced.contains($0) }
      product = product * replacement
    }
  }

  /// Some factors of `product` and what their product is by an identity; nil if there are none.
  private func replacement(in product: Monomial) -> ([Factor], Monomial)? {
    for factor in product.factors {
      let n = Int(factor.halves / 2)
      let isInteger = factor.halves % 2 == 0
      switch atoms[Int(factor.atom)] {
      case .number(let value) where isInteger:
        return ([factor], Monomial(coefficient: value.raised(to: n)))
      case .product(let inner) where isInteger:
        return inner.raised(to: n).map { ([factor], $0) }
      case .absolute(let inner) where factor.halves % 4 == 0:
        return inner.raised(to: n).map { ([factor], $0) }
      case .exponential:
        if let result = exponential(in: product, factor) { return result }
      case .power(let base, let exponent) where isInteger:
        if let result = self.power(in: product, factor, base, exponent) { return result }
      default: break
      }
    }
    return nil
  }

  /// All exponentials of a product as one, if there is more than `factor` or that has an exponent.
  private func exponential(
    in product: Monomial, _ factor: Factor
  ) -> ([Factor], Monomial)? {
    var sum = Polynomial.zero
    var replaced: [Factor] = []
    for other in product.factors {
      guard case .exponential(let argument) = atoms[Int(other.atom)] else { continue }
      sum = sum + argument.scaled(by: Coefficient(Int(other.halves), over: 2))
      replaced.append(other)
    }
    if replaced.count == 1, factor.halves == 2 { return nil }
    guard sum.terms.count <= termLimit else { return nil }
    return (replaced, exponential(Known(sum: sum, expanded: sum)).factors ?? .one)
  }

  /// All powers of one base in a product as one, if there is more than `factor`, or that is a
  /// power of a power.
  private func power(
    in product: Monomial, _ factor: Factor, _ base: Int32, _ exponent: Polynomial
  ) -> ([Factor], Monomial)? {
    var sum = Polynomial.zero
    var replaced: [Factor] = []
    for other in product.factors {
      let share = Coefficient(Int(other.halves), over: 2)
      if other.atom == base {
        sum = sum + Polynomial(share)
      } else if case .power(base, let exponent) = atoms[Int(other.atom)] {
        sum = sum + exponent.scaled(by: share)
      } else {
        continue
      }
      replaced.append(other)
    }
    if replaced.count == 1, factor.halves.magnitude == 2 { return nil }
    guard sum.terms.count <= termLimit else { return nil }
    return (replaced, power(base: base, exponent: sum))
  }

  /// An atom to a power that need not be a number.
  func power(base: Int32, exponent: Polynomial) -> Monomial {
    if let halves = exponent.number?.halves {
      return halves == 0 ? .one : Monomial(atom: base, halves: halves)
    }
    var value = Known(sum: exponent, expanded: exponent)
    let power = Expression.record(
      .power, 0, Expression(graph: target, index: base), written(&value), nil)
    return atom(power, .power(base: base, exponent: value.terms)).factors ?? .one
  }

  // MARK: Multiplying out

  /// The product with its sums multiplied out, nil if that is too long.
  func multipliedOut(_ product: Monomial) -> Polynomial? {
    var rest = product
    var sums: [(Polynomial, Int)] = []
    for factor in product.factors where factor.halves > 0 && factor.halves % 2 == 0 {
      guard case .sum(_, let expanded) = atoms[Int(factor.atom)] else { continue }
      guard let expanded else { return nil }
      sums.append((expanded, Int(factor.halves / 2)))
      rest.factors.removeAll { $0 == factor }
    }
    var result = Polynomial(rest)
    for (sum, n) in sums {
      guard n < termLimit else { return nil }
      for _ in 0..<n {
        guard let next = multiplied(result, sum) else { return nil }
        result = next
      }
    }
    return result
  }

  private func multiplied(_ a: Polynomial, _ b: Polynomial) -> Polynomial? {
    guard a.terms.count * b.terms.count <= 4 * termLimit else { return nil }
    var terms: [Monomial] = []
    for x in a.terms {
      for y in b.terms {
        guard let term = settled(x * y) else { return nil }
        // Two roots of one sum are that sum, which is multiplied out in turn.
        guard let parts = multipliedOut(term) else { return nil }
        terms += parts.terms
      }
    }
    let result = Polynomial(collecting: terms)
    return result.terms.count <= termLimit ? pythagorean(result) : nil
  }
}
