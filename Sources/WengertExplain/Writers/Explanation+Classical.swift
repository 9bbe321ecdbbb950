// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The sections on formulas and on finite differences.
extension Explanation {
  func addSymbolic(to document: inout Document) {
    guard !symbolic.isEmpty else { return }
    document.heading("Symbolic differentiation")
    document.paragraph(
      """
      As on paper: rules turn the formula of the function into the formula of its derivative, from \
      the outermost operation inward. Only then are numbers put in.
      """)
    if let expanded = symbolic[0].expanded {
      document.paragraph(
        "Multiplied out, the function is \(MathText.equation(.name(function), expanded)).")
    }
    for derivation in symbolic {
      let partial = MathText.partial(function, by: derivation.input)
      document.subheading("With respect to \(MathText.name(derivation.input))")
      document.equations(derivation.lines.items.map { .init($0.formula, $0.rule) })
      document.noteOmission(derivation.lines.omitted, "lines")
      var lines: [Document.Equation] = []
      if let assembled = derivation.assembled {
        lines.append(.init(.equation(partial, assembled), "put together"))
      }
      if let formula = derivation.formula {
        let side = lines.isEmpty ? partial : MathText()
        lines.append(.init(.equation(side, formula), lines.isEmpty ? "" : "simplified"))
      }
      if lines.isEmpty {
        document.note(
          "The formula has \(count(derivation.operations, "operation")) and is not written out.")
      }
      let head = lines.isEmpty ? partial : MathText()
      let value = MathText.number(derivation.value)
      lines.append(
        .init(
          derivation.substituted.map { .equation(head, $0, value) } ?? .equation(head, value),
          self.value.isNaN ? "at the point, where the function has no value" : "at the point"))
      document.equations(lines)
    }
  }

  func addNumerical(to document: inout Document) {
    guard let numerical, !numerical.errors.isEmpty else { return }
    document.heading("Finite differences")
    document.paragraph(
      """
      Move one input a little and see how much the value moves: the quotient is close to the \
      derivative. This needs nothing but values, and is hardly ever exact.
      """)
    for difference in numerical.differences {
      var lines = [
        Document.Equation(
          MathText(.partial(function, by: difference.input), .approximately) + difference.quotient)
      ]
      if let substituted = difference.substituted {
        lines.append(.init(MathText(.equals) + substituted))
      }
      lines.append(
        .init(
          MathText(.equals) + difference.difference
            + MathText(.equals, .decimal(difference.rounded)),
          "in double precision \(difference.derivative.rounded(toDigits: 17) as String)"))
      document.equations(lines)
    }
    document.subheading("How small should the step be?")
    document.paragraph(
      """
      A smaller step makes the formula better and the arithmetic worse: the two values share ever \
      more digits, which cancel in the difference, while the rounding errors in the last digits \
      are divided by an ever smaller step.\(courseOfErrors(numerical.errors))
      """)
    for errors in numerical.errors { addErrors(errors, to: &document) }
  }

  /// What the errors do as the step gets smaller, as far as they all do the same.
  private func courseOfErrors(_ errors: [ErrorTable]) -> String {
    let forward = errors.allSatisfy { $0.forwardHasValley }
    let central = errors.allSatisfy { $0.centralHasValley }
    if !forward && !central { return "" }
    let which = forward && central ? "" : " of \(forward ? "forward" : "central") differences"
    return " So the error\(which) falls, reaches a smallest value, and grows again."
  }

  private func addErrors(_ errors: ErrorTable, to document: inout Document) {
    let partial = MathText.partial(function, by: errors.input)
    var table = Document.Table(
      "Step", "Forward \(partial)", "Error", "Central \(partial)", "Error",
      trailing: [0, 1, 2, 3, 4])
    for row in errors.rows {
      table.rows.append([
        .number(row.step), .math(.number(row.forward, digits: 12)), error(row.forwardError),
        .math(.number(row.central, digits: 12)), error(row.centralError),
      ])
    }
    document.table(table)
    guard let forward = errors.bestForwardStep, let central = errors.bestCentralStep else { return }
    let best: RichText =
      errors.hasBestSteps
      ? """
      Here forward differences are best at the step \(MathText.number(forward)), and central \
      ones at \(MathText.number(central)). 
      """ : ""
    document.paragraph(
      """
      \(best)Central differences at several steps, extrapolated to step zero (Richardson), give \
      \(MathText.number(errors.richardson, digits: 15)) with an estimated error of \
      \(MathText.number(errors.estimatedError, digits: 2)); the true error is \
      \(MathText.number(errors.richardsonError, digits: 2)).
      """)
  }

  private func error(_ value: Double) -> RichText { .math(.number(value, digits: 2)) }
}
