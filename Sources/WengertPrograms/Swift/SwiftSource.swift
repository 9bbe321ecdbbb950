// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

/// A program as Swift: a function that is generic over `Scalar`, one operation a line.
///
/// ```swift
/// let f = Program(inputs: ["x", "y"]) { v in (v[0] + v[1]) * (v[0] + 2 * v[1]) }
/// print(SwiftSource(f, functionName: "f", point: [2, 3]).text)
/// // import Wengert
/// //
/// // func f<T: Scalar>(_ x: T, _ y: T) -> T {
/// //   let v2 = x + y
/// //   let v4 = 2 * y
/// //   let v5 = x + v4
/// //   return v2 * v5
/// // }
/// //
/// // print(Reverse.gradient(at: 2, 3, of: f))
/// ```
///
/// Functions of one to four numbers with one result take them one by one; others take an array.
public struct SwiftSource: Sendable {
  private let program: Program
  private let functionName: String
  private let point: [Double]?
  private let names: ContiguousArray<String>
  /// What the generic type is called, which no value may be.
  private let type: String

  /// - Parameters:
  ///   - functionName: The name of the function, an identifier.
  ///   - point: Where the text computes the derivatives; nil for the function alone.
  /// - Precondition: There are as many numbers in `point` as inputs.
  public init(_ program: Program, functionName: String, point: [Double]? = nil) {
    precondition(
      (point ?? []).count == (point == nil ? 0 : program.inputs.count),
      "SwiftSource: the program has \(program.inputs.count) inputs; the point has \(point?.count ?? 0).")
    self.program = program
    self.functionName = functionName
    self.point = point
    let names = SwiftNames(program)
    self.names = names.lines
    type = names.type
  }

  private var takesNumbers: Bool {
    (1...4).contains(program.inputs.count) && program.outputs.count == 1
  }

  /// The text of a file.
  public var text: String {
    var text = "import Wengert\n\n" + function
    guard let point else { return text }
    let numbers = point.map(literal).joined(separator: ", ")
    text += "\n"
    switch (takesNumbers, program.outputs.count) {
    case (true, _) where point.count == 1:
      text += "print(Reverse.derivative(at: \(numbers), of: \(functionName)))\n"
    case (true, _): text += "print(Reverse.gradient(at: \(numbers), of: \(functionName)))\n"
    case (_, 1): text += "print(Reverse.gradient(at: [\(numbers)]) { x in \(functionName)(x)[0] })\n"
    default: text += "print(Reverse.jacobian(at: [\(numbers)], of: \(functionName)))\n"
    }
    return text
  }

  /// The function alone.
  public var function: String {
    let inputs = program.inputs.indices.map { names[$0] }
    var text = "func \(functionName)<\(type): Scalar>("
    if takesNumbers {
      text += inputs.map { "_ \($0): \(type)" }.joined(separator: ", ") + ") -> \(type) {\n"
    } else {
      text += "_ inputs: [\(type)]) -> [\(type)] {\n"
      for (number, name) in inputs.enumerated() { text += "  let \(name) = inputs[\(number)]\n" }
    }
    let isReturned = takesNumbers ? Int(program.outputs[0]) : -1
    for line in program.instructions.indices where program.instructions[line].function != nil {
      text += line == isReturned ? "  return " : "  let \(names[line]) = "
      text += operation(line) + "\n"
    }
    if !takesNumbers {
      text += "  return [" + program.outputs.map { operand($0) }.joined(separator: ", ") + "]\n"
    } else if program.instructions[isReturned].function == nil {
      text += "  return " + operand(Int32(isReturned)) + "\n"
    }
    return text + "}\n"
  }

  private func literal(_ value: Double) -> String {
    if value.isNaN { return ".nan" }
    if value.isInfinite { return value < 0 ? "-.infinity" : ".infinity" }
    return value.shortDescription
  }

  /// A name, or a number of the type.
  private func operand(_ line: Int32) -> String {
    switch program.instructions[Int(line)].operation {
    case .input, .function: names[Int(line)]
    case .pi: "\(type).pi"
    case .constant(let value):
      value.isFinite
        ? value.sign == .minus ? "(\(literal(value)))" : literal(value) : "\(type)(\(literal(value)))"
    }
  }

  private func operation(_ line: Int) -> String {
    let instruction = program.instructions[line]
    guard let function = instruction.function else { return names[line] }
    let operands = (0..<instruction.operandCount).map { operand(instruction[operand: $0]) }
    // Two numbers alone are no sum of the type.
    let first =
      program.instructions[Int(instruction.x)].constant == nil
      ? operands[0] : "\(type)(\(operands[0]))"
    switch function {
    case .add: return "\(operands[0]) + \(isNumber(line) ? "\(type)(\(operands[1]))" : operands[1])"
    case .subtract: return "\(isNumber(line) ? first : operands[0]) - \(operands[1])"
    case .multiply: return "\(isNumber(line) ? first : operands[0]) * \(operands[1])"
    case .divide: return "\(isNumber(line) ? first : operands[0]) / \(operands[1])"
    case .negate: return "-\(first)"
    default: return "\(type).\(function.swiftCall(operands, parameter: Int(instruction.parameter)))"
    }
  }

  /// Whether all operands of a line are numbers.
  private func isNumber(_ line: Int) -> Bool {
    let instruction = program.instructions[line]
    return (0..<instruction.operandCount).allSatisfy {
      program.instructions[Int(instruction[operand: $0])].constant != nil
    }
  }
}

extension ElementaryFunction {
  /// The call of the static function of `Scalar` that is this one.
  fileprivate func swiftCall(_ operands: [String], parameter: Int) -> String {
    let list = operands.joined(separator: ", ")
    switch self {
    case .expMinusOne: return "expMinusOne(\(list))"
    case .logOnePlus: return "log(onePlus: \(list))"
    case .integerPower: return "pow(\(list), \(parameter))"
    case .power: return "power(\(list))"
    case .root: return "root(\(list), \(parameter))"
    case .arcTangent2: return "atan2(y: \(operands[0]), x: \(operands[1]))"
    case .logGamma: return "logGamma(\(list))"
    case .logAddExp: return "logAddExp(\(list))"
    case .maximum: return "maximum(\(list))"
    case .minimum: return "minimum(\(list))"
    case .modulo: return "modulo(\(list))"
    case .less: return "less(\(list))"
    case .lessOrEqual: return "lessOrEqual(\(list))"
    case .equal: return "equal(\(list))"
    case .polygamma, .sphericalBessel: return "\(notation.name)(\(parameter), \(list))"
    case .select: return "select(\(list))"
    default: return "\(notation.name)(\(list))"
    }
  }
}
