// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import ArgumentParser
import Wengert

/// `wengert derive`.
struct DeriveCommand: ParsableCommand {
  enum Format: String, FileFormat {
    case text, latex, mathml, json

    var fileExtensions: [String] {
      switch self {
      case .text: ["txt"]
      case .latex: ["tex"]
      case .mathml: ["mml", "mathml"]
      case .json: ["json"]
      }
    }
  }

  static let configuration = CommandConfiguration(
    commandName: "derive",
    abstract: "Print the formulas of the derivatives, simplified.",
    discussion: """
      With values for the variables, the derivatives there are printed too.

      EXAMPLES:
        wengert derive "(x+y)*(x+2*y)"
        wengert derive "x*sin(x)" --order 3
        wengert derive "w2*log(w1) + sqrt(w2*log(w1))" --wrt w1 --steps
        wengert derive "exp(-x^2)" --format latex
      """)

  /// The highest order, above which the formulas of most functions fill books.
  static let maximumOrder = 20

  @OptionGroup var expression: ExpressionArguments
  @OptionGroup var point: PointArguments

  @Option(
    help: ArgumentHelp(
      "A variable to differentiate by; may be repeated. All are taken if none is named.",
      valueName: "variable"))
  var wrt: [String] = []

  @Option(help: ArgumentHelp("How often to differentiate.", valueName: "n"))
  var order = 1

  @Flag(help: "Show the derivation line by line, with the names of the rules.")
  var steps = false

  @Option(help: "The format.") var format: Format?
  @OptionGroup var color: ColorOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (1...Self.maximumOrder).contains(order) else {
      throw ValidationError("the order must be from 1 to \(Self.maximumOrder), not \(order)")
    }
  }

  func run() throws {
    let subject = try expression.subject(orderedBy: point)
    let format = try Format.chosen(format, for: self.output, standard: .text)
    guard !steps || format == .text || format == .json else {
      throw Failure.usage(
        "--steps are shown as text and json, not as \(format.rawValue); leave out one of the two, "
          + "or use `wengert explain --section symbolic`")
    }
    try subject.requireVariables()
    let point = try point.optionalPoint(of: subject)
    let axes = try axes(of: subject)
    let derivatives = try Progress.during("differentiating") {
      try subject.program.outputs.indices.flatMap { output in
        try axes.map {
          try FormulaDerivative(
            subject, output: output, by: $0, order: order, point: point, hasSteps: steps)
        }
      }
    }
    let pen = Pen(hasColor: color.hasColor(in: self.output.path))
    try self.output.write(format.text(of: derivatives, subject, order, point, pen))
    if derivatives.contains(where: \.isCut) {
      StandardError.write(
        "wengert: warning: a formula is cut where it says …; `wengert program --gradient` "
          + "lists all of it")
    }
    if let point {
      subject.warn(at: point)
      if derivatives.contains(where: { !($0.value ?? 0).isFinite }) { throw ExitCode.failure }
    }
  }

  /// The numbers of the variables to differentiate by.
  private func axes(of subject: Subject) throws -> [Int] {
    if wrt.isEmpty { return Array(subject.variables.indices) }
    return try wrt.map { name in
      if let place = subject.variables.firstIndex(of: name) { return place }
      let nearest = Spelling.nearest(to: name, among: subject.variables)
      let hint =
        nearest.map { "did you mean \($0)?" }
        ?? "its variables are \(subject.variables.prefix(8).joined(separator: ", "))"
      throw Failure.usage("the expression has no variable \(name); \(hint)")
    }
  }
}

extension DeriveCommand.Format {
  fileprivate func text(
    of derivatives: [FormulaDerivative], _ subject: Subject, _ order: Int, _ point: [Double]?,
    _ pen: Pen
  ) -> String {
    switch self {
    case .text: return derivatives.text(pen)
    case .latex: return derivatives.map(\.latex).joined(separator: "\n")
    case .mathml: return derivatives.map(\.mathML).joined(separator: "\n")
    case .json:
      return JSONValue.object([
        "expression": .string(subject.source), "order": .integer(order),
        "variables": .array(subject.variables.map(JSONValue.string)),
        "point": point.map { .array($0.map(JSONValue.number)) } ?? .null,
        "derivatives": .array(derivatives.map(\.json)),
      ]).text(indented: true)
    }
  }
}
