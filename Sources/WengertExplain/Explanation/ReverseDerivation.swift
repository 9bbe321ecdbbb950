// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

extension Explanation {
  /// Reverse mode: from the result back to the inputs.
  ///
  /// The adjoint of a value is the derivative of the result with respect to it. Each use of a
  /// value contributes to its adjoint, and contributions are named by both: `x_g` is what the use
  /// of `x` in `g` contributes.
  public struct ReverseDerivation: Sendable, Equatable {
    /// What one use of a value contributes: `∂L/∂x_g = ∂L/∂g · ∂g/∂x = 8 · 1 = 8`.
    public struct Contribution: Sendable, Equatable {
      /// `x_g`, or `x_f1` and `x_f2` where `f` uses `x` twice.
      public let name: String
      /// The value that is used, `x`.
      public let operand: String
      /// The operation that uses it, `g`.
      public let consumer: String
      /// The chain rule: `∂L/∂g · ∂g/∂x`, with the formula of the local derivative.
      public let formula: MathText
      /// The chain rule with numbers.
      public let substituted: MathText
      public let value: Double
      /// Whether the value has further uses.
      public let isPartOfSum: Bool
    }

    /// The adjoint of a value: the sum of its contributions.
    public struct Adjoint: Sendable, Equatable {
      public let name: String
      /// The names of the contributions; empty for the result, whose adjoint is 1.
      public let contributions: Excerpt<String>
      /// The contributions with numbers: `8 + 5`.
      public let substituted: MathText
      public let value: Double
    }

    /// An operation in the backward pass: its adjoint, and what it passes on to its operands.
    public struct Step: Sendable, Equatable {
      public let adjoint: Adjoint
      public let contributions: [Contribution]
    }

    /// The operations, the result first.
    public let steps: Excerpt<Step>
    /// The adjoints of the inputs: the gradient.
    public let inputs: [Adjoint]
  }
}

extension Worksheet {
  private typealias Contribution = Explanation.ReverseDerivation.Contribution
  private typealias Adjoint = Explanation.ReverseDerivation.Adjoint

  /// How many contributions to one value are listed.
  private static let contributionLimit = 12

  func reverseDerivation() -> Explanation.ReverseDerivation {
    let adjoints = adjoints()
    var uses = ContiguousArray<Int>(repeating: 0, count: list.count)
    // The uses of the values that are shown, in the order of computation.
    var users: [Int: [(name: String, value: Double)]] = [:]
    let backward = steps.reversed().prefix(options.lineLimit)
    for i in shownInputs { users[i] = [] }
    for line in backward { users[line] = [] }
    for line in steps {
      let operands = operands(line)
      if !operands.contains(where: { users[$0] != nil }) {
        for operand in operands { uses[operand] += 1 }
        continue
      }
      let partials = partials(line)
      for (k, operand) in operands.enumerated() {
        uses[operand] += 1
        guard let count = users[operand]?.count, count < Self.contributionLimit else { continue }
        users[operand]?.append(
          (useName(k, of: line), contribution(adjoints[line], partials[k])))
      }
    }
    func adjoint(_ line: Int) -> Adjoint {
      let parts = users[line] ?? []
      return Adjoint(
        name: names[line], contributions: Excerpt(parts.map { $0.name }, of: uses[line]),
        substituted: parts.isEmpty
          ? .number(adjoints[line])
          : .sum(parts.enumerated().map { $0 == 0 ? .number($1.value) : .factor($1.value) }),
        value: adjoints[line])
    }
    let shown = backward.map { line in
      Explanation.ReverseDerivation.Step(
        adjoint: adjoint(line), contributions: contributions(of: line, adjoints, uses))
    }
    return Explanation.ReverseDerivation(
      steps: Excerpt(Array(shown), of: steps.count), inputs: shownInputs.map(adjoint))
  }

  /// The derivative of the result with respect to every line; where there is no result it has only
  /// the one with respect to itself.
  func adjoints() -> ContiguousArray<Double> {
    let hasResult = !values[output].isNaN
    var adjoints = ContiguousArray<Double>(repeating: hasResult ? 0 : .nan, count: list.count)
    adjoints[output] = 1
    guard hasResult else { return adjoints }
    for line in steps.reversed() where !adjoints[line].isZero {
      for (operand, partial) in zip(operands(line), partials(line)) where !isNumber(operand) {
        adjoints[operand] += adjoints[line].contribution(partial)
      }
    }
    return adjoints
  }

  /// What one use passes on: zero absorbs, but without a result nothing is passed on.
  func contribution(_ adjoint: Double, _ partial: Double) -> Double {
    adjoint.isNaN ? .nan : adjoint.contribution(partial)
  }

  /// `x_g`: the use of operand `k` in a line; `x_g1` and `x_g2` where it is used twice.
  func useName(_ k: Int, of line: Int) -> String {
    let base = names[operands(line)[k]] + "_" + names[line]
    return isRepeated(k, in: line)
      ? base + "\(operands(line)[...k].filter { $0 == operands(line)[k] }.count)" : base
  }

  /// Whether a line uses operand `k` more than once.
  func isRepeated(_ k: Int, in line: Int) -> Bool {
    let operands = operands(line)
    return operands.filter { $0 == operands[k] }.count > 1
  }

  private func contributions(
    of line: Int, _ adjoints: ContiguousArray<Double>, _ uses: ContiguousArray<Int>
  ) -> [Contribution] {
    let partials = partials(line)
    let formulas = partialFormulas(line)
    return operands(line).enumerated().compactMap { k, operand in
      if isNumber(operand) { return nil }
      return Contribution(
        name: useName(k, of: line), operand: names[operand], consumer: names[line],
        formula: .partial(function, by: names[line]) + MathText(.times) + .factor(formulas[k]),
        substituted: .factor(adjoints[line]) + MathText(.times) + .factor(partials[k]),
        value: contribution(adjoints[line], partials[k]), isPartOfSum: uses[operand] > 1)
    }
  }
}
