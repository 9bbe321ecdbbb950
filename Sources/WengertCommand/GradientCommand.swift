// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import ArgumentParser
import Wengert

/// The format of results that are numbers.
enum NumberFormat: String, FileFormat {
  case text, json

  var fileExtensions: [String] { self == .text ? ["txt"] : ["json"] }
}

/// `wengert gradient`.
struct GradientCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gradient",
    abstract: "Compute the value and the gradient at a point.",
    discussion: """
      Numbers are printed with as many digits as it takes to tell them from all others.

      EXAMPLES:
        wengert gradient "(x+y)*(x+2*y)" x=2 y=3
        wengert gradient "-x^2" x=1 --method numerical
        wengert gradient "(1-cos(x))/x^2" x=1e-6 --method rounded --format json
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
    try subject.requireOneOutput(for: "gradient")
    try subject.requireVariables()
    let point = try point.point(of: subject)
    let (values, jacobian) = Progress.during("differentiating") {
      method.method.jacobian(of: subject, at: point)
    }
    switch format {
    case .text:
      let pen = Pen(hasColor: color.hasColor(in: output.path))
      try output.write(Self.text(subject, value: values[0], gradient: jacobian[0], pen))
    case .json:
      let json = subject.json(
        at: point, by: method.method, value: .number(values[0]),
        "gradient", .array(jacobian[0].map(JSONValue.number)))
      try output.write(json.text(indented: true))
    }
    subject.warn(at: point)
    if !(values + jacobian[0]).allSatisfy(\.isFinite) { throw ExitCode.failure }
  }

  static func text(_ subject: Subject, value: Double, gradient: [Double], _ pen: Pen) -> String {
    let name = subject.outputNames[0]
    let names = subject.variables.map {
      DerivativeNames.text(name, by: $0, of: subject.variables.count)
    }
    let width = (names + [name]).map(\.columnCount).max() ?? 0
    var text = ""
    for (name, value) in zip([name] + names, [value] + gradient) {
      let space = String(repeating: " ", count: width - name.columnCount)
      text += pen.strong(name) + space + " = " + value.shortDescription + "\n"
    }
    return text
  }
}

extension Subject {
  /// The members that all results at a point have, and one more.
  func json(
    at point: [Double], by method: DerivativeMethod, value: JSONValue, _ name: String,
    _ result: JSONValue
  ) -> JSONValue {
    .object([
      "expression": .string(source), "variables": .array(variables.map(JSONValue.string)),
      "point": .array(point.map(JSONValue.number)), "method": .string(method.rawValue),
      "value": value, name: result,
    ])
  }
}
