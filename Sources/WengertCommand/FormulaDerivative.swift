// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// The formula of a derivative, and how it was found.
struct FormulaDerivative {
  /// One rule applied to one operation.
  struct Step {
    let order: Int
    let formula: MathText
    let rule: String
  }

  /// The output, and the variable.
  let function: String
  let variable: String
  let variableCount: Int
  let order: Int
  let formula: Expression
  /// The value at the point, if there is one.
  let value: Double?
  let steps: [Step]

  /// The most lines that a formula may have.
  private static let lineLimit = 2_000_000

  /// The most lines that a derivative may have that is there for its value only.
  private static let directLineLimit = 200_000

  /// How much of a value, relative to it, a formula may lose to rounding and still be shown.
  private static let tolerance = 1e-9

  init(
    _ subject: Subject, output: Int, by axis: Int, order: Int, point: [Double]?, hasSteps: Bool
  ) throws {
    function = subject.outputNames[output]
    variable = subject.variables[axis]
    variableCount = subject.variables.count
    self.order = order
    var program = subject.program(ofOutput: output)
    var steps: [Step] = []
    var formula = program.expressions()[0]
    // Simplification, which collects terms, may turn a stable formula into one that loses digits.
    // The values are those of derivatives that were not simplified.
    var direct = point == nil ? nil : formula
    for n in 1...order {
      if hasSteps { steps += Self.steps(of: program, by: axis, order: n) }
      formula = formula.derivative(byInput: axis).simplified()
      direct = direct?.derivative(byInput: axis)
      if let length = direct?.lineCount, length > Self.directLineLimit { direct = nil }
      let lines = formula.lineCount
      if lines > Self.lineLimit {
        throw Failure.data("the derivative of order \(n) has \(lines) lines, which is too many")
      }
      if hasSteps { program = Program([formula], inputs: subject.variables) }
    }
    self.steps = steps
    guard let point else {
      self.formula = formula
      value = nil
      return
    }
    guard let direct, direct.value(at: point).isFinite else {
      self.formula = formula
      // A function without a value has no derivative, whatever the formula says.
      value = subject.program(point)[output].isNaN ? .nan : formula.value(at: point)
      return
    }
    let value = direct.value(at: point)
    let bound = Program([direct], inputs: subject.variables).roundingBounds(at: point)[0]
    let error = (formula.value(at: point) - value).magnitude
    self.formula = error <= max(Self.tolerance * value.magnitude, bound) ? formula : direct
    self.value = subject.program(point)[output].isNaN ? .nan : value
  }

  /// The rules in the order of their use; the point is of no importance for them.
  private static func steps(of program: Program, by axis: Int, order: Int) -> [Step] {
    var options = Explanation.Options()
    options.sections = [.symbolic]
    options.inputLimit = axis + 1
    let point = [Double](repeating: 1, count: program.inputs.count)
    let explanation = Explanation(of: program, at: point, options: options)
    return explanation.symbolic[axis].lines.items.map {
      Step(order: order, formula: $0.formula, rule: $0.rule)
    }
  }

  /// Whether the formula is longer than it is written.
  var isCut: Bool { formula.formatted().contains("…") }

  // MARK: Formats

  var name: String {
    DerivativeNames.text(function, by: variable, order: order, of: variableCount)
  }

  var latex: String {
    let head = DerivativeNames.latex(
      Self.name(function, .latex), by: Self.name(variable, .latex), order: order,
      of: variableCount)
    return head + " = " + formula.formatted(.latex)
  }

  var mathML: String {
    let head = DerivativeNames.mathML(
      Self.name(function, .mathMLContent), by: Self.name(variable, .mathMLContent), order: order,
      of: variableCount)
    return "<math display=\"block\">\(head)<mo>=</mo>\(formula.formatted(.mathMLContent))</math>"
  }

  var json: JSONValue {
    .object([
      "output": .string(function), "variable": .string(variable),
      "formula": .string(formula.formatted()), "latex": .string(formula.formatted(.latex)),
      "mathml": .string(formula.formatted(.mathML)),
      "value": value.map(JSONValue.number) ?? .null,
      "steps": .array(
        steps.map {
          .object([
            "order": .integer($0.order), "formula": .string($0.formula.plain),
            "rule": .string($0.rule),
          ])
        }),
    ])
  }

  private static func name(_ name: String, _ style: Formula.Style) -> String {
    Formula.line(Instruction(.input), operandNames: [], inputNames: [name], style)
  }
}

extension [FormulaDerivative] {
  /// The derivatives one below the other, each after the steps to it.
  func text(_ pen: Pen) -> String {
    let width = map { $0.name.columnCount }.max() ?? 0
    var text = ""
    for derivative in self {
      let space = String(repeating: " ", count: width - derivative.name.columnCount)
      var line = pen.strong(derivative.name) + (derivative.steps.isEmpty ? space : "")
      line += " = " + derivative.formula.formatted()
      if let value = derivative.value, derivative.formula.constant == nil {
        line += " = " + value.shortDescription
      }
      if !derivative.steps.isEmpty {
        if !text.isEmpty { text += "\n" }
        text += derivative.stepText(pen)
      }
      text += line + "\n"
    }
    return text
  }
}

extension FormulaDerivative {
  fileprivate func stepText(_ pen: Pen) -> String {
    let available = Terminal.width - 2
    let column =
      steps.map { $0.formula.plain.columnCount }.filter { $0 <= available * 2 / 3 }
      .max() ?? 0
    var text = ""
    for (number, step) in steps.enumerated() {
      if number > 0, steps[number - 1].order != step.order { text += "\n" }
      let lines = Self.broken(step.formula.plain, at: available)
      let last = lines[lines.count - 1].columnCount
      let gap = Swift.max(column - last, 0) + 3
      let fits = last + gap + step.rule.columnCount <= available
      text += "  " + lines.joined(separator: "\n  ")
      text += fits ? String(repeating: " ", count: gap) : "\n      "
      text += pen.quiet(step.rule) + "\n"
    }
    return text
  }

  /// An equation on several lines, broken before equals signs where it is too wide.
  private static func broken(_ equation: String, at width: Int) -> [String] {
    var lines: [String] = []
    for (number, side) in equation.split(separator: " = ").enumerated() {
      let side = number == 0 ? String(side) : "= " + side
      if let last = lines.last, last.columnCount + 1 + side.columnCount <= width {
        lines[lines.count - 1] = last + " " + side
      } else {
        lines.append(number == 0 ? side : "    " + side)
      }
    }
    return lines
  }
}

extension Expression {
  fileprivate var lineCount: Int { graph?.instructions.count ?? 1 }

  /// The derivative with respect to the input with a number.
  fileprivate func derivative(byInput number: Int) -> Expression {
    input(number).map { derivative(with: $0) } ?? 0
  }

  /// The input with a number, on the list of this expression; nil if it is not needed there.
  fileprivate func input(_ number: Int) -> Expression? {
    guard let graph else { return nil }
    let line = graph.instructions.firstIndex {
      $0.operation == .input && Int($0.parameter) == number
    }
    return line.map { Expression(graph: graph, index: Int32($0)) }
  }
}
