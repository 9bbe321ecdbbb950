// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import ArgumentParser
import Wengert

/// `wengert plot`.
struct PlotCommand: ParsableCommand {
  enum Format: String, FileFormat {
    case text, svg, json

    var fileExtensions: [String] { self == .text ? ["txt"] : [rawValue] }
  }

  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Plot the function with its tangent, or the errors of finite differences.",
    discussion: """
      The plot is over one variable: the one named by --over, else the one without a value, else \
      the first. The other ones need values. With a value for it there is a tangent.

      EXAMPLES:
        wengert plot "sin(x)/x" --from -20 --to 20
        wengert plot "x^2*y" x=1 y=2 --over x -o parabola.svg
        wengert plot "exp(x)" x=1 --errors
      """)

  @OptionGroup var expression: ExpressionArguments
  @OptionGroup var point: PointArguments

  @Option(help: ArgumentHelp("The variable along the horizontal axis.", valueName: "variable"))
  var over: String?

  @Option(help: ArgumentHelp("The left end. (default: near the point)", valueName: "number"))
  var from: String?

  @Option(help: ArgumentHelp("The right end.", valueName: "number")) var to: String?

  @Flag(help: "Plot the errors of finite differences against their step.") var errors = false
  @Option(help: "The format.") var format: Format?
  @OptionGroup var color: ColorOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let subject = try expression.subject(orderedBy: point)
    let format = try Format.chosen(format, for: output, standard: .text)
    try subject.requireOneOutput(for: "plot", instead: nil)
    try subject.requireVariables()
    let scene = try PlotScene(
      subject, partialPoint: point.partialPoint(of: subject), over: over, from: from, to: to)
    let plot = try Progress.during("plotting") {
      errors ? try scene.errorPlot() : scene.functionPlot()
    }
    switch format {
    case .text:
      try output.write(
        plot.terminal(
          width: Terminal.width, height: Terminal.height,
          color: color.hasColor(in: output.path)))
    case .svg: try output.write(plot.svg())
    case .json: try output.write(plot.json(subject.source).text(indented: true))
    }
    guard let point = scene.point else { return }
    subject.warn(at: point)
    if !subject.program(point)[0].isFinite { throw ExitCode.failure }
  }
}

extension Plot {
  /// The data: each series with its points, where a gap in a line is null.
  fileprivate func json(_ source: String) -> JSONValue {
    .object([
      "expression": .string(source), "title": .string(title), "x": .string(x.label),
      "y": .string(y.label),
      "series": .array(
        series.map { series in
          .object([
            "label": .string(series.label),
            "points": .array(
              series.points.map { point in
                point.x.isNaN || point.y.isNaN
                  ? .null : .array([.number(point.x), .number(point.y)])
              }),
          ])
        }),
      "marks": .array(
        marks.map { mark in
          .object([
            "label": .string(mark.label),
            "point": .array([.number(mark.point.x), .number(mark.point.y)]),
          ])
        }),
      "references": .array(
        references.map { ["label": .string($0.label), "y": .number($0.y)] as JSONValue.Members }
          .map(JSONValue.object)),
    ])
  }
}
