// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

extension Explanation {
  /// Forward mode with dual numbers: ε is added to one input, and every step is done with it.
  public struct DualDerivation: Sendable, Equatable {
    /// One operation on dual numbers: `f(a + b ε) = f(a) + f′(a) b ε`.
    public struct Step: Sendable, Equatable {
      public let name: String
      /// The operation on the dual operands.
      public let formula: MathText
      public let primal: Double
      public let tangent: Double
    }

    /// The input that ε is added to.
    public let input: String
    /// The call of the function, `L(2 + ε, 3)`.
    public let call: MathText
    public let steps: Excerpt<Step>
    /// The function multiplied out; nil if it is no short polynomial in ε.
    public let expansion: PolynomialExpansion?
    public let primal: Double
    public let tangent: Double
  }

  /// A polynomial in ε multiplied out: `(2 + ε + 3)(2 + ε + 6) = 4 + 2ε + 12 + …`.
  public struct PolynomialExpansion: Sendable, Equatable {
    /// The number of times ε to some power.
    public struct Term: Sendable, Equatable {
      public let coefficient: Double
      public let power: Int
    }

    /// The function with dual numbers for its inputs.
    public let substituted: MathText
    /// The terms, in the order in which multiplying out gives them.
    public let terms: [Term]

    /// The coefficients of `power`, in that order.
    public func coefficients(of power: Int) -> [Double] {
      terms.filter { $0.power == power }.map { $0.coefficient }
    }

    /// The sum of the coefficients of `power`.
    public func coefficient(of power: Int) -> Double { coefficients(of: power).reduce(0, +) }

    /// The largest power of ε.
    public var degree: Int { terms.map { $0.power }.max() ?? 0 }
  }
}

extension Worksheet {
  func dualDerivations() -> [Explanation.DualDerivation] {
    shownInputs.map { input in
      let values = tangents(input)
      let steps = steps.prefix(options.derivationLimit).map { line in
        Explanation.DualDerivation.Step(
          name: names[line], formula: dualFormula(line, values),
          primal: values[line].primal, tangent: values[line].tangent)
      }
      let result = values[output]
      return Explanation.DualDerivation(
        input: inputNames[input], call: dualCall(input),
        steps: Excerpt(steps, of: self.steps.count), expansion: expansion(input),
        primal: result.primal, tangent: result.tangent)
    }
  }

  /// All lines as dual numbers, with the tangent 1 for one input; a step without a value has no
  /// tangent either.
  func tangents(_ input: Int) -> ContiguousArray<Dual<Double>> {
    var duals = list.values(
      at: point.enumerated().map { Dual($1, tangent: $0 == input ? 1 : 0) })
    for line in steps where values[line].isNaN {
      duals[line] = Dual(values[line], tangent: .nan)
    }
    return duals
  }

  private func dualCall(_ input: Int) -> MathText {
    let dual = MathText.dual(point[input], 1)
    if point.count > 6 { return MathText(.name(function), .open) + dual + MathText(.close) }
    return .call(
      function, point.enumerated().map { $0 == input ? dual : .number($1) })
  }

  private func dualFormula(_ line: Int, _ values: ContiguousArray<Dual<Double>>) -> MathText {
    let graph = ExpressionGraph(simplifying: false)
    let epsilon = graph.input("epsilon")
    return MathText(
      operation(line, operands(line).map { dualNumber(values[$0], graph, epsilon) }))
  }

  /// `a + b ε` as a formula, to six digits.
  private func dualNumber(
    _ value: Dual<Double>, _ graph: ExpressionGraph, _ epsilon: Expression
  ) -> Expression {
    func brief(_ number: Double) -> Expression {
      graph.constant(number.rounded(toDigits: 6))
    }
    if value.tangent.isZero { return brief(value.primal) }
    let size = value.tangent.magnitude
    let dual = size == 1 ? epsilon : brief(size) * epsilon
    return value.tangent < 0 ? brief(value.primal) - dual : brief(value.primal) + dual
  }

  private func expansion(_ input: Int) -> Explanation.PolynomialExpansion? {
    guard let terms = expandedTerms(input), terms.count > 1,
      let substituted = formula(
        output,
        { graph in
          let epsilon = graph.input("epsilon")
          return point.enumerated().map { number, value in
            let value = graph.constant(value.rounded(toDigits: 10))
            return number == input ? value + epsilon : value
          }
        })
    else { return nil }
    return Explanation.PolynomialExpansion(
      substituted: MathText(substituted), terms: terms)
  }

  /// The function multiplied out without collecting terms; nil where it is no polynomial in ε of
  /// low degree, or has many terms.
  private func expandedTerms(_ input: Int) -> [Explanation.PolynomialExpansion.Term]? {
    typealias Term = Explanation.PolynomialExpansion.Term
    let (maximumCount, maximumDegree) = (24, 3)
    guard steps.count <= maximumCount else { return nil }
    func product(_ a: [Term], _ b: [Term]) -> [Term]? {
      guard a.count * b.count <= maximumCount else { return nil }
      let terms = a.flatMap { a in
        b.map { Term(coefficient: a.coefficient * $0.coefficient, power: a.power + $0.power) }
      }
      return terms.contains { $0.power > maximumDegree } ? nil : terms
    }
    var lines: [Int: [Term]] = [:]
    for (number, value) in point.enumerated() {
      let constant = [Term(coefficient: value, power: 0)]
      lines[number] = number == input ? constant + [Term(coefficient: 1, power: 1)] : constant
    }
    for line in list.indices where lines[line] == nil {
      if isNumber(line) {
        lines[line] = [Term(coefficient: values[line], power: 0)]
        continue
      }
      // Some operation before this one, or one that is not needed, is no polynomial.
      let operands = operands(line).compactMap { lines[$0] }
      guard operands.count == list[line].operandCount, let a = operands.first else { continue }
      let b = operands.last ?? a
      func negated(_ terms: [Term]) -> [Term] {
        terms.map { Term(coefficient: -$0.coefficient, power: $0.power) }
      }
      let terms: [Term]? =
        switch list[line].function {
        case .add: a + b
        case .subtract: a + negated(b)
        case .negate: negated(a)
        case .multiply: product(a, b)
        case .square: product(a, a)
        case .integerPower where list[line].parameter == 2: product(a, a)
        case .integerPower where list[line].parameter == 3:
          product(a, a).flatMap { product($0, a) }
        case _ where operands.allSatisfy { $0.count == 1 && $0[0].power == 0 }:
          [Term(coefficient: values[line], power: 0)]
        default: nil
        }
      if let terms, terms.count <= maximumCount { lines[line] = terms }
    }
    return lines[output]
  }
}
