// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// What a command is about: a function, and maybe a point.
struct Subject {
  /// The expression as it was given.
  let source: String
  let parsed: ParsedExpression
  let program: Program

  /// The names of the variables, in the order of the program's inputs.
  var variables: [String] { parsed.variables }

  /// What the outputs are called: `f` if the text does not say.
  let outputNames: [String]

  /// Parses `source`; if `variables` are given, they are all that there are, in that order.
  init(_ source: [UInt8], variables: [String]? = nil) throws {
    let text = String(decoding: source, as: UTF8.self)
    do {
      let parsed = try ExpressionParser.parse(
        source, options: ExpressionParser.Options(variables: variables))
      self.parsed = parsed
      program = Program(parsed)
      outputNames = Self.names(of: parsed)
    } catch {
      throw Failure.data(
        error.kind == .emptyExpression ? error.message : error.rendered(in: source))
    }
    self.source = text
  }

  private static func names(of parsed: ParsedExpression) -> [String] {
    let taken = Set(parsed.variables + parsed.names.map(\.name))
    let letters = ["f", "g", "h", "F", "G", "H"]
    let letter = letters.first { !taken.contains($0) } ?? "f"
    return parsed.outputNames.enumerated().map { number, name in
      if let name { return name }
      if parsed.outputs.count == 1 { return letter }
      var numbered = "\(letter)\(number + 1)"
      while taken.contains(numbered) { numbered += "_" }
      return numbered
    }
  }

  /// Ends commands that can handle one output only if there are more, for which there may be
  /// another command.
  func requireOneOutput(for command: String, instead other: String? = "jacobian") throws {
    if program.outputs.count > 1 {
      throw Failure.usage(
        "\(command) needs one output, and the expression has \(program.outputs.count); "
          + "take one of them" + (other.map { ", or use `wengert \($0)`" } ?? ""))
    }
  }

  /// Ends commands that have nothing to do without variables.
  func requireVariables() throws {
    guard variables.isEmpty else { return }
    let value = program([Double]()).map(\.shortDescription).joined(separator: ", ")
    throw Failure.data(
      "the expression has no variables, so there is nothing to differentiate; it is \(value)")
  }

  /// The program of one of the outputs.
  func program(ofOutput number: Int) -> Program {
    if program.outputs.count == 1 { return program }
    return Program([parsed.outputs[number]], inputs: variables)
  }
}
