// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

extension Program {
  /// The program without sharing: every use of a result computes it again, as the formula reads.
  ///
  /// ```swift
  /// let f = Program(inputs: ["x"]) { v in .sqrt(v[0]) * .sqrt(v[0]) }
  /// f.instructions.count                         // 3: x, its root, the product
  /// f.unfolded(limit: 100)?.instructions.count   // 4
  /// ```
  ///
  /// - Parameter limit: The most lines that the program may have.
  /// - Returns: Nil if there would be more; sharing can save exponentially many.
  /// - Complexity: linear in the lines of the result.
  public func unfolded(limit: Int) -> Program? {
    var sizes = ContiguousArray<Int>(repeating: 0, count: instructions.count)
    for i in instructions.indices where instructions[i].operandCount > 0 {
      sizes[i] = 1
      for k in 0..<instructions[i].operandCount {
        sizes[i] = min(limit + 1, sizes[i] + sizes[Int(instructions[i][operand: k])])
      }
    }
    // Inputs and numbers are not written again.
    let leaves = instructions.reduce(0) { $1.operandCount == 0 ? $0 + 1 : $0 }
    let total = outputs.reduce(leaves) { min(limit + 1, $0 + sizes[Int($1)]) }
    guard total <= limit else { return nil }

    // Inputs and numbers stay as they are; a walk in postorder writes every operation anew.
    var lines = ContiguousArray<Instruction>()
    var places = ContiguousArray<Int32>(repeating: -1, count: instructions.count)
    for i in instructions.indices where instructions[i].operandCount == 0 {
      places[i] = Int32(lines.count)
      lines.append(instructions[i])
    }
    var names: [Int32: String] = [:]
    var taken: Set<String> = []
    var results: [Int32] = []
    for output in outputs {
      var waiting: [(line: Int, isComplete: Bool)] = [(Int(output), false)]
      while let (line, isComplete) = waiting.popLast() {
        let count = instructions[line].operandCount
        if count == 0 {
          results.append(places[line])
        } else if isComplete {
          var instruction = instructions[line]
          for k in 0..<count { instruction[operand: k] = results[results.count - count + k] }
          results.removeLast(count)
          results.append(Int32(lines.count))
          if let name = lineNames[Int32(line)], taken.insert(name).inserted {
            names[Int32(lines.count)] = name
          }
          lines.append(instruction)
        } else {
          waiting.append((line, true))
          for k in (0..<count).reversed() {
            waiting.append((Int(instructions[line][operand: k]), false))
          }
        }
      }
    }
    return Program(inputs: inputs, instructions: lines, outputs: results, lineNames: names)
  }
}
