// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import ArgumentParser

/// The root of the commands.
struct WengertTool: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wengert",
    abstract: "Derivatives of formulas: computed, explained, drawn, and turned into code.",
    usage: """
      wengert <expression> <name=value> ...
      wengert <command> <expression> [<name=value> ...] [options]
      """,
    discussion: """
      Without a command, the derivatives of the expression at the point are explained in four \
      ways: symbolic, numerical, forward and reverse.

      EXPRESSIONS:
        2x + 3y, x^2, sin(x)*exp(-x), a/(1 + b), max(x, 0), where(x > 0, x, 0)
        k = 2y; (x + y)*(x + k)         a value with a name, then the function
        x*y, sin(x)                     a function with two outputs
        -                               reads the expression from standard input

      VALUES are expressions without variables: x=2, x=-1e-3, x=pi/2, n=2^10.
      With values for all variables, results come in the order of the values.

      EXAMPLES:
        wengert "(x+y)*(x+2*y)" x=2 y=3
        wengert derive "x*sin(x)" --steps
        wengert gradient "log(x)*y" x=2 y=3 --format json
        wengert graph "(x+y)*(x+2*y)" x=2 y=3 -o graph.svg

      EXIT STATUS:
        0   the result is complete
        1   the result is printed, but it is not finite, or a check failed
        64  the command line is wrong
        65  the expression, or a value, is wrong
        66  standard input, or the file of the page, cannot be read
        73  the file cannot be written
        74  standard output cannot be written
      """,
    version: "0.1.0",
    subcommands: [
      ExplainCommand.self, DeriveCommand.self, GradientCommand.self, JacobianCommand.self,
      HessianCommand.self, CheckCommand.self, GraphCommand.self, EmitCommand.self,
      PlotCommand.self, ProgramCommand.self, StudioCommand.self,
    ],
    defaultSubcommand: ExplainCommand.self)

  /// What the commands are called.
  static var commandNames: [String] {
    var names: [String] = []
    for command in configuration.subcommands {
      if let name = command.configuration.commandName { names.append(name) }
    }
    return names
  }
}
