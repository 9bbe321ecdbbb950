// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// Runs a program of known numbers again and again: what does not depend on them is prepared once.
struct ProgramRunner {
  private let program: TensorProgram
  /// The values that are known before the program runs.
  private var start: ContiguousArray<NDArray?>
  /// The lines whose values nobody needs any more after a line: those from ``releases`` at the number
  /// of the line up to the next.
  private var released: [Int32] = []
  private var releases: [Int] = [0]

  init(_ program: TensorProgram) {
    self.program = program
    start = ContiguousArray(repeating: nil, count: program.count)
    for (line, value) in program.constants { start[Int(line)] = value }
    var lastUse = [Int](repeating: -1, count: program.count)
    for i in program.lines.indices {
      lastUse[i] = i
      for operand in program.lines[i].operands { lastUse[Int(operand)] = i }
    }
    for output in program.outputs { lastUse[Int(output)] = program.count }
    var ends = [[Int32]](repeating: [], count: program.count)
    for (line, use) in lastUse.enumerated() where use < program.count { ends[use].append(Int32(line)) }
    for lines in ends {
      released += lines
      releases.append(released.count)
    }
  }

  func callAsFunction(_ inputs: [NDArray]) -> [NDArray] {
    var values = start
    for (line, input) in zip(program.inputs, inputs) { values[Int(line)] = input }
    var operands: [NDArray] = []
    var results: [NDArray] = []
    for i in program.lines.indices {
      let operation = program.lines[i].operation
      switch operation {
      case .input, .constant: break
      // Its line comes right before.
      case .projection(let projection): values[i] = results[projection.index]
      default:
        operands.removeAll(keepingCapacity: true)
        for operand in program.lines[i].operands {
          operands.append(values[Int(operand)].unsafelyUnwrapped)
        }
        if case .tuple(let row) = operation {
          results = row.tuple.evaluate(operands)
        } else {
          values[i] = operation.evaluate(operands)
        }
      }
      for k in releases[i]..<releases[i + 1] { values[Int(released[k])] = nil }
    }
    return program.outputs.map { values[Int($0)].unsafelyUnwrapped }
  }
}
