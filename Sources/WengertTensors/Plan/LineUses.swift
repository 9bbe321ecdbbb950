// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Which lines use which, for the lines of a plan.
struct LineUses {
  // The users of line `i` are `users[starts[i]..<starts[i + 1]]`.
  private var starts: [Int32]
  private var users: [Int32]

  init(_ lines: ContiguousArray<Line>, _ work: [Int32]) {
    starts = [Int32](repeating: 0, count: lines.count + 1)
    for line in work { for operand in lines[Int(line)].operands { starts[Int(operand) + 1] += 1 } }
    for i in 1..<starts.count { starts[i] += starts[i - 1] }
    var next = starts
    users = [Int32](repeating: 0, count: Int(starts[lines.count]))
    for line in work {
      for operand in lines[Int(line)].operands {
        users[Int(next[Int(operand)])] = line
        next[Int(operand)] += 1
      }
    }
  }

  /// The lines that have a line among their operands.
  func users(of line: Int32) -> ArraySlice<Int32> {
    users[Int(starts[Int(line)])..<Int(starts[Int(line) + 1])]
  }
}
