// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A program, and its derivatives, as a self-contained file of C99.
///
/// ```swift
/// let f = Program(inputs: ["x", "y"]) { v in (v[0] + v[1]) * (v[0] + 2 * v[1]) }
/// print(CSource(f).text)
/// // void f(const double *inputs, double *value) {
/// //   const double x = inputs[0];
/// //   const double y = inputs[1];
/// //   const double v2 = x + y;
/// //   const double v4 = 2.0 * y;
/// //   const double v5 = x + v4;
/// //   const double v6 = v2 * v5;
/// //   value[0] = v6;
/// // }
/// //
/// // void f_gradient(const double *inputs, double *value, double *gradient) { … }
/// ```
///
/// A program of one output becomes `f` and `f_gradient`; one of `m` outputs and `n` inputs becomes
/// `f` and `f_jacobian`, which writes an `m` by `n` matrix row by row. Inputs are read before
/// results are written, so the arrays may overlap. The file needs `<math.h>` and nothing else,
/// allocates no memory, is free of warnings (`-Wall -Wextra -Wpedantic`) and valid C++ too.
///
/// `f` does what the program does, line by line, with the same special values. Derivatives are
/// simplified formulas with plain products: where a factor is infinite and another zero they are
/// nan, although ``Reverse``, by whose rule zero absorbs, may find a number there. Where the value
/// itself is nan, the derivatives mean nothing.
///
/// - Complexity: linear in the number of lines, times the number of outputs for a Jacobian.
public struct CSource: Sendable {
  /// What the file holds.
  public enum Contents: Sendable {
    /// The function alone.
    case value
    /// The function, and one that also computes the gradient or Jacobian by reverse mode.
    case valueAndGradient
  }

  /// The type of all numbers.
  public enum Precision: Sendable {
    case double, float
  }

  /// The program to write.
  public var program: Program

  /// What the C function is called, and how the names of all others begin.
  ///
  /// What is no identifier, or means something in C, is changed: `sin` becomes `sin_`.
  public var functionName: String

  public var contents: Contents

  public var precision: Precision

  /// Where a `main` that is added to the file evaluates the function and prints the results; nil
  /// if the file is to have no `main`.
  public var trialPoint: [Double]?

  /// The C source of `program`.
  ///
  /// - Precondition: `trialPoint` has as many numbers as the program has inputs.
  public init(
    _ program: Program, functionName: String = "f", contents: Contents = .valueAndGradient,
    precision: Precision = .double, trialPoint: [Double]? = nil
  ) {
    precondition(
      trialPoint == nil || trialPoint?.count == program.inputs.count,
      "The program has \(program.inputs.count) inputs; the trial point has another number of them.")
    self.program = program
    self.functionName = functionName
    self.contents = contents
    self.precision = precision
    self.trialPoint = trialPoint
  }

  /// The file.
  ///
  /// - Complexity: linear in its length.
  public var text: String {
    let functions = self.functions
    var writer = CWriter(prefix: functions[0].name, precision: precision)
    var bodies = ""
    for function in functions { bodies += "\n" + writer.definition(of: function) }
    var text = banner(functions) + "#include <math.h>\n"
    if trialPoint != nil { text += "#include <stdio.h>\n" }
    text += "\n"
    for function in functions { text += function.signature(precision) + ";\n" }
    for helper in CHelper.allCases where writer.helpers.contains(helper) {
      text += "\n" + helper.definition(prefix: writer.prefix, precision) + "\n"
    }
    text += bodies
    if let trialPoint, let last = functions.last { text += "\n" + main(last, at: trialPoint) }
    return text
  }

  /// The C functions of the file.
  private var functions: [CFunction] {
    let name = CNames.functionName(functionName)
    let isScalar = program.outputs.count == 1
    let values = CFunction.Results(isScalar ? "value" : "values", count: program.outputs.count)
    var functions = [CFunction(name: name, program: program, results: [values])]
    if contents == .valueAndGradient {
      let kind = isScalar ? "gradient" : "jacobian"
      let derivatives = CFunction.Results(kind, count: values.count * program.inputs.count)
      functions.append(
        CFunction(
          name: CNames.joined(name, kind), program: program.withJacobian(),
          results: [values, derivatives]))
    }
    return functions
  }
}
