// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

extension Program: CustomStringConvertible {
  /// What line `i` is called: its input's name, the name it was given, or `v` and its number.
  public func name(ofLine i: Int) -> String {
    if case .input = instructions[i].operation { return inputs[Int(instructions[i].parameter)] }
    return lineNames[Int32(i)] ?? "v\(i)"
  }

  /// The listing, one operation a line.
  ///
  /// - Complexity: linear.
  public var description: String {
    var text = inputs.joined(separator: ", ") + " ->\n"
    for i in instructions.indices where instructions[i].operation != .input {
      text += "  " + name(ofLine: i) + " = " + operationText(ofLine: i) + "\n"
    }
    text += "  return " + outputs.map { name(ofLine: Int($0)) }.joined(separator: ", ")
    return text
  }

  /// The right-hand side of line `i`: `x + v4`.
  public func operationText(ofLine i: Int) -> String {
    let instruction = instructions[i]
    let operands = (0..<instruction.operandCount).map { name(ofLine: Int(instruction[operand: $0])) }
    switch instruction.operation {
    case .input: return inputs[Int(instruction.parameter)]
    case .constant(let value): return value.shortDescription
    case .pi: return "pi"
    case .function(let function):
      let notation = function.notation
      switch notation.form {
      case .sum, .difference, .product, .fraction, .relation:
        return operands.joined(separator: " \(notation.name) ")
      case .negation: return "-" + operands[0]
      case .power where function.isIndexed: return "\(operands[0]) ^ \(instruction.parameter)"
      case .power: return operands.joined(separator: " ^ ")
      case .squareRoot, .absolute, .call:
        let index = function.isIndexed ? ["\(instruction.parameter)"] : []
        return "\(notation.name)(\((index + operands).joined(separator: ", ")))"
      }
    }
  }
}

extension Double {
  /// The shortest decimal that reads back as the same number, without `.0` behind integers.
  public var shortDescription: String {
    let text = description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
