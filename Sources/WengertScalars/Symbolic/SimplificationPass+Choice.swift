// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension Simplification {
  /// A way to write a value: a sum, times a product if there is one.
  private struct Candidate {
    var product: Monomial?
    var sum: Polynomial
  }

  /// Finds the shortest way to write a value.
  func choose(_ value: inout Known) {
    if value.isChosen { return }
    value.isChosen = true
    let best = candidate(value)
    if let product = best.product,
      let whole = settled(product * sumAtom(best.sum, multipliedOutTerms(best.sum)))
    {
      value.terms = Polynomial(whole)
    } else if best.product == nil {
      value.terms = best.sum
    }
    if let single = value.terms.single { value.factors = single }
  }

  private func candidate(_ value: Known) -> Candidate {
    let expanded = value.expanded ?? value.terms
    var best = Candidate(sum: expanded)
    if isExpanding && value.expanded != nil { return best }
    if value.terms.terms.count < 2, expanded.terms.count < 2 { return best }
    var least = cost(expanded)
    func consider(_ candidate: Candidate?) {
      guard let candidate else { return }
      let cost = cost(candidate.sum, times: candidate.product)
      if cost < least { (best, least) = (candidate, cost) }
    }
    if value.expanded != nil {
      consider(Candidate(sum: value.terms))
      consider(factored(expanded))
      consider(overCommonDenominator(expanded, consider))
    }
    consider(factored(value.terms))
    consider(overCommonDenominator(value.terms, consider))
    return best
  }

  /// The sum with what all of its terms have in common taken out, nil if that is nothing.
  private func factored(_ sum: Polynomial) -> Candidate? {
    guard sum.terms.count > 1 else { return nil }
    var common = Monomial(coefficient: content(of: sum))
    for factor in sum.terms[0].factors {
      let exponents = sum.terms.map { $0.halves(of: factor.atom) }
      guard let least = exponents.min(), let greatest = exponents.max() else { continue }
      if least > 0 || greatest < 0 {
        common.factors.append(Factor(atom: factor.atom, halves: least))
      }
    }
    if common.factors.isEmpty, common.coefficient == .one { return nil }
    if sum.terms[0].coefficient.isNegative { common = -common }
    let inverse = common.inverse
    var terms: [Monomial] = []
    for term in sum.terms {
      guard let rest = settled(term * inverse) else { return nil }
      terms.append(rest)
    }
    return Candidate(product: common, sum: pythagorean(Polynomial(collecting: terms)))
  }

  /// The sum as one fraction, nil if it has no denominator; `consider` gets further forms of it.
  private func overCommonDenominator(
    _ sum: Polynomial, _ consider: (Candidate?) -> Void
  ) -> Candidate? {
    var denominator = Monomial.one
    for term in sum.terms {
      for factor in term.factors where factor.halves < 0 {
        let missing = factor.halves - denominator.halves(of: factor.atom)
        if missing < 0 { denominator = denominator * Monomial(atom: factor.atom, halves: missing) }
      }
    }
    if denominator.factors.isEmpty || sum.terms.count < 2 { return nil }
    let multiplier = denominator.inverse
    var terms: [Monomial] = []
    for term in sum.terms {
      guard let product = settled(term * multiplier), let parts = multipliedOut(product),
        terms.count + parts.terms.count <= 4 * termLimit
      else { return nil }
      terms += parts.terms
    }
    let numerator = pythagorean(Polynomial(collecting: terms))
    guard numerator.terms.count <= termLimit else { return nil }
    if let single = numerator.single {
      return settled(denominator * single).map { Candidate(sum: Polynomial($0)) }
    }
    if let inner = factored(numerator), let product = inner.product,
      let outer = settled(denominator * product)
    {
      consider(Candidate(product: outer, sum: inner.sum))
    }
    return Candidate(product: denominator, sum: numerator)
  }

  /// The sum with each of its terms multiplied out, nil if it would be too long.
  private func multipliedOutTerms(_ sum: Polynomial) -> Polynomial? {
    var terms: [Monomial] = []
    for term in sum.terms {
      guard let parts = multipliedOut(term) else { return nil }
      terms += parts.terms
    }
    let result = Polynomial(collecting: terms)
    return result.terms.count <= termLimit ? result : nil
  }

  // MARK: How long a form is

  /// How many numbers, names, signs and pairs of parentheses it takes to write a sum.
  private func cost(_ sum: Polynomial, times product: Monomial? = nil) -> Int {
    if let product {
      return cost(product, times: cost(sum)) + (product.coefficient.isNegative ? 1 : 0)
    }
    var total = max(0, sum.terms.count - 1)
    for term in sum.terms { total += cost(term) }
    let isNegative = !sum.terms.isEmpty && sum.terms.allSatisfy { $0.coefficient.isNegative }
    return total + (isNegative ? 1 : 0)
  }

  /// The same for a product without its sign, with a further factor that takes `sum` to write.
  private func cost(_ product: Monomial, times sum: Int? = nil) -> Int {
    let (numerator, denominator) = product.coefficient.written
    var above = 0
    var below = denominator == 1 ? 0 : 1
    var countBelow = below
    var countAbove = 0
    for factor in product.factors {
      let cost = cost(factor)
      if factor.halves > 0 {
        above += cost
        countAbove += 1
      } else {
        // A name follows a coefficient without a sign.
        below += cost + (countBelow > 1 ? 1 : 0)
        countBelow += 1
      }
    }
    if let sum {
      above += sum + 1
      countAbove += 1
    }
    above += max(0, countAbove - 1) + (numerator != 1 || countAbove == 0 ? 1 : 0)
    return above + (countBelow == 0 ? 0 : below + 1 + (countBelow > 1 ? 1 : 0))
  }

  private func cost(_ factor: Factor) -> Int {
    let whole = Int(factor.halves.magnitude / 2)
    let size = tokenCount(factor.atom)
    var cost = 0
    if whole > 0 {
      let isLoose = binding(of: factor.atom) < (whole > 1 ? .atom : .power)
      cost += size + (isLoose ? 1 : 0) + (whole > 1 ? 2 : 0)
    }
    if factor.halves % 2 != 0 { cost += 1 + size + (whole > 0 ? 1 : 0) }
    return cost
  }

  private func binding(of line: Int32) -> FormulaShape.Binding {
    let instruction = target.instructions[Int(line)]
    guard let function = instruction.function else { return .atom }
    return FormulaShape(function, parameter: instruction.parameter)
      .binding(in: FormulaMarkup(.plain))
  }

  /// How many tokens it takes to write a line of the new list.
  private func tokenCount(_ line: Int32) -> Int {
    while tokens.count <= Int(line) {
      let instruction = target.instructions[tokens.count]
      var count: Int32 = instruction.function?.isIndexed ?? false ? 2 : 1
      for i in 0..<instruction.operandCount {
        // Enough to compare, and far from overflow.
        count = min(count + tokens[Int(instruction[operand: i])], 1 << 24)
      }
      tokens.append(count)
    }
    return Int(tokens[Int(line)])
  }
}
