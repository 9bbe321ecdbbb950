// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import ArgumentParser
import Wengert

/// `wengert jacobian`.
struct JacobianCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jacobian",
    abstract: "Compute the values and the Jacobian of several outputs at a point.",
    discussion: """
      Rows are outputs, columns are variables.

      EXAMPLES:
        wengert jacobian "x*y, sin(x)" x=2 y=3
        wengert jacobian "r = hypot(x, y), phi = atan2(y, x)" x=3 y=4
        wengert jacobian "x*y, x/y" x=1 y=3 --method rounded --format json
      """)

  @OptionGroup var expression: ExpressionArguments
  @OptionGroup var point: PointArguments
  @OptionGroup var method: MethodOptions
  @Option(help: "The format.") var format: NumberFormat?
  @OptionGroup var color: ColorOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let subject = try expression.subject(orderedBy: point)
    let format = try NumberFormat.chosen(format, for: output, standard: .text)
    try subject.requireVariables()
    let point = try point.point(of: subject)
    let (values, jacobian) = Progress.during("differentiating") {
      method.method.jacobian(of: subject, at: point)
    }
    switch format {
    case .text:
      let pen = Pen(hasColor: color.hasColor(in: output.path))
      let width = subject.outputNames.map(\.columnCount).max() ?? 0
      var text = ""
      for (name, value) in zip(subject.outputNames, values) {
        let space = String(repeating: " ", count: width - name.columnCount)
        text += pen.strong(name) + space + " = " + value.shortDescription + "\n"
      }
      text += "\n" + pen.strong("Jacobian") + "\n"
      text += TextTable.matrix(
        jacobian, rows: subject.outputNames, columns: subject.variables.map { "∂/∂" + $0 },
        width: Terminal.width)
      try output.write(text)
    case .json:
      let json = subject.json(
        at: point, by: method.method, value: .array(values.map(JSONValue.number)),
        "jacobian", .matrix(jacobian))
      try output.write(json.text(indented: true))
    }
    subject.warn(at: point)
    if !(values + jacobian.joined()).allSatisfy(\.isFinite) { throw ExitCode.failure }
  }
}

extension JSONValue {
  /// The rows of a matrix as arrays of numbers.
  static func matrix(_ rows: [[Double]]) -> JSONValue {
    .array(rows.map { .array($0.map(JSONValue.number)) })
  }
}
