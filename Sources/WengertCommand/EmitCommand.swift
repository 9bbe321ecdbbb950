// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import ArgumentParser
import Wengert

/// `wengert emit`.
struct EmitCommand: ParsableCommand {
  enum Format: String, FileFormat {
    case c, json

    var fileExtensions: [String] { self == .c ? ["c", "h"] : ["json"] }
  }

  static let configuration = CommandConfiguration(
    commandName: "emit",
    abstract: "Write C code for the function and its gradient or Jacobian.",
    discussion: """
      The file is C99, needs only <math.h>, allocates nothing, and compiles without warnings.

      EXAMPLES:
        wengert emit "(x+y)*(x+2*y)" --name area -o area.c
        wengert emit "sin(x)*exp(-y)" --value-only
        wengert emit "x*y, x/y" x=1 y=2 --main -o try.c && cc try.c -lm && ./a.out
      """)

  @OptionGroup var expression: ExpressionArguments
  @OptionGroup var point: PointArguments

  @Option(help: ArgumentHelp("The name of the C function.", valueName: "identifier"))
  var name = "f"

  @Flag(help: "Leave out derivatives.") var valueOnly = false
  @Flag(help: "Use float in place of double.") var float = false

  @Flag(help: "Add a main function that prints the results at the point.") var main = false
  @Option(help: "The format.") var format: Format?
  @OptionGroup var output: OutputOptions

  func validate() throws {
    let isIdentifier = name.utf8.allSatisfy { byte in
      let character = Character(Unicode.Scalar(byte))
      return character == "_" || character.isASCII && (character.isLetter || character.isNumber)
    }
    guard isIdentifier, let first = name.first, !first.isNumber, name.count <= 200 else {
      throw ValidationError("the name of a C function has letters, digits and _ only")
    }
  }

  func run() throws {
    let subject = try expression.subject(orderedBy: point)
    let format = try Format.chosen(format, for: output, standard: .c)
    var trial: [Double]?
    if main {
      trial = try point.point(of: subject)
    } else if !point.values.isEmpty {
      throw Failure.usage("values of variables are only of use with --main")
    }
    let text = Progress.during("writing") {
      CSource(
        subject.program, functionName: name, contents: valueOnly ? .value : .valueAndGradient,
        precision: float ? .float : .double, trialPoint: trial
      ).text
    }
    switch format {
    case .c: try output.write(text)
    case .json:
      let json = JSONValue.object([
        "expression": .string(subject.source), "name": .string(name),
        "variables": .array(subject.variables.map(JSONValue.string)),
        "outputs": .integer(subject.program.outputs.count), "language": "C99",
        "source": .string(text),
      ])
      try output.write(json.text(indented: true))
    }
  }
}
