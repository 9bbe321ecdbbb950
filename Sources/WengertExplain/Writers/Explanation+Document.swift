// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertPrograms

extension Explanation {
  /// The explanation as a document, section by section.
  ///
  /// - Complexity: linear in what is shown.
  public var document: Document {
    var document = Document(title: "The derivatives of \(definition)")
    let point = inputs.items.map { input in
      MathText.equation(.name(input.name), .number(input.value))
    }
    document.paragraph(
      point.isEmpty
        ? "The function has no inputs; its value is \(MathText.number(value))."
        : "At \(joined(point)) the value is \(MathText.equation(.name(function), .number(value))).")
    document.noteOmission(inputs.omitted, "inputs")
    addMissingValues(to: &document)
    for warning in warnings.items { document.blocks.append(.warning("\(warning.message)")) }
    document.noteOmission(warnings.omitted, "warnings")
    addSteps(to: &document)
    if inputs.total == 0 { return document }
    addSymbolic(to: &document)
    addNumerical(to: &document)
    addDual(to: &document)
    addForward(to: &document)
    addReverse(to: &document)
    addTape(to: &document)
    addCost(to: &document)
    addResult(to: &document)
    return document
  }

  private var definition: MathText {
    let call = MathText.call(function, inputs.items.prefix(6).map { .name($0.name) })
    let isCall = (1...6).contains(inputs.total)
    let head = !isCall ? MathText.name(function) : call
    return formula.map { .equation(head, $0) } ?? head
  }

  /// Formulas with commas between them.
  func joined(_ formulas: [MathText]) -> RichText {
    var text: RichText = ""
    for (i, formula) in formulas.enumerated() {
      if i > 0 { text.runs.append(.text(", ")) }
      text.runs.append(.math(formula))
    }
    return text
  }

  private func addSteps(to document: inout Document) {
    guard !steps.items.isEmpty else { return }
    document.heading("Step by step")
    document.paragraph(
      """
      A computer evaluates one operation after the other. Here every result gets a name. Each \
      operation is so simple that a rule gives its derivative with respect to its own operands; \
      everything below is put together from these local derivatives.
      """)
    var table = Document.Table("Step", "With numbers", "Local derivatives", "Rule")
    for step in steps.items {
      let partials = step.partials.map { partial -> MathText in
        let number = MathText.number(partial.value)
        let formula = MathText.partial(step.name, by: partial.use)
        return step.value.isNaN || partial.formula.plain == number.plain
          ? .equation(formula, number) : .equation(formula, partial.formula, number)
      }
      table.rows.append([
        .math(.equation(.name(step.name), step.formula)),
        .math(.equation(step.substituted, .number(step.value))), joined(partials), "\(step.rule)",
      ])
    }
    document.table(table)
    document.noteOmission(steps.omitted, "steps")
    addUses(to: &document)
    if steps.items.contains(where: { $0.operation == "max" || $0.operation == "min" }) {
      document.note(
        """
        \(code: "precedes(a, b)") is 1 where a < b, one half where they are equal, and else 0: the \
        share of one operand in the derivative of a maximum or minimum.
        """)
    }
  }

  /// Says what nan stands for where some step has no value.
  private func addMissingValues(to document: inout Document) {
    if value.isNaN {
      document.paragraph(
        """
        No value, no derivative: the function is not defined here (nan, not a number), so its \
        derivatives are nan too, even where their formulas have values.
        """)
    } else if steps.items.contains(where: { $0.value.isNaN }) {
      document.paragraph(
        """
        No value, no derivative: some steps are not defined here (nan, not a number), so their \
        derivatives are nan too, even where their formulas have values.
        """)
    }
  }

  /// Explains the names of the uses of an operand that an operation has twice.
  private func addUses(to document: inout Document) {
    for step in steps.items {
      let uses = step.partials.filter { $0.use != $0.operand }
      guard uses.count > 1 else { continue }
      document.note(
        """
        \(MathText.name(step.name)) uses \(MathText.name(uses[0].operand)) twice, and each use has \
        its own derivative: \(MathText.name(uses[0].use)) and \(MathText.name(uses[1].use)) stand \
        for the first and the second one.
        """)
      return
    }
  }

  private func addTape(to document: inout Document) {
    guard let tape else { return }
    document.heading("The tape")
    document.paragraph(
      """
      What reverse mode writes down while the function runs is a Wengert list: for each operation, \
      where its operands are and the local derivatives at this point. It is then read backward. \
      Numbers are not variables and have no place on it.
      """)
    var table = Document.Table("Place", "Name", "Operation", "Operands", "Partials", trailing: [0])
    for entry in tape.items {
      table.rows.append([
        "\(entry.index)", .name(entry.name),
        entry.operation.isEmpty ? "input" : RichText(.code(entry.operation)),
        "\(entry.operands.map { "\($0)" }.joined(separator: ", "))",
        joined(entry.partials.map { .number($0) }),
      ])
    }
    document.table(table)
    document.noteOmission(tape.omitted, "records")
  }

  private func addCost(to document: inout Document) {
    guard let cost else { return }
    document.heading("What it costs")
    let n = inputs.total
    document.paragraph(
      """
      One evaluation takes \(count(cost.evaluation.operations, "operation")). For \
      \(count(n, "input")) the gradient takes:
      """)
    var table = Document.Table(
      "Method", "Passes", "Each of them", "Memory (bytes)", trailing: [1, 3])
    for method in cost.methods {
      table.rows.append([
        "\(method.method.name)", "\(method.passes)", "\(method.pass)", "\(method.bytes)",
      ])
    }
    document.table(table)
    document.paragraph(
      """
      Differences and forward mode need more passes for more inputs; reverse mode needs one \
      forward and one backward, for any number of inputs, and pays with memory: the tape grows \
      with every operation. The formulas of symbolic differentiation are evaluated once, but they \
      have to be found first and may be much longer than the function.
      """)
  }

  private func addResult(to document: inout Document) {
    guard let result else { return }
    document.heading("The result")
    let isWide = inputs.items.count > 3
    document.table(isWide ? rowsByInput(result) : rowsByMethod(result))
    if isWide {
      document.noteOmission(inputs.omitted, "inputs")
      let reference = result.isReferenceExact ? "the exact derivative" : "reverse mode"
      document.paragraph("In parentheses: the distance from \(reference) in ulps.")
    }
    document.paragraph(
      """
      An ulp is the distance from one double to the next: the last place that can be stored. \
      Symbolic, forward and reverse mode use the same exact rules and differ by rounding only. \
      Finite differences are approximations.
      """)
  }

  /// One row for each method, one column for each of a few inputs.
  private func rowsByMethod(_ result: ResultComparison) -> Document.Table {
    let titles = inputs.items.map { RichText.math(.partial(function, by: $0.name)) }
    let distance: RichText = result.isReferenceExact ? "Off by (ulp)" : "From reverse (ulp)"
    var table = Document.Table(["Method"] + titles + [distance])
    for row in result.rows {
      table.rows.append(
        ["\(row.method.name)"] + row.gradient.map { .math(.number($0, digits: 17)) }
          + ["\(row.ulps.map(text).joined(separator: ", "))"])
    }
    return table
  }

  /// One row for each input, one column for each method.
  private func rowsByInput(_ result: ResultComparison) -> Document.Table {
    var table = Document.Table(["Derivative"] + result.rows.map { "\($0.method.name) (ulp)" })
    for (i, input) in inputs.items.enumerated() {
      table.rows.append(
        [.math(.partial(function, by: input.name))]
          + result.rows.map {
            "\(MathText.number($0.gradient[i], digits: 17)) (\(text($0.ulps[i])))"
          })
    }
    return table
  }

  private func text(_ ulps: UInt64?) -> String { ulps.map { "\($0)" } ?? "—" }

  /// `1 step`, `2 steps`.
  func count(_ number: Int, _ thing: String) -> String {
    "\(number) \(thing)\(number == 1 ? "" : "s")"
  }
}
