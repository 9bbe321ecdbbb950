// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

extension Explanation {
  /// Symbolic differentiation with respect to one input: rules applied from the outside in.
  public struct SymbolicDerivation: Sendable, Equatable {
    /// One rule applied to one operation: `d/dx (x + y) = d/dx x + d/dx y = 1`.
    public struct Line: Sendable, Equatable {
      public let formula: MathText
      /// What the rule is called.
      public let rule: String
    }

    /// The input.
    public let input: String
    /// The rules, outermost first.
    public let lines: Excerpt<Line>
    /// The derivatives put together, as the rules give them; nil if they are too long to write out.
    public let assembled: MathText?
    /// The derivative simplified; cut if it is very long. It is not simplified where that would cost
    /// digits, as multiplying out a product of many factors does.
    public let formula: MathText?
    /// The derivative with the numbers of the point; nil if it is too long to write out, or if the
    /// function has no value there.
    public let substituted: MathText?
    /// The derivative at the point, by the formula that the rules give.
    public let value: Double
    /// The function multiplied out, if that is short and differs from what was given.
    public let expanded: MathText?
    /// The number of operations of the derivative's formula, each counted once.
    public let operations: Int
    /// The same of the derivative as the rules give it: how much formulas swell.
    public let assembledOperations: Int
  }
}

extension Worksheet {
  /// Lists that are longer are differentiated, but their derivatives are not simplified or written.
  private static let longestList = 4096

  func symbolicDerivations(values: [Double]) -> [Explanation.SymbolicDerivation] {
    let expanded = expandedFunction()
    return shownInputs.map { symbolicDerivation(of: $0, value: values[$0], expanded: expanded) }
  }

  private func symbolicDerivation(
    of input: Int, value: Double, expanded: MathText?
  ) -> Explanation.SymbolicDerivation {
    let graph = ExpressionGraph()
    let duals = inputNames.enumerated().map { number, name in
      Dual(graph.input(name), tangent: number == input ? 1 : 0)
    }
    let lines = list.values(at: duals)
    let raw = lines[output].tangent
    let isShort = list.count <= Self.longestList
    let simplified = isShort ? raw.simplified() : raw
    let simple = isShort && simplified.isFaithful(to: raw, at: point) ? simplified : raw
    let derivative = FormulaSize(simple)
    let isWritten = derivative.size <= 4 * options.formulaSize
    let assembled = MathText(raw)
    let result = MathText(simple)
    let rules = rules(for: input, lines)
    return Explanation.SymbolicDerivation(
      input: inputNames[input], lines: rules,
      assembled: FormulaSize(raw).size <= 4 * options.formulaSize && assembled != result
        ? assembled : nil,
      formula: isWritten ? result : nil,
      substituted: derivative.operations > 0 && derivative.size <= options.formulaSize
        && !value.isNaN
        ? MathText(
          simple.rewritten(on: ExpressionGraph(simplifying: false)) { graph in
            point.map { graph.constant($0.rounded(toDigits: 10)) }
          }) : nil,
      value: value,
      expanded: expanded, operations: derivative.operations,
      assembledOperations: FormulaSize(raw).operations)
  }

  /// One line for each derivative that a line before it mentions, beginning with the function's.
  private func rules(
    for input: Int, _ lines: ContiguousArray<Dual<Expression>>
  ) -> Excerpt<Explanation.SymbolicDerivation.Line> {
    let depends = dependence(on: input)
    var isMentioned: Set = [output]
    var shown: [Explanation.SymbolicDerivation.Line] = []
    var total = 0
    for line in steps.reversed() where depends[line] && isMentioned.contains(line) {
      let parts = list[line].isSum ? summands(line).map { $0.line } : operands(line)
      isMentioned.formUnion(parts)
      total += 1
      if shown.count < options.derivationLimit {
        let terms =
          list[line].isSum ? sumTerms(line, input) : terms(line, input, depends, lines)
        shown.append(rule(line, input, parts, terms, depends, lines))
      }
    }
    return Excerpt(shown, of: total)
  }

  private func rule(
    _ line: Int, _ input: Int, _ parts: [Int], _ terms: [MathText],
    _ depends: ContiguousArray<Bool>, _ lines: ContiguousArray<Dual<Expression>>
  ) -> Explanation.SymbolicDerivation.Line {
    let sum = MathText.sum(terms)
    var formula = MathText.equation(derivative(of: line, input), sum)
    let isDone = parts.allSatisfy { !depends[$0] || list[$0].operation == .input }
    if isDone, sizes[line] <= options.formulaSize {
      let result = MathText(lines[line].tangent.simplifiedIfShort(at: point))
      if result != sum { formula += MathText(.equals) + result }
    }
    let isChain =
      parts.count == 1 && list[parts[0]].function != nil && list[line].function != .negate
    let name = self.rule(line, depends: depends)
    return .init(formula: formula, rule: isChain ? name + ", chain rule" : name)
  }

  /// The terms of the derivative of an operation, one for each operand that depends on the input.
  private func terms(
    _ line: Int, _ input: Int, _ depends: ContiguousArray<Bool>,
    _ lines: ContiguousArray<Dual<Expression>>
  ) -> [MathText] {
    let operands = operands(line)
    guard list[line].function == .multiply else {
      let partials = LocalDerivatives.of(list[line], at: operands.map { lines[$0].primal })
      return zip(operands, partials).compactMap { operand, partial in
        guard depends[operand] else { return nil }
        return MathText.term(partial.simplifiedIfShort(at: point), times: derivative(of: operand, input))
      }
    }
    // The factors of a product are written as they were given, and in their order.
    return [0, 1].filter { depends[operands[$0]] }.map { k in
      let inner = derivative(of: operands[k], input)
      let other = factor(operands[1 - k])
      let isFirst = k == 0 && depends[operands[1]]
      return isFirst ? inner + MathText(.times) + other : other + MathText(.times) + inner
    }
  }

  /// The derivatives of the terms of a sum.
  private func sumTerms(_ line: Int, _ input: Int) -> [MathText] {
    summands(line).map { part in
      (part.isNegative ? MathText(.minus) : MathText()) + derivative(of: part.line, input)
    }
  }

  /// The terms of a sum of sums, as far as it is short.
  private func summands(_ line: Int) -> [(line: Int, isNegative: Bool)] {
    var parts: [(line: Int, isNegative: Bool)] = []
    var waiting = [(line: line, isNegative: false)]
    while let (line, isNegative) = waiting.popLast() {
      guard list[line].isSum, parts.count + waiting.count < options.formulaSize else {
        parts.append((line, isNegative))
        continue
      }
      let isDifference = list[line].function == .subtract
      waiting.append((Int(list[line].y), isNegative != isDifference))
      waiting.append((Int(list[line].x), isNegative))
    }
    return parts
  }

  private func derivative(of line: Int, _ input: Int) -> MathText {
    let operand = formula(line)
    var isOpen = list[line].operandCount > 0 && sizes[line] <= options.formulaSize
    if let form = list[line].function?.notation.form {
      isOpen = isOpen && form != .call && form != .squareRoot && form != .absolute
    }
    return MathText(.derivative(by: inputNames[input]))
      + (isOpen ? operand.parenthesized : operand)
  }

  private func factor(_ line: Int) -> MathText {
    sizes[line] <= options.formulaSize ? .factor(formulas[line]) : .name(names[line])
  }

  private func expandedFunction() -> MathText? {
    let isPolynomial = steps.allSatisfy { line in
      switch list[line].function {
      case .add, .subtract, .multiply, .negate, .square: true
      case .integerPower: list[line].parameter >= 0
      default: false
      }
    }
    guard isPolynomial, sizes[output] <= options.formulaSize, steps.count > 1 else { return nil }
    let expanded = formulas[output].expanded()
    guard expanded.isFaithful(to: formulas[output], at: point) else { return nil }
    let text = MathText(expanded)
    return FormulaSize(expanded).size <= options.formulaSize && text != formula(output) ? text : nil
  }
}

extension Instruction {
  /// Whether the line is a sum or a difference.
  fileprivate var isSum: Bool { function == .add || function == .subtract }
}

extension Expression {
  /// The same formula with other inputs.
  fileprivate func rewritten(
    on target: ExpressionGraph, inputs: (ExpressionGraph) -> [Expression]
  ) -> Expression {
    guard let graph else { return self }
    return graph.instructions[...Int(index)].values(at: inputs(target))[Int(index)]
  }
}
