// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

extension Trace {
  /// The line of the forward pass, and its operand, whose derivative rule wrote a line of the
  /// backward pass; nil if no rule nearby writes such a line.
  ///
  /// A rule reads the operands and the result of its line; so the lines come into question that
  /// line `i` reads, directly or by way of other lines of the backward pass, and those that read
  /// the same. Each rule is run once more, to see if it writes the same.
  func origin(of i: Int32, in graph: LineGraph) -> (line: Int32, operand: Int)? {
    var isKnown: Set<Int32> = []
    var isTried: Set<Int32> = []
    var front = [i]
    while !front.isEmpty {
      var next: [Int32] = []
      for operand in front.flatMap({ Array(sources(of: $0)) }) {
        guard isKnown.insert(operand).inserted else { continue }
        if operand >= graph.end {
          next.append(operand)
          continue
        }
        for candidate in [operand] + graph.users(of: operand)
        where isTried.count < 64 && isTried.insert(candidate).inserted {
          if let k = operandWhoseRuleWrites(lines[Int(i)], candidate, graph.end) {
            return (candidate, k)
          }
        }
      }
      front = next
    }
    return nil
  }

  /// The operand of line `i` whose derivative rule writes a line like `line`.
  private func operandWhoseRuleWrites(_ line: Line, _ i: Int32, _ end: Int32) -> Int? {
    let rule = lines[Int(i)]
    switch rule.operation {
    case .input, .constant, .tuple, .projection: return nil
    default: break
    }
    let mark = count
    defer { truncate(to: mark) }
    let cotangent = input(rule.type, name: "cotangent")
    for k in rule.operands.indices where lines[Int(rule.operands[k])].type.dtype.isFloatingPoint {
      let start = Int(count)
      _ = rule.operation.pullback(applied(i), cotangent, to: k)
      for written in lines[start...] where written.isLike(line, before: end) { return k }
    }
    return nil
  }
}

extension Line {
  /// Whether the operation is the same, on the same operands as far as these are before `end`.
  fileprivate func isLike(_ other: Line, before end: Int32) -> Bool {
    guard operation == other.operation, type == other.type, operands.count == other.operands.count
    else { return false }
    for (x, y) in zip(operands, other.operands) where x < end || y < end {
      if x != y { return false }
    }
    return true
  }
}
