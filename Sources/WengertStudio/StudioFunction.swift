// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertExplain
import WengertPrograms
import WengertScalars

/// What a request is about: the function that a person typed, at a point.
struct StudioFunction {
  let text: String
  let parsed: ParsedExpression
  let program: Program
  let point: [Double]
  /// The number of the output that is asked about.
  let output: Int

  /// Longer texts are not read: nobody types them.
  static let byteLimit = 200_000
  /// Longer programs are not explained.
  static let lineLimit = 50_000

  /// The function of a request's `text`, `values`, `output` and `shared`.
  ///
  /// The first variable without a value is 2, the second 3, and further ones are 1.
  init(_ request: JSONValue) throws(StudioError) {
    text = try request.text(named: "text") ?? ""
    parsed = try Self.parsed(text)
    var program = Program(parsed)
    guard program.instructions.count <= Self.lineLimit else {
      throw StudioError(
        "tooLong", "This has \(program.instructions.count) operations; the limit here is \(Self.lineLimit).")
    }
    if try request.flag(named: "shared") == false {
      guard let unfolded = program.unfolded(limit: StudioFunction.drawingLimit) else {
        throw StudioError(
          "tooLong",
          "Without sharing this has more than \(StudioFunction.drawingLimit) operations; that is what sharing is for."
        )
      }
      program = unfolded
    }
    self.program = program
    output = try request.integer(named: "output") ?? 0
    guard program.outputs.indices.contains(output) else {
      throw StudioError("output", "There are \(program.outputs.count) results, and no number \(output).")
    }
    let values = request["values"] ?? .null
    point = try parsed.variables.enumerated().map { number, name throws(StudioError) in
      try values.number(named: name) ?? (number == 0 ? 2 : number == 1 ? 3 : 1)
    }
  }

  /// The most lines of a program that is drawn node by node.
  static let drawingLimit = 400

  static func parsed(_ text: String, variables: [String]? = nil) throws(StudioError) -> ParsedExpression {
    guard text.utf8.count <= byteLimit else {
      throw StudioError("tooLong", "This is longer than \(byteLimit) characters.")
    }
    do {
      return try ExpressionParser.parse(text, options: .init(variables: variables))
    } catch {
      throw StudioError("syntax", error.message, offset: error.offset)
    }
  }

  /// The function of the chosen output alone.
  var single: Program {
    program.outputs.count == 1 ? program : program.taking(output: output)
  }

  /// The number of the variable that a request calls `input`; the first if it names none.
  func input(_ request: JSONValue) throws(StudioError) -> Int {
    guard let name = try request.text(named: "input") else {
      if parsed.variables.isEmpty { throw StudioError("input", "There is no variable here.") }
      return 0
    }
    guard let number = parsed.variables.firstIndex(of: name) else {
      throw StudioError("input", "There is no variable \(name) here.")
    }
    return number
  }

  /// Every digit of the gradient of the chosen output, where that takes no more than a moment: its
  /// program on numbers of 256 bits. Nil where that program has no value.
  var reference: [Double]? {
    guard !program.inputs.isEmpty, program.instructions.count <= 60 else { return nil }
    let gradient = single.gradient()(point.map { BigFloat<Bits256>($0) }).dropFirst().map { $0.double }
    return gradient.contains { $0.isNaN } ? nil : gradient
  }
}
