// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// What there is to say of a point at which something does not exist.
extension Subject {
  /// Above this many lines, only what makes a value infinite or not a number is looked for.
  private static let longProgram = 2000

  /// Sentences such as “log(-1): log needs x > 0; the result is nan.”
  private func warnings(at point: [Double]) -> [String] {
    var messages: [String] = []
    func add(_ found: [String]) {
      for message in found where !messages.contains(message) { messages.append(message) }
    }
    var options = Explanation.Options()
    options.sections = []
    options.lineLimit = 0
    if program.instructions.count <= Self.longProgram {
      for number in program.outputs.indices.prefix(20) {
        let explanation = Explanation(of: program, output: number, at: point, options: options)
        add(explanation.warnings.items.map(\.message))
      }
      return messages
    }
    let values = program.lineValues(at: point)
    for (line, instruction) in program.instructions.enumerated() where !values[line].isFinite {
      guard let function = instruction.function, messages.count < 5 else { continue }
      let operands = (0..<instruction.operandCount).map { values[Int(instruction[operand: $0])] }
      guard operands.allSatisfy(\.isFinite) else { continue }
      let alone = Program(inputs: operands.indices.map { "x\($0)" }) { x in
        function(Int(instruction.parameter), x[0], x.count > 1 ? x[1] : x[0], x[x.count - 1])
      }
      let explanation = Explanation(of: alone, at: operands, options: options)
      add(explanation.warnings.items.map(\.message))
    }
    return messages
  }

  /// Prints the warnings of a point.
  func warn(at point: [Double]) {
    for message in warnings(at: point).prefix(10) {
      let sentence = message.hasSuffix(".") ? String(message.dropLast()) : message
      StandardError.write("wengert: warning: \(sentence)")
    }
  }
}
