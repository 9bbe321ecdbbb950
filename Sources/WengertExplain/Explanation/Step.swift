// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertPrograms
import WengertScalars

extension Explanation {
  /// One operation of the program: `g = x + y`.
  public struct Step: Sendable, Equatable {
    /// What the value is called, `g`.
    public let name: String
    /// The line of the program.
    public let line: Int
    /// What the operation is called in expressions: `+`, `log`.
    public let operation: String
    /// What the operands are called; numbers by their digits.
    public let operands: [String]
    /// The operation on its operands: `x + y`.
    public let formula: MathText
    /// The operation on numbers: `2 + 3`.
    public let substituted: MathText
    /// The result.
    public let value: Double
    /// What the rule for its derivative is called.
    public let rule: String
    /// How the result depends on each operand that is not a number.
    public let partials: [LocalDerivative]
  }

  /// The derivative of one operation with respect to one operand: `∂f/∂g = h = 8`.
  public struct LocalDerivative: Sendable, Equatable {
    /// What the operand is called.
    public let operand: String
    /// The operand, or which use of it where the operation has it twice: `x_h1` and `x_h2`.
    public let use: String
    /// The derivative in the names of the operands.
    public let formula: MathText
    /// The derivative at the point.
    public let value: Double
  }
}

extension Worksheet {
  func explainedSteps() -> Excerpt<Explanation.Step> {
    Excerpt(shownSteps.map(step), of: steps.count)
  }

  func step(_ line: Int) -> Explanation.Step {
    let instruction = list[line]
    let operands = operands(line)
    let formulas = partialFormulas(line)
    let partials = partials(line)
    return Explanation.Step(
      name: names[line], line: line, operation: instruction.function?.notation.name ?? "",
      operands: operands.map { names[$0] }, formula: namedOperation(line),
      substituted: numericOperation(line),
      value: values[line], rule: rule(line, depends: isVariable),
      partials: operands.enumerated().compactMap { k, operand in
        if isNumber(operand) { return nil }
        return Explanation.LocalDerivative(
          operand: names[operand],
          use: isRepeated(k, in: line) ? useName(k, of: line) : names[operand],
          formula: MathText(formulas[k]), value: partials[k])
      })
  }

  /// What the rule for the derivative of a line is called, where `depends` tells variables from
  /// what is constant.
  func rule(_ line: Int, depends: ContiguousArray<Bool>) -> String {
    guard let function = list[line].function else { return "" }
    let isVariable = operands(line).map { depends[$0] }
    switch function {
    case .multiply where isVariable[0] != isVariable[1], .divide where isVariable == [true, false]:
      return "constant factor rule"
    case .power where isVariable == [true, true]:
      return "derivative of a power with variable exponent"
    case .power where isVariable == [false, true]:
      return "derivative of an exponential"
    default:
      return function.rule
    }
  }
}
