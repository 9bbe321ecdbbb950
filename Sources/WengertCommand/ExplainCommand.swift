// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import ArgumentParser
import Wengert

/// `wengert explain`.
struct ExplainCommand: ParsableCommand {
  /// The parts of an explanation.
  enum Section: String, CaseIterable, ExpressibleByArgument {
    case symbolic, numerical, dual, forward, reverse, tape, cost, result

    var section: Explanation.Section {
      switch self {
      case .symbolic: .symbolic
      case .numerical: .numerical
      case .dual: .dual
      case .forward: .forward
      case .reverse: .reverse
      case .tape: .tape
      case .cost: .cost
      case .result: .result
      }
    }
  }

  enum Format: String, FileFormat {
    case text, markdown, latex, html, json

    var fileExtensions: [String] {
      switch self {
      case .text: ["txt"]
      case .markdown: ["md", "markdown"]
      case .latex: ["tex"]
      case .html: ["html", "htm"]
      case .json: ["json"]
      }
    }
  }

  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Show, step by step, how the derivatives at a point are computed in four ways.",
    discussion: """
      The rules of symbolic differentiation, finite differences and their errors, dual numbers, \
      forward and reverse mode with all intermediate values, the tape, what each method costs, \
      and how exact each result is.

      EXAMPLES:
        wengert explain "(x+y)*(x+2*y)" x=2 y=3
        wengert explain "k=2y; (x+y)*(x+k)" x=2 y=3 --section reverse
        wengert explain "w2*log(w1) + sqrt(w2*log(w1))" w1=2 w2=3 -o explanation.html
      """)

  @OptionGroup var expression: ExpressionArguments
  @OptionGroup var point: PointArguments
  @Option(help: "The format.") var format: Format?

  @Option(
    help: ArgumentHelp(
      "A section to show; may be repeated. All are shown if none is named.", valueName: "section"))
  var section: [Section] = []

  @Option(
    help: ArgumentHelp(
      "A step of the finite differences; may be repeated. (default: 0.1, 0.001)",
      valueName: "step"))
  var step: [String] = []

  @OptionGroup var color: ColorOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let subject = try expression.subject(orderedBy: point)
    let format = try Format.chosen(format, for: output, standard: .text)
    try subject.requireVariables()
    let point = try point.point(of: subject)
    var options = Explanation.Options()
    if !section.isEmpty { options.sections = Set(section.map(\.section)) }
    if !step.isEmpty {
      options.differenceSteps = try step.map { text in
        let step = try PointArguments.value(of: text, for: "--step")
        if step.isZero { throw Failure.usage("a step of 0 is no step; write --step 0.001") }
        return step
      }
    }
    let explanations = Progress.during("explaining") {
      subject.program.outputs.indices.map { number in
        Explanation(
          of: subject.program, output: number, at: point,
          reference: reference(of: subject, number, at: point), options: options)
      }
    }
    try output.write(text(of: explanations, as: format))
    subject.warn(at: point)
    let isFinite = explanations.allSatisfy { explanation in
      explanation.value.isFinite
        && (explanation.result?.reference ?? []).allSatisfy(\.isFinite)
    }
    if !isFinite { throw ExitCode.failure }
  }

  /// The correctly rounded gradient, unless that would take long.
  private func reference(of subject: Subject, _ output: Int, at point: [Double]) -> [Double]? {
    let program = subject.program(ofOutput: output)
    guard program.instructions.count <= 1000 else { return nil }
    return CorrectlyRounded(program, at: point).gradient
  }

  private func text(of explanations: [Explanation], as format: Format) -> String {
    let documents = explanations.map(\.document)
    switch format {
    case .text:
      let hasColor = color.hasColor(in: output.path)
      return documents.map { $0.text(width: Terminal.width, hasColor: hasColor) }
        .joined(separator: "\n\n")
    case .markdown: return documents.map(\.markdown).joined(separator: "\n")
    case .latex: return Document(joining: documents).latex(standalone: true)
    case .html: return Document(joining: documents).html
    case .json:
      let values = explanations.map(\.json)
      return (values.count == 1 ? values[0] : .array(values)).text(indented: true)
    }
  }
}

extension Document {
  /// One document with the contents of several; the titles of the others become headings.
  fileprivate init(joining documents: [Document]) {
    self.init(title: documents[0].title)
    blocks = documents[0].blocks
    for document in documents.dropFirst() {
      blocks.append(.heading(2, document.title))
      blocks += document.blocks
    }
  }
}
