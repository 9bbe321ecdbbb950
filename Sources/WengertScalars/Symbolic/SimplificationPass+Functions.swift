// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension Simplification {
  /// What is known of a function other than arithmetic; nil if no rule applies to it.
  func function(_ function: ElementaryFunction, _ instruction: Instruction) -> Known? {
    let (x, y) = (Int(instruction.x), Int(instruction.y))
    switch function {
    case .exp: return exponential(chosen(x))
    case .log: return logarithm(x)
    case .squareRoot: return root(x)
    case .absoluteValue: return absolute(factors(x))
    case .power: return power(x, y)
    case .sine, .tangent, .arcSine, .arcTangent, .hyperbolicSine, .hyperbolicTangent,
      .arcHyperbolicSine, .arcHyperbolicTangent, .errorFunction, .cubeRoot, .sign:
      return symmetric(function, x, isOdd: true)
    case .cosine, .hyperbolicCosine: return symmetric(function, x, isOdd: false)
    case .select:
      let (u, v) = (expression(y), expression(Int(instruction.z)))
      return u.isSame(as: v) ? chosen(y) : nil
    default: return nil
    }
  }

  /// What is known of a line, with the choice of how to write it made.
  private func chosen(_ line: Int) -> Known {
    let written = expression(line)
    var result = Known(sum: terms(line), expanded: expanded(line))
    result.isChosen = true
    result.expression = written
    return result
  }

  /// `eˣ`, where the exponential of `c log u` is a power of `u` for whole and half `c`.
  func exponential(_ exponent: Known) -> Known {
    var exponent = exponent
    let argument = written(&exponent)
    if let single = exponent.terms.single, single.factors.count == 1,
      single.factors[0].halves == 2, let halves = single.coefficient.halves,
      case .logarithm(let inner) = atoms[Int(single.factors[0].atom)]
    {
      if halves % 2 == 0, let power = inner.raised(to: Int(halves / 2)).flatMap(settled) {
        return known(power)
      }
      if let base = inner.atom { return known(Monomial(atom: base, halves: halves)) }
    }
    return atom(.exp(argument), .exponential(exponent.terms))
  }

  private func logarithm(_ x: Int) -> Known {
    let argument = factors(x)
    if let base = argument.atom, case .exponential(let exponent) = atoms[Int(base)] {
      return Known(sum: exponent, expanded: exponent)
    }
    return atom(.log(expression(x)), .logarithm(argument))
  }

  /// A function of `−x` as one of `x`.
  private func symmetric(_ function: ElementaryFunction, _ x: Int, isOdd: Bool) -> Known {
    var argument = chosen(x)
    let isNegative =
      !argument.terms.terms.isEmpty
      && argument.terms.terms.allSatisfy { $0.coefficient.isNegative }
    if isNegative { argument = argument.negative }
    argument.isChosen = true
    let result = atom(Expression.record(function, 0, written(&argument), nil, nil))
    guard isNegative, isOdd, let factors = result.factors else { return result }
    return known(-factors)
  }

  // MARK: Roots, magnitudes and powers

  /// `√x`: the exponents are halved, where that is right for all numbers.
  ///
  /// √(x²) is |x|; √(x³) is x^(3/2), since neither has a value for negative numbers; but √(x y) is
  /// not √x √y where both are negative.
  private func root(_ x: Int) -> Known? {
    let written = chosen(x)
    let product = written.terms.single ?? sumAtom(written.terms, written.expanded)
    if product.factors.isEmpty, product.coefficient.double <= 0 { return nil }
    let areSquares = product.factors.allSatisfy { $0.halves % 4 == 0 }
    let isPower = product.factors.count == 1 && product.factors[0].halves % 2 == 0
    guard let coefficient = product.coefficient.exactRoot, areSquares || isPower else {
      return rootAtom(x, product)
    }
    var result = Monomial(coefficient: coefficient)
    for factor in product.factors {
      let half = Monomial(atom: factor.atom, halves: factor.halves / 2)
      let isSigned = factor.halves % 8 != 0 && factor.halves % 4 == 0
      let magnitude = isSigned ? absolute(half).factors : half
      guard let magnitude, let product = settled(result * magnitude) else { return nil }
      result = product
    }
    return known(result)
  }

  private func rootAtom(_ x: Int, _ product: Monomial) -> Known {
    let inner = expression(x)
    let line = target.adopt(inner)
    if let number = inner.constant {
      note(line, .number(Coefficient(number)))
    } else if product.factors != [Factor(atom: line, halves: 2)] {
      note(line, .product(product))
    }
    return known(Monomial(atom: line, halves: 1))
  }

  /// `|x|`, without the factors that are not negative anyway.
  private func absolute(_ product: Monomial) -> Known {
    var outside = Monomial(coefficient: product.coefficient.magnitude)
    var inside = Monomial.one
    for factor in product.factors {
      if isNeverNegative(factor) {
        outside.factors.append(factor)
      } else {
        inside.factors.append(factor)
      }
    }
    if inside.factors.isEmpty { return known(outside) }
    let magnitude = atom(.abs(expression(of: Polynomial(inside))), .absolute(inside))
    let whole = magnitude.factors.flatMap { settled(outside * $0) }
    return whole.map { known($0) } ?? magnitude
  }

  private func isNeverNegative(_ factor: Factor) -> Bool {
    if factor.halves % 4 == 0 || factor.halves % 2 != 0 { return true }
    switch target.instructions[Int(factor.atom)].operation {
    case .pi: return true
    case .function(let function):
      switch function {
      case .exp, .exp2, .exp10, .absoluteValue, .squareRoot, .hyperbolicCosine, .hypotenuse,
        .sigmoid, .softplus, .rectifier, .arcCosine, .arcHyperbolicCosine:
        return true
      default: return false
      }
    default: return false
    }
  }

  private func power(_ x: Int, _ y: Int) -> Known? {
    let base = factors(x)
    let exponent = chosen(y)
    if let halves = exponent.terms.number?.halves {
      if halves % 2 == 0 { return base.raised(to: Int(halves / 2)).flatMap(settled).map(known) }
      guard let root = root(x)?.factors?.raised(to: Int(halves)) else { return nil }
      return settled(root).map(known)
    }
    return base.atom.map { known(power(base: $0, exponent: exponent.terms)) }
  }

  // MARK: Squares that add up to one

  /// The sum with `sin² + cos²` and `cosh² − sinh²`, times the same, replaced by 1.
  func pythagorean(_ sum: Polynomial) -> Polynomial {
    var result = sum
    var position = 0
    while position < result.terms.count {
      if let (partner, replacement) = pythagoreanPartner(of: position, in: result) {
        var terms = result.terms
        terms.remove(at: max(position, partner))
        terms.remove(at: min(position, partner))
        terms.append(replacement)
        result = Polynomial(collecting: terms)
        position = 0
      } else {
        position += 1
      }
    }
    return result
  }

  private func pythagoreanPartner(
    of position: Int, in sum: Polynomial
  ) -> (Int, Monomial)? {
    let term = sum.terms[position]
    for factor in term.factors where factor.halves >= 4 {
      let line = target.instructions[Int(factor.atom)]
      let partner: ElementaryFunction
      switch line.function {
      case .sine: partner = .cosine
      case .hyperbolicSine: partner = .hyperbolicCosine
      default: continue
      }
      let square = Monomial(atom: factor.atom, halves: -4)
      let rest = term * square
      let argument = Expression(graph: target, index: line.x)
      let other = target.adopt(Expression.record(partner, 0, argument, nil, nil))
      note(other, .other)
      let wanted = rest * Monomial(atom: other, halves: 4)
      let coefficient = partner == .cosine ? term.coefficient : -term.coefficient
      for (index, candidate) in sum.terms.enumerated()
      where candidate.factors == wanted.factors && candidate.coefficient == coefficient {
        return (index, Monomial(coefficient: coefficient, factors: rest.factors))
      }
    }
    return nil
  }
}
