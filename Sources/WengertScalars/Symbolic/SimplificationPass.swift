// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// One run of simplification over a list.
///
/// The lines are visited in order, so that the operands of each are known. Of every line it keeps
/// a ``Simplification/Known``: the normal forms that the lines using it may build on. A new list
/// gets only those lines that are certain to be wanted, the atoms: variables, functions, and sums
/// that are raised to a power.
final class Simplification {
  /// What is known of a line, or of a value that has no line.
  struct Known {
    /// A sum to which other terms are added.
    var terms: Polynomial

    /// A product to which other factors are multiplied, in which sums are atoms; nil if the line
    /// is a sum and nobody has asked yet.
    var factors: Monomial?

    /// The sum without products of sums; nil if it would be too long.
    var expanded: Polynomial?

    /// Whether `terms` is the shortest way to write the line.
    var isChosen = false

    /// The line of the new list, once it is written.
    var expression: Expression?

    /// A sum, of which the shortest way to write it is not known.
    init(sum: Polynomial, expanded: Polynomial?) {
      terms = sum
      self.expanded = expanded
      factors = sum.single
    }

    /// A product, of which the shortest way to write it is not known.
    init(product: Monomial, expanded: Polynomial?) {
      terms = Polynomial(product)
      factors = product
      self.expanded = expanded
    }

    /// What is known of the negative.
    var negative: Known {
      let expanded = expanded.map { -$0 }
      if let factors { return Known(product: -factors, expanded: expanded) }
      return Known(sum: -terms, expanded: expanded)
    }
  }

  /// What simplification knows of an atom, besides its line.
  enum Atom {
    case variable, pi
    case number(Coefficient)
    case other
    /// A sum, without common numerical factor; and multiplied out.
    case sum(Polynomial, expanded: Polynomial?)
    /// A product, which is an atom only under a square root.
    case product(Monomial)
    case exponential(Polynomial)
    case logarithm(Monomial)
    case absolute(Monomial)
    case power(base: Int32, exponent: Polynomial)
  }

  let source: ContiguousArray<Instruction>
  let last: Int
  let isExpanding: Bool
  /// How many terms a sum, and how many factors a product may have.
  let termLimit: Int
  let factorLimit = 24
  let target = ExpressionGraph(simplifying: true)
  let inputs: [Int32]
  /// What is known of the lines of the new list that are atoms.
  var atoms = ContiguousArray<Atom>()
  /// The tokens that it takes to write the lines of the new list.
  var tokens = ContiguousArray<Int32>()
  private var known: ContiguousArray<Known?>
  private var isNeeded: ContiguousArray<Bool>

  init(_ graph: ExpressionGraph, upTo index: Int32, expanding: Bool) {
    source = graph.instructions
    last = Int(index)
    isExpanding = expanding
    isNeeded = graph.linesNeeded(for: index)
    let isLong = last > 20_000
    termLimit = isLong ? 6 : expanding && last < 1_000 ? 500 : 24
    // π is first in every product, and the variables follow in the order of the inputs.
    if !isLong { _ = target.enter(Instruction(.pi)) }
    let target = target
    inputs = graph.inputNames.map { target.input($0).index }
    known = ContiguousArray(repeating: nil, count: last + 1)
  }

  /// The shortest expression for the last line.
  func result() -> Expression {
    var uses = ContiguousArray<Int32>(repeating: 0, count: last + 1)
    for line in 0...last where isNeeded[line] {
      for i in 0..<source[line].operandCount { uses[Int(source[line][operand: i])] += 1 }
    }
    for line in 0...last where isNeeded[line] {
      let instruction = source[line]
      known[line] = simplified(instruction) ?? opaque(instruction)
      // What no later line uses is let go, so that memory is needed only for the widest part.
      for i in 0..<instruction.operandCount {
        let operand = Int(instruction[operand: i])
        uses[operand] -= 1
        if uses[operand] == 0 { known[operand] = nil }
      }
    }
    return expression(last)
  }

  // MARK: What is known of a line

  /// The line as a sum to which terms can be added.
  func terms(_ line: Int) -> Polynomial {
    // Of a product it matters whether it is better multiplied out; of a sum, not yet.
    update(line) { value in
      if value.factors != nil { choose(&value) }
      return value.terms
    }
  }

  /// The line as a product to which factors can be multiplied.
  func factors(_ line: Int) -> Monomial {
    update(line) { factors(of: &$0) }
  }

  /// The line multiplied out.
  func expanded(_ line: Int) -> Polynomial? { self[line].expanded }

  /// The line as it is best written.
  func expression(_ line: Int) -> Expression {
    update(line) { written(&$0) }
  }

  subscript(line: Int) -> Known {
    guard let value = known[line] else { preconditionFailure("A line was let go too early.") }
    return value
  }

  private func update<Result>(_ line: Int, _ change: (inout Known) -> Result) -> Result {
    var value = self[line]
    known[line] = nil
    defer { known[line] = value }
    return change(&value)
  }

  private func factors(of value: inout Known) -> Monomial {
    if value.factors == nil { choose(&value) }
    let factors = value.factors ?? sumAtom(value.terms, value.expanded)
    value.factors = factors
    return factors
  }

  func written(_ value: inout Known) -> Expression {
    if let expression = value.expression { return expression }
    choose(&value)
    let expression = expression(of: value.terms)
    value.expression = expression
    return expression
  }

  // MARK: Atoms

  /// Makes the line of `expression` an atom and says what is known of it.
  func atom(_ expression: Expression, _ kind: Atom = .other) -> Known {
    if let number = expression.constant, number.isFinite {
      let value = Coefficient(number)
      return Known(product: Monomial(coefficient: value), expanded: Polynomial(value))
    }
    return atom(line: target.adopt(expression), kind)
  }

  /// Makes a line an atom and says what is known of it.
  func atom(line: Int32, _ kind: Atom) -> Known {
    note(line, kind)
    let power = Monomial(atom: line)
    var result = Known(product: power, expanded: Polynomial(power))
    result.isChosen = true
    result.expression = Expression(graph: target, index: line)
    return result
  }

  func note(_ line: Int32, _ kind: Atom) {
    while atoms.count <= Int(line) { atoms.append(.other) }
    // A line that is nothing in particular may already be known as something.
    if case .other = kind { return }
    atoms[Int(line)] = kind
  }

  /// A sum of several terms as a number times an atom that is raised to a power.
  ///
  /// The atom has no common numerical factor, and its first variable has a plus sign, so that
  /// `2 − 2x` and `x − 1` are multiples of the same one.
  func sumAtom(_ sum: Polynomial, _ expanded: Polynomial?) -> Monomial {
    if let single = sum.single { return single }
    var content = content(of: sum)
    if sum.terms[0].coefficient.isNegative { content = -content }
    let primitive = sum.scaled(by: content.inverse)
    let line = target.adopt(expression(of: primitive))
    note(line, .sum(primitive, expanded: expanded?.scaled(by: content.inverse)))
    return Monomial(
      coefficient: content, factors: [Factor(atom: line, halves: 2)])
  }

  /// The greatest common divisor of the coefficients, 1 if some are inexact.
  func content(of sum: Polynomial) -> Coefficient {
    guard var content = sum.terms.first?.coefficient.magnitude else { return .one }
    for term in sum.terms {
      guard let common = content.commonDivisor(with: term.coefficient) else { return .one }
      content = common
    }
    return content
  }

  /// The line that applies the operation to operands as they are best written: what remains where
  /// no rule applies, or forms would become too long.
  private func opaque(_ instruction: Instruction) -> Known {
    guard let function = instruction.function else { return atom(Expression(.nan)) }
    let operands = (0..<instruction.operandCount).map { expression(Int(instruction[operand: $0])) }
    return atom(
      Expression.record(
        function, instruction.parameter, operands[0], operands.count > 1 ? operands[1] : nil,
        operands.count > 2 ? operands[2] : nil))
  }
}
