// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

extension Explanation {
  /// Forward mode as a table: next to each value its derivative with respect to one input.
  public struct ForwardTable: Sendable, Equatable {
    public struct Row: Sendable, Equatable {
      /// What the line is called.
      public let name: String
      /// The line, `w2 v1`; for an input its name.
      public let formula: MathText
      public let value: Double
      /// The chain rule: `w2 ∂v1/∂w1 + v1 ∂w2/∂w1`.
      public let derivative: MathText
      /// The chain rule with numbers.
      public let substituted: MathText
      public let tangent: Double
    }

    /// The input with respect to which is differentiated.
    public let input: String
    /// The inputs and then the operations.
    public let rows: Excerpt<Row>
    /// The derivative of the function.
    public let derivative: Double
  }
}

extension Worksheet {
  func forwardTables() -> [Explanation.ForwardTable] {
    shownInputs.map { input in
      let lines = tangents(input)
      let result = lines[output]
      let inputs = shownInputs.map { number in
        Explanation.ForwardTable.Row(
          name: inputNames[number], formula: .name(inputNames[number]),
          value: point[number], derivative: MathText(), substituted: MathText(),
          tangent: number == input ? 1 : 0)
      }
      return Explanation.ForwardTable(
        input: inputNames[input],
        rows: Excerpt(
          inputs + shownSteps.map { forwardRow($0, by: input, lines) },
          of: point.count + steps.count),
        derivative: result.tangent)
    }
  }

  private func forwardRow(
    _ line: Int, by input: Int, _ lines: ContiguousArray<Dual<Double>>
  ) -> Explanation.ForwardTable.Row {
    let operands = operands(line)
    let partials = partialFormulas(line)
    let numbers = self.partials(line)
    var terms: [MathText] = []
    var products: [MathText] = []
    for (k, operand) in operands.enumerated() where !isNumber(operand) {
      let tangent = MathText.partial(names[operand], by: inputNames[input])
      guard let term = MathText.term(partials[k], times: tangent) else { continue }
      terms.append(term)
      products.append(
        .factor(numbers[k]) + MathText(.times) + .factor(lines[operand].tangent))
    }
    return Explanation.ForwardTable.Row(
      name: names[line], formula: namedOperation(line), value: values[line],
      derivative: .sum(terms), substituted: .sum(products), tangent: lines[line].tangent)
  }
}
