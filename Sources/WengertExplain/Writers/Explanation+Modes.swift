// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The sections on the two modes of automatic differentiation.
extension Explanation {
  func addDual(to document: inout Document) {
    guard !dual.isEmpty else { return }
    document.heading("Forward mode with dual numbers")
    document.paragraph(
      """
      Compute with numbers \(dualNumber), where ε is not zero but ε² is. Add ε to one input, and \
      the derivative with respect to it appears as the factor of ε in the result. It is exact: \
      nothing was small. Every function extends to dual numbers by f(a + bε) = f(a) + f′(a)·b ε.
      """)
    for derivation in dual {
      document.subheading("ε added to \(MathText.name(derivation.input))")
      if let expansion = derivation.expansion { addExpansion(expansion, derivation, to: &document) }
      var table = Document.Table("Step", "On dual numbers", "Result")
      for step in derivation.steps.items {
        table.rows.append([
          .name(step.name), .math(step.formula), .math(.dual(step.primal, step.tangent)),
        ])
      }
      document.table(table)
      document.noteOmission(derivation.steps.omitted, "steps")
      document.equations([
        .init(
          .equation(derivation.call, .dual(derivation.primal, derivation.tangent))),
        .init(
          .equation(.partial(function, by: derivation.input), .number(derivation.tangent))),
      ])
    }
  }

  private var dualNumber: MathText { MathText(.name("a"), .plus, .name("b"), .epsilon) }

  private func addExpansion(
    _ expansion: PolynomialExpansion, _ derivation: DualDerivation, to document: inout Document
  ) {
    let powers: [MathText] = [
      MathText(), MathText(.epsilon), MathText(.epsilonSquared), MathText(.epsilonCubed),
    ]
    func term(_ coefficient: Double, _ power: Int) -> MathText {
      let size = coefficient.magnitude
      let digits = size == 1 && power > 0 ? MathText() : MathText.number(size)
      return (coefficient < 0 ? MathText(.minus) : MathText()) + digits + powers[power]
    }
    let grouped = (0...expansion.degree).compactMap { power -> MathText? in
      let parts = expansion.coefficients(of: power)
      guard !parts.isEmpty else { return nil }
      if parts.count == 1 { return term(parts[0], power) }
      return MathText.sum(parts.map { term($0, 0) }).parenthesized + powers[power]
    }
    let collected = (0...expansion.degree).compactMap { power -> MathText? in
      if expansion.coefficients(of: power).isEmpty { return nil }
      return term(expansion.coefficient(of: power), power)
    }
    var sides: [(MathText, String)] = [
      (expansion.substituted, "substitute"),
      (.sum(expansion.terms.map { term($0.coefficient, $0.power) }), "expand"),
      (.sum(grouped), "group"),
    ]
    let isLinear = expansion.degree < 2
    if !isLinear { sides.append((.sum(collected), "add")) }
    let result = MathText.dual(expansion.coefficient(of: 0), expansion.coefficient(of: 1))
    sides.append((result, isLinear ? "add" : "since ε² = 0"))
    var lines: [Document.Equation] = []
    for (i, (side, remark)) in sides.enumerated()
    where i == 0 || side.plain != sides[i - 1].0.plain {
      lines.append(.init(.equation(i == 0 ? derivation.call : MathText(), side), remark))
    }
    document.equations(lines)
  }

  func addForward(to document: inout Document) {
    guard !forward.isEmpty else { return }
    document.heading("Forward mode as a table")
    document.paragraph(
      """
      The same without ε: next to every value stands its derivative with respect to one input, by \
      the chain rule from those of its operands. One pass from the inputs to the result gives the \
      derivative with respect to one input.
      """)
    for derivation in forward {
      let input = derivation.input
      document.subheading("With respect to \(MathText.name(input))")
      var table = Document.Table("Step", "Value", "By the chain rule", "Derivative")
      for row in derivation.rows.items {
        let partial = MathText.partial(row.name, by: input)
        let isInput = row.derivative.pieces.isEmpty
        table.rows.append([
          .math(isInput ? row.formula : .equation(.name(row.name), row.formula)),
          .number(row.value), .math(isInput ? partial : .equation(partial, row.derivative)),
          .math(
            isInput ? .number(row.tangent) : .equation(row.substituted, .number(row.tangent))),
        ])
      }
      document.table(table)
      document.noteOmission(derivation.rows.omitted, "rows")
    }
  }

  func addReverse(to document: inout Document) {
    guard let reverse else { return }
    document.heading("Reverse mode")
    document.paragraph(
      """
      First the function is evaluated and every value kept. Then go back from the result and ask \
      of each value how much the result depends on it: its adjoint. The adjoint of the result is \
      1. Every operation passes its adjoint on to its operands, times its local derivative. A \
      value that is used more than once gets a contribution from each use, and they are added; a \
      name such as \(code: "x_g") stands for what the use of x in g contributes.
      """)
    var values = Document.Table("Step", "Value")
    for step in steps.items {
      values.rows.append([
        .math(.equation(.name(step.name), step.formula)),
        .math(.equation(step.substituted, .number(step.value))),
      ])
    }
    document.table(values)
    document.noteOmission(steps.omitted, "steps")
    if !steps.items.isEmpty { document.paragraph("And backward:") }
    document.equations(reverse.steps.items.flatMap(equations))
    document.noteOmission(reverse.steps.omitted, "steps")
    document.paragraph("The adjoints of the inputs are the gradient, all from this one pass:")
    document.equations(
      reverse.inputs.map { input in
        let isUsed = input.contributions.total > 0
        return .init(sum(input), isUsed ? "" : input.value == 0 ? "not used" : "the result itself")
      })
  }

  private func equations(_ step: ReverseDerivation.Step) -> [Document.Equation] {
    let adjoint = step.adjoint
    var lines: [Document.Equation] = []
    if adjoint.contributions.total != 1 {
      lines.append(
        .init(sum(adjoint), adjoint.contributions.total == 0 ? "the result" : ""))
    }
    for part in step.contributions {
      let name = part.isPartOfSum ? part.name : part.operand
      lines.append(
        .init(
          .equation(
            .partial(function, by: name), part.formula, part.substituted, .number(part.value)),
          "from \(part.consumer)"))
    }
    return lines
  }

  private func sum(_ adjoint: ReverseDerivation.Adjoint) -> MathText {
    let head = MathText.partial(function, by: adjoint.name)
    guard adjoint.contributions.total > 1 else { return .equation(head, .number(adjoint.value)) }
    var names = adjoint.contributions.items.map { MathText.partial(function, by: $0) }
    var numbers = adjoint.substituted
    if adjoint.contributions.omitted > 0 {
      names.append(MathText(.decimal("…")))
      numbers += MathText(.plus, .decimal("…"))
    }
    return .equation(head, .sum(names), numbers, .number(adjoint.value))
  }
}
