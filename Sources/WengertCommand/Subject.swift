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
      outputNames = parsed.outputTitles
    } catch {
      throw Failure.data(
        error.kind == .emptyExpression ? error.message : error.rendered(in: source))
    }
    self.source = text
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
