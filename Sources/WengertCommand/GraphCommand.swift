// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import ArgumentParser
import Wengert

/// `wengert graph`.
struct GraphCommand: ParsableCommand {
  enum Format: String, FileFormat {
    case svg, dot, json

    var fileExtensions: [String] { self == .dot ? ["dot", "gv"] : [rawValue] }
  }

  static let configuration = CommandConfiguration(
    commandName: "graph",
    abstract: "Draw the computational graph.",
    discussion: """
      With values for the variables, nodes show their value and their adjoint (the derivative of \
      the result with respect to them; of the first one if there are several), and edges show \
      local derivatives. Pictures need nothing else and follow light and dark mode.

      EXAMPLES:
        wengert graph "(x+y)*(x+2*y)" -o graph.svg
        wengert graph "(x+y)*(x+2*y)" x=2 y=3 -o graph.svg
        wengert graph "sin(x)/x" x=0.5 --format dot
      """)

  /// The most lines of a program that is drawn.
  static let maximumLineCount = 3000

  @OptionGroup var expression: ExpressionArguments
  @OptionGroup var point: PointArguments

  @Flag(help: "Let values flow downward, not to the right.") var vertical = false
  @Option(help: "The format.") var format: Format?
  @OptionGroup var output: OutputOptions

  func run() throws {
    let subject = try expression.subject(orderedBy: point)
    let point = try point.optionalPoint(of: subject)
    let format = try Format.chosen(format, for: output, standard: .svg)
    let count = subject.program.instructions.count
    if format == .svg, count > Self.maximumLineCount {
      throw Failure.data(
        "a graph of \(count) nodes is too large to be drawn; the limit is "
          + "\(Self.maximumLineCount), and --format dot and json have none")
    }
    let text = Progress.during("drawing") {
      let graph = ProgramGraph(subject.program, at: point)
      switch format {
      case .svg:
        var picture = graph.picture(named: subject.title)
        picture.direction = vertical ? .topToBottom : .leftToRight
        return picture.svg()
      case .dot: return graph.graphviz
      case .json: return graph.json(subject, at: point).text(indented: true)
      }
    }
    try output.write(text)
    guard let point else { return }
    subject.warn(at: point)
    if !subject.program(point).allSatisfy(\.isFinite) { throw ExitCode.failure }
  }
}

extension Subject {
  /// The expression on one line, cut if it is long.
  var title: String {
    let words = source.prefix(200).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.count > 60 ? words.prefix(59) + "…" : words
  }
}
