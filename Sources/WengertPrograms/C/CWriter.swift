// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

/// Writes programs as functions of C, and takes note of the helpers that they call.
struct CWriter {
  /// How the names of helpers begin, so that several files can be made one.
  let prefix: String
  let precision: CSource.Precision
  private(set) var helpers: Set<CHelper> = []

  init(prefix: String, precision: CSource.Precision) {
    self.prefix = prefix
    self.precision = precision
  }

  /// The definition of a function: one line of C for every line of the program. Numbers have none;
  /// they are written where they are used.
  mutating func definition(of function: CFunction) -> String {
    let program = function.program
    var names = CNames(
      reserving: ["inputs", function.name, prefix] + function.results.map { $0.name }
        + CHelper.allCases.map { $0.name(prefix: prefix) })
    let isUsed = program.usedInputs
    var text = function.signature(precision) + " {\n"
    for array in function.unusedArrays(isUsed) { text += "  (void)\(array);\n" }

    /// What the lines so far are written as, where they are operands.
    var operands: [String] = []
    operands.reserveCapacity(program.instructions.count)
    for (i, instruction) in program.instructions.enumerated() {
      let value: String
      switch instruction.operation {
      case .constant(let number):
        operands.append(precision.literal(number))
        continue
      case .pi:
        operands.append(precision.pi)
        continue
      case .input where !isUsed[i]:
        operands.append("")
        continue
      case .input: value = "inputs[\(instruction.parameter)]"
      case .function(let function):
        value = expression(
          function, Int(instruction.parameter),
          (0..<instruction.operandCount).map { operands[Int(instruction[operand: $0])] })
      }
      let name = program.givenName(ofLine: i)
      let identifier = names.claim(name, line: i)
      let comment =
        name.map { $0 == identifier ? "" : " /* \(CNames.comment($0)) */" } ?? ""
      text += "  const \(precision.type) \(identifier) = \(value);\(comment)\n"
      operands.append(identifier)
    }

    var outputs = program.outputs.makeIterator()
    for results in function.results {
      for i in 0..<results.count {
        guard let output = outputs.next() else { break }
        text += "  \(results.name)[\(i)] = \(operands[Int(output)]);\n"
      }
    }
    return text + "}\n"
  }

  /// A call of a function of `<math.h>`.
  func call(_ name: String, _ arguments: [String]) -> String {
    "\(name)\(precision.suffix)(\(arguments.joined(separator: ", ")))"
  }

  /// A call of a helper, which becomes part of the file.
  mutating func call(_ helper: CHelper, _ arguments: [String]) -> String {
    helpers.insert(helper)
    let call = "\(helper.name(prefix: prefix))(\(arguments.joined(separator: ", ")))"
    return helper.isDouble && precision == .float ? "(float)" + call : call
  }
}

extension Program {
  /// What a reader calls the line, nil if nothing in particular.
  fileprivate func givenName(ofLine i: Int) -> String? {
    instructions[i].operation == .input ? name(ofLine: i) : lineNames[Int32(i)]
  }

  /// Whether something is computed from each of the inputs, which are the first lines.
  fileprivate var usedInputs: [Bool] {
    var isUsed = [Bool](repeating: false, count: inputs.count)
    for instruction in instructions {
      for k in 0..<instruction.operandCount where instruction[operand: k] < inputs.count {
        isUsed[Int(instruction[operand: k])] = true
      }
    }
    for output in outputs where output < inputs.count { isUsed[Int(output)] = true }
    return isUsed
  }
}

extension CFunction {
  /// The parameters that the body does not mention.
  fileprivate func unusedArrays(_ isUsed: [Bool]) -> [String] {
    (isUsed.contains(true) ? [] : ["inputs"]) + results.filter { $0.count == 0 }.map { $0.name }
  }
}
