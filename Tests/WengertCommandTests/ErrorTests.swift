// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Testing

/// A command line that is wrong, the line that says so, and the status.
struct Mistake: Sendable, CustomTestStringConvertible {
  let arguments: [String]
  let message: String
  let status: Int32

  init(_ arguments: String..., status: Int32 = 64, message: String) {
    self.arguments = arguments
    self.message = "wengert: " + message + "\n"
    self.status = status
  }

  var testDescription: String { arguments.joined(separator: " ") }
}

@Suite struct ErrorTests {
  @Test(arguments: [
    Mistake(
      "gradient", "2*sine(x)", "x=1", status: 65,
      message: "unknown function `sine`; did you mean `sin`?\n  2*sine(x)\n    ^"),
    Mistake(
      "x*", "x=1", status: 65,
      message: "the expression ends where an operand is expected\n  x*\n    ^"),
    Mistake("gradient", "", status: 65, message: "there is no expression"),
    Mistake("gradient", "-", status: 65, message: "there is no expression"),
    Mistake("gradient", "x*y", "x=1", message: "no value for y: add y=…"),
    Mistake("x*y", message: "no values for x, y: add x=… y=…"),
    Mistake(
      "x*y", "x=1", "y=2", "z=1",
      message: "the expression has no variable z; its variables are x, y"),
    Mistake(
      "alpha", "alpah=1",
      message: "the expression has no variable alpah; did you mean alpha?"),
    Mistake(
      "k=2y;k*x", "k=1",
      message: "k is computed by the expression and cannot be given a value"),
    Mistake("x", "x=1", "x=2", message: "x is given a value twice"),
    Mistake("x", "x=", message: "there is no value after `x=`"),
    Mistake(
      "x", "x=abc", status: 65,
      message: "the value of x: unknown variable `abc`; there are no variables\n  abc\n  ^"),
    Mistake(
      "x", "x=1/0", status: 65, message: "the value of x must be a finite number; 1/0 is inf"),
    Mistake(
      "x", "x=1,2", status: 65,
      message: "the value of x must be a finite number; 1,2 is 2 numbers"),
    Mistake(
      "x", "5",
      message: "`5` gives no variable a value; write name=value, and put an expression with "
        + "spaces in quotes"),
    Mistake("gradiant", "x*y", message: "there is no command gradiant; did you mean gradient?"),
    Mistake(
      "gradient", "2+3", status: 65,
      message: "the expression has no variables, so there is nothing to differentiate; it is 5"),
    Mistake(
      "hessian", "x, 2x", "x=1",
      message: "hessian needs one output, and the expression has 2; take one of them, or use "
        + "`wengert jacobian`"),
    Mistake(
      "plot", "x, sin(x)",
      message: "plot needs one output, and the expression has 2; take one of them"),
    Mistake(
      "e*x", "e=5", "x=1",
      message: "e is the constant 2.718281828459045, not a variable; give the variable another "
        + "name"),
    Mistake(
      "(x+y", "x=1", "y=2", status: 65,
      message: "the parenthesis at column 1 is never closed\n  (x+y\n      ^"),
    Mistake(
      "1e400*x", "x=1", status: 65,
      message: "the number `1e400` is too large for double precision\n  1e400*x\n  ^"),
    Mistake(
      "x", "x=1", "-o", "out.pdf",
      message: "no format belongs to files that end in .pdf; the endings are .txt, .md, "
        + ".markdown, .tex, .html, .htm, .json, and with --format there may be any"),
    Mistake(
      "graph", "x", "-o", "graph.png",
      message: "no format belongs to files that end in .png; the endings are .svg, .dot, .gv, "
        + ".json, and with --format there may be any"),
    Mistake(
      "derive", "x", "--order", "0",
      message: "the order must be from 1 to 20, not 0; see `wengert derive --help`"),
    Mistake(
      "derive", "x", "--order", "1000000",
      message: "the order must be from 1 to 20, not 1000000; see `wengert derive --help`"),
    Mistake(
      "derive", "x*z", "--wrt", "y",
      message: "the expression has no variable y; its variables are x, z"),
    Mistake("x", "x=1", "--step", "0", message: "a step of 0 is no step; write --step 0.001"),
    Mistake("plot", "x*y", message: "a plot over x needs values for y: add y=…"),
    Mistake(
      "plot", "x", "--errors",
      message: "errors are those of the derivative at a point: add x=…"),
    Mistake(
      "plot", "x", "--from", "3", "--to", "1",
      message: "the left end of a plot is below its right end; found 3 and 1"),
    Mistake("emit", "x", "x=1", message: "values of variables are only of use with --main"),
    Mistake(
      "emit", "x", "--name", "2x",
      message: "the name of a C function has letters, digits and _ only; "
        + "see `wengert emit --help`"),
    Mistake(
      "gradient", "x", "x=1", "-o", "/nowhere/file", status: 73,
      message: "cannot write `/nowhere/file`: No such file or directory"),
    Mistake(
      "gradient", "x", "x=1", "-o", "/", status: 73,
      message: "cannot write `/`: it is a directory"),
  ])
  func mistakes(mistake: Mistake) throws {
    let run = try run(mistake.arguments)
    #expect(run.errors == mistake.message)
    #expect(run.status == mistake.status)
    #expect(run.output.isEmpty)
  }

  /// What the argument parser finds wrong is one line too.
  @Test(arguments: [
    ["x", "--bogus"], ["gradient", "x", "x=1", "--format", "xml"], [],
    ["derive", "x", "--order", "100000000000000000000"], ["gradient", "x", "x=1", "-o"],
    ["x", "x=1", "--section", "nothing"], ["gradient", "x", "x=1", "--method", "guess"],
  ])
  func usage(arguments: [String]) throws {
    let run = try run(arguments)
    #expect(run.status == 64)
    #expect(run.errors.split(separator: "\n").count == 1)
    #expect(run.errors.hasPrefix("wengert: "))
    #expect(run.errors.hasSuffix("--help`\n"))
    #expect(run.output.isEmpty)
  }

  @Test(arguments: [
    (
      "log(x)", "x=-1", "log(-1): log needs x > 0; the result is nan",
      "f     = nan\ndf/dx = nan\n", 1
    ),
    (
      "sqrt(x)", "x=0",
      "sqrt(0): the value exists, but the derivative with respect to x is ∞",
      "f     = 0\ndf/dx = inf\n", 1
    ),
    (
      "abs(x)", "x=0", "abs(0): |x| has a corner at 0 and no derivative there; 0 is used",
      "f     = 0\ndf/dx = 0\n", 0
    ),
  ])
  func domain(
    expression: String, assignment: String, warning: String, output: String, status: Int32
  ) throws {
    let run = try wengert("gradient", expression, assignment)
    #expect(run.errors == "wengert: warning: \(warning)\n")
    #expect(run.output == output)
    #expect(run.status == status)
  }

  @Test func explanationOutsideOfTheDomain() throws {
    let run = try wengert("log(x)", "x=-1")
    #expect(run.output.contains("Reverse mode"))
    #expect(run.errors == "wengert: warning: log(-1): log needs x > 0; the result is nan\n")
    #expect(run.status == 1)
  }

  private func run(_ arguments: [String]) throws -> Run {
    let quoted = arguments.map { "'" + $0 + "'" }.joined(separator: " ")
    return try shell("wengert \(quoted) < /dev/null")
  }
}
