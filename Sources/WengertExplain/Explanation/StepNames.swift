// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertPrograms
import WengertScalars

/// What the lines of a program are called in its explanation.
///
/// A line keeps the name that it was given. If at most twelve operations have none, they get
/// letters, breadth first from the result, so that `(x + y) * (x + 2*y)` reads `f = g h`,
/// `g = x + y`, `h = x + k`, `k = 2y`. Otherwise they are v1, v2, … in the order of the program.
enum StepNames {
  static let letters = ["f", "g", "h", "k", "l", "m", "n", "p", "q", "r", "s", "u"]

  /// The names of the lines in `steps`, which are the operations that `output` needs.
  ///
  /// - Complexity: linear.
  static func names(of steps: [Int], output: Int, in program: Program) -> [Int: String] {
    var names: [Int: String] = [:]
    var taken: Set<String> = []
    for name in program.inputs { taken.insert(name) }
    for step in steps {
      guard let name = program.lineNames[Int32(step)], taken.insert(name).inserted else { continue }
      names[step] = name
    }
    let unnamed = steps.count - names.count
    let free = letters.filter { !taken.contains($0) }
    if unnamed <= free.count {
      var next = free.makeIterator()
      for step in breadthFirst(from: output, in: program) where names[step] == nil {
        names[step] = next.next()
      }
    } else {
      var number = 0
      for step in steps where names[step] == nil {
        repeat { number += 1 } while taken.contains("v\(number)")
        names[step] = "v\(number)"
      }
    }
    return names
  }

  /// The operations that `output` needs, each once, nearest first, operands left to right.
  private static func breadthFirst(from output: Int, in program: Program) -> [Int] {
    var queue = [output]
    var seen: Set = [output]
    var place = 0
    while place < queue.count {
      let instruction = program.instructions[queue[place]]
      place += 1
      for k in 0..<instruction.operandCount {
        let operand = Int(instruction[operand: k])
        if seen.insert(operand).inserted { queue.append(operand) }
      }
    }
    return queue.filter { program.instructions[$0].function != nil }
  }

  /// What the whole function is called: one of several results by its name if it has one, else L,
  /// unless something else is called so.
  static func functionName(of output: Int, in program: Program, _ names: [Int: String]) -> String {
    if program.outputs.count > 1, let name = names[output], name == program.lineNames[Int32(output)] {
      return name
    }
    return functionName(avoiding: program.inputs + names.values)
  }

  private static func functionName(avoiding names: some Collection<String>) -> String {
    ["L", "F", "G", "H", "L0"].first { !names.contains($0) } ?? "L*"
  }
}
