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
    let partials = zip(operands, zip(partialFormulas(line), partials(line)))
    return Explanation.Step(
      name: names[line], line: line, operation: instruction.function?.notation.name ?? "",
      operands: operands.map { names[$0] }, formula: namedOperation(line),
      substituted: numericOperation(line),
      value: values[line], rule: instruction.function?.rule ?? "",
      partials: partials.compactMap { operand, partial in
        if isNumber(operand) { return nil }
        return Explanation.LocalDerivative(
          operand: names[operand], formula: MathText(partial.0), value: partial.1)
      })
  }
}
