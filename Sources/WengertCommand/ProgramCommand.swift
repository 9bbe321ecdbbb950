// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import ArgumentParser
import Wengert

/// `wengert program`.
struct ProgramCommand: ParsableCommand {
  /// Which program is listed.
  enum Derivative: String, EnumerableFlag {
    case pullback, pushforward, gradient

    static func help(for value: Self) -> ArgumentHelp? {
      switch value {
      case .pullback: "Reverse mode: values, and cotangents of inputs for those of outputs."
      case .pushforward: "Forward mode: values, and tangents of outputs for those of inputs."
      case .gradient: "The value of the first output and its gradient."
      }
    }
  }

  static let configuration = CommandConfiguration(
    commandName: "program",
    abstract: "List the program of the function, or of a derivative, line by line.",
    discussion: """
      A program is a Wengert list: every line names one operation on earlier lines.

      EXAMPLES:
        wengert program "(x+y)*(x+2*y)"
        wengert program "(x+y)*(x+2*y)" --gradient --simplify
        wengert program "x*y, x/y" --pullback --format json
      """)

  @OptionGroup var expression: ExpressionArguments
  @Flag(exclusivity: .exclusive) var derivative: Derivative?
  @Flag(help: "Leave out lines that are repeated, unused, or equal to simpler ones.")
  var simplify = false
  @Option(help: "The format.") var format: NumberFormat?
  @OptionGroup var output: OutputOptions

  func run() throws {
    let subject = try expression.subject()
    let format = try NumberFormat.chosen(format, for: output, standard: .text)
    let program = Progress.during("differentiating") {
      let program =
        switch derivative {
        case nil: subject.program
        case .pullback?: subject.program.pullback()
        case .pushforward?: subject.program.pushforward()
        case .gradient?: subject.program.gradient()
        }
      return simplify ? program.simplified() : program
    }
    switch format {
    case .text: try output.write(program.description)
    case .json: try output.write(program.json.text(indented: true))
    }
  }
}

extension Program {
  /// The lines, with the numbers of their operands; and the numbers of those that are outputs.
  fileprivate var json: JSONValue {
    let lines = instructions.indices.map { line in
      let instruction = instructions[line]
      let operation: JSONValue =
        switch instruction.operation {
        case .input: "input"
        case .constant: "number"
        case .pi: "pi"
        case .function(let function): .string(function.notation.name)
        }
      return JSONValue.object([
        "name": .string(name(ofLine: line)), "operation": operation,
        "operands": .array(
          (0..<instruction.operandCount).map { .integer(Int(instruction[operand: $0])) }),
        "number": instruction.constant.map(JSONValue.number) ?? .null,
        "text": .string(operationText(ofLine: line)),
      ])
    }
    return .object([
      "inputs": .array(inputs.map(JSONValue.string)), "lines": .array(lines),
      "outputs": .array(outputs.map { .integer(Int($0)) }),
    ])
  }
}
