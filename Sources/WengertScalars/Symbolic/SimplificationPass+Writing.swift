// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension Simplification {
  /// The terms of a sum in the order in which people write them: by descending degree, then by the
  /// variables; and not with a minus sign first if that can be helped, `1 − x²`.
  func ordered(_ sum: Polynomial) -> [Monomial] {
    if sum.terms.count < 2 { return sum.terms }
    let ranked = sum.terms.map { (rank: rank($0), term: $0) }.sorted { a, b in
      a.rank != b.rank ? a.rank > b.rank : Monomial.precedes(a.term, b.term)
    }
    var terms = ranked.map { $0.term }
    if terms[0].coefficient.isNegative,
      let first = terms.firstIndex(where: { !$0.coefficient.isNegative })
    {
      terms.insert(terms.remove(at: first), at: 0)
    }
    return terms
  }

  /// Twice the degree of a product, in which a function counts as a variable does.
  private func rank(_ term: Monomial) -> Int {
    var rank = 0
    for factor in term.factors {
      let instruction = target.instructions[Int(factor.atom)]
      switch instruction.operation {
      case .pi, .constant: continue
      // A sum that was too long to look into reads best if the rest is added to it.
      case .function(.add), .function(.subtract):
        if case .sum = atoms[Int(factor.atom)] { break }
        if term.factors.count == 1, factor.halves == 2 { return .max }
      default: break
      }
      rank += Int(factor.halves)
    }
    return rank
  }

  /// The sum, written on the new list.
  func expression(of sum: Polynomial) -> Expression {
    let terms = ordered(sum)
    guard let first = terms.first else { return 0 }
    if terms.count == 1 { return signed(first) }
    var result = first.coefficient.isNegative ? -magnitude(first) : magnitude(first)
    for term in terms.dropFirst() {
      let part = magnitude(term)
      result = term.coefficient.isNegative ? result - part : result + part
    }
    return result
  }

  /// A term that stands alone. Rather than by a minus sign, `−(x − 1) y` is written with the
  /// difference turned round.
  private func signed(_ term: Monomial) -> Expression {
    guard term.coefficient.isNegative else { return magnitude(term) }
    for factor in term.factors where factor.halves % 4 == 2 || factor.halves % 4 == -2 {
      if case .sum(let sum, _) = atoms[Int(factor.atom)],
        sum.terms.contains(where: { $0.coefficient.isNegative })
      {
        return magnitude(term, turning: factor.atom, to: expression(of: -sum))
      }
    }
    return -magnitude(term)
  }

  /// The term without its sign, `atom` being written as `replacement`; roots come last.
  private func magnitude(
    _ term: Monomial, turning atom: Int32 = -1, to replacement: Expression = 0
  ) -> Expression {
    let (numerator, denominator) = term.coefficient.written
    var above: Expression? = numerator == 1 ? nil : Expression(numerator)
    var below: Expression? = denominator == 1 ? nil : Expression(denominator)
    func multiply(_ power: Expression, _ factor: Factor) {
      if factor.halves > 0 {
        above = above.map { $0 * power } ?? power
      } else {
        below = below.map { $0 * power } ?? power
      }
    }
    func base(_ factor: Factor) -> Expression {
      factor.atom == atom ? replacement : Expression(graph: target, index: factor.atom)
    }
    for factor in term.factors where factor.halves.magnitude > 1 {
      let n = Int(factor.halves.magnitude / 2)
      multiply(n == 1 ? base(factor) : .pow(base(factor), n), factor)
    }
    for factor in term.factors where factor.halves % 2 != 0 {
      multiply(.sqrt(base(factor)), factor)
    }
    let top = above ?? 1
    return below.map { top / $0 } ?? top
  }
}
