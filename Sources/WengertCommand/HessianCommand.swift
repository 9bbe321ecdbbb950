// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import ArgumentParser
import Wengert

/// `wengert hessian`.
struct HessianCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hessian",
    abstract: "Compute the value, the gradient and the second derivatives at a point.",
    discussion: """
      EXAMPLES:
        wengert hessian "(x+y)*(x+2*y)" x=2 y=3
        wengert hessian "exp(x*y)" x=1 y=0.5 --method symbolic
        wengert hessian "x^3*y" x=1 y=2 --format json
      """)

  /// The most variables: the square of it is what is computed and printed.
  static let maximumVariableCount = 2000

  @OptionGroup var expression: ExpressionArguments
  @OptionGroup var point: PointArguments
  @OptionGroup var method: MethodOptions
  @Option(help: "The format.") var format: NumberFormat?
  @OptionGroup var color: ColorOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let subject = try expression.subject(orderedBy: point)
    let format = try NumberFormat.chosen(format, for: output, standard: .text)
    try subject.requireOneOutput(for: "hessian")
    try subject.requireVariables()
    guard subject.variables.count <= Self.maximumVariableCount else {
      throw Failure.data(
        "the Hessian of \(subject.variables.count) variables is too large to print; the limit is "
          + "\(Self.maximumVariableCount)")
    }
    let point = try point.point(of: subject)
    let (value, gradient, hessian) = Progress.during("differentiating") {
      method.method.hessian(of: subject.program, at: point)
    }
    switch format {
    case .text:
      let pen = Pen(hasColor: color.hasColor(in: output.path))
      var text = GradientCommand.text(subject, value: value, gradient: gradient, pen)
      text += "\n" + pen.strong("Hessian") + "\n"
      text += TextTable.matrix(
        hessian, rows: subject.variables.map { "∂/∂" + $0 },
        columns: subject.variables.map { "∂/∂" + $0 }, width: Terminal.width)
      try output.write(text)
    case .json:
      let json = JSONValue.object([
        "expression": .string(subject.source),
        "variables": .array(subject.variables.map(JSONValue.string)),
        "point": .array(point.map(JSONValue.number)), "method": .string(method.method.rawValue),
        "value": .number(value), "gradient": .array(gradient.map(JSONValue.number)),
        "hessian": .matrix(hessian),
      ])
      try output.write(json.text(indented: true))
    }
    subject.warn(at: point)
    if !([value] + gradient + hessian.joined()).allSatisfy(\.isFinite) { throw ExitCode.failure }
  }
}
