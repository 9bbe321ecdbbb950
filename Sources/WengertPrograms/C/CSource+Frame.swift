// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// What stands before and behind the functions of a file.
extension CSource {
  /// The comment that says what the functions compute, and which input is which.
  func banner(_ functions: [CFunction]) -> String {
    let (n, m) = (program.inputs.count, program.outputs.count)
    let values = m == 1 ? "the value" : "\(m) values"
    var text = "/*\n * Straight-line code by Wengert, automatic differentiation for Swift.\n *\n"
    text += " * \(functions[0].name) computes \(values) of a function of \(n) "
    text += n == 1 ? "input" : "inputs"
    for i in program.inputs.indices {
      text += (i == 0 ? ":\n" : "\n") + " *   inputs[\(i)]  \(CNames.comment(program.inputs[i]))"
    }
    text += "\n"
    if functions.count > 1 {
      text += " *\n * \(functions[1].name) computes also "
      text +=
        m == 1
        ? "the derivatives with respect to the inputs, in this order.\n"
        : "the derivative of values[i] with respect to inputs[j]\n * as jacobian[i * \(n) + j].\n"
      text += " * It may give nan where one factor of a derivative is infinite and another zero.\n"
    }
    return text + " */\n"
  }

  /// A program that calls `function` at `point` and prints its results.
  func main(_ function: CFunction, at point: [Double]) -> String {
    let type = precision.type
    let numbers = point.isEmpty ? "0" : point.map(precision.literal).joined(separator: ", ")
    var text = "int main(void) {\n  const \(type) inputs[] = {\(numbers)};\n"
    for results in function.results {
      text += "  \(type) \(results.name)[\(max(results.count, 1))];\n"
    }
    let arguments = ["inputs"] + function.results.map { $0.name }
    text += "  \(function.name)(\(arguments.joined(separator: ", ")));\n"
    for results in function.results where results.count > 0 {
      text += """
          for (int i = 0; i < \(results.count); ++i) {
            printf("\(results.name)[%d] = %.17g\\n", i, (double)\(results.name)[i]);
          }

        """
    }
    return text + "  return 0;\n}\n"
  }
}

extension CSource.Precision {
  /// The type in C.
  var type: String { self == .double ? "double" : "float" }

  /// What the names of the functions of `<math.h>` end in.
  var suffix: String { self == .double ? "" : "f" }

  /// The shortest decimal that reads back as `value`, rounded to the precision.
  func literal(_ value: Double) -> String {
    switch self {
    case .double: Self.literal(value.description, value)
    case .float: Self.literal(Float(value).description + "f", Double(Float(value)))
    }
  }

  /// The number nearest to π.
  var pi: String { self == .double ? literal(.pi) : literal(Double(Float(Double.pi))) }

  private static func literal(_ text: String, _ value: Double) -> String {
    if value.isNaN { return "NAN" }
    let text = value.isInfinite ? (value < 0 ? "-INFINITY" : "INFINITY") : text
    return value.sign == .minus ? "(" + text + ")" : text
  }
}
