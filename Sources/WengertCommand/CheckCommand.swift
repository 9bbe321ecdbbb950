// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import ArgumentParser
import Wengert

/// `wengert check`.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Compare all methods with the correctly rounded derivatives.",
    discussion: """
      The reference is computed with 256 to 4096 bits. Differences are counted in ulps, units in \
      the last place: how many numbers lie between two.

      ✓  at most 16 ulps away.
      ≈  further away, but rounding explains it: no more than the bound of a running error \
      analysis of the program of the gradient, in which every operation may be off by 4 ulps. The \
      bound is large where the formula itself loses digits, as (1-cos(x))/x^2 does near 0. For \
      numerical differentiation, which is not exact: six digits are right.
      ✗  anything else.

      The status is 1 if symbolic, forward or reverse differentiation, or the value, is ✗.

      EXAMPLES:
        wengert check "(x+y)*(x+2*y)" x=2 y=3
        wengert check "(1-cos(x))/x^2" x=1e-6
        wengert check "sin(x)*exp(y)" x=1 y=2 --format json
      """)

  @OptionGroup var expression: ExpressionArguments
  @OptionGroup var point: PointArguments
  @Option(help: "The format.") var format: NumberFormat?
  @OptionGroup var color: ColorOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let subject = try expression.subject(orderedBy: point)
    let format = try NumberFormat.chosen(format, for: output, standard: .text)
    try subject.requireVariables()
    let point = try point.point(of: subject)
    let checks = Progress.during("checking") {
      subject.program.outputs.indices.map { MethodCheck(subject, output: $0, at: point) }
    }
    switch format {
    case .text:
      let pen = Pen(hasColor: color.hasColor(in: output.path))
      try output.write(checks.map { $0.text(pen) }.joined(separator: "\n"))
    case .json:
      let json = JSONValue.object([
        "expression": .string(subject.source),
        "variables": .array(subject.variables.map(JSONValue.string)),
        "point": .array(point.map(JSONValue.number)),
        "isRight": .boolean(checks.allSatisfy(\.isRight)),
        "outputs": .array(checks.map(\.json)),
      ])
      try output.write(json.text(indented: true))
    }
    subject.warn(at: point)
    guard checks.allSatisfy(\.isRight) else {
      StandardError.write("wengert: the methods disagree beyond what rounding explains")
      throw ExitCode.failure
    }
    if !checks.allSatisfy(\.isFinite) { throw ExitCode.failure }
  }
}
