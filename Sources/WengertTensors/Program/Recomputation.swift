// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The parts of a list that the backward pass computes again rather than to keep their values.
struct Recomputations {
  private var waiting: [Range<Int32>]
  private var current: Range<Int32>?
  private var copies: [Int32] = []

  /// The checkpointed parts between two lines, which lie one behind the other or inside another;
  /// of those the outermost count.
  init(of ranges: [Range<Int32>], from start: Int32, to end: Int32) {
    waiting = ranges.filter { $0.lowerBound >= start && $0.upperBound <= end + 1 }
      .sorted { ($0.upperBound, $1.lowerBound) < ($1.upperBound, $0.lowerBound) }
  }

  /// The line to read for line `i` of `trace`: itself, or its copy in the part computed again.
  ///
  /// Lines are asked for from the last to the first.
  mutating func source(of i: Int32, in trace: Trace) -> Int32 {
    if let current, current.contains(i) { return copies[Int(i - current.lowerBound)] }
    while let range = waiting.last, range.lowerBound > i { waiting.removeLast() }
    guard let range = waiting.last, range.contains(i) else { return i }
    waiting.removeLast()
    current = range
    copies = trace.copies(of: range, in: trace) { operand in
      let mark = Identity(purpose: .recompute)
      return Tensor.apply(mark.operation, [Tensor(trace, operand)]).line
    }
    return copies[Int(i - range.lowerBound)]
  }
}

extension Trace {
  /// Appends copies of the lines `range` of `source`, with `replacements` for some of them.
  ///
  /// - Parameter entrance: The line to read for one of `source` before the range.
  func copies(
    of range: Range<Int32>, in source: Trace, replacing replacements: [Int32: Int32] = [:],
    entrance: (Int32) -> Int32
  ) -> [Int32] {
    var copies: [Int32] = []
    var entrances: [Int32: Int32] = [:]
    for i in range {
      if let replacement = replacements[i] {
        copies.append(replacement)
        continue
      }
      let line = source.lines[Int(i)]
      if case .constant = line.operation {
        copies.append(self.line(of: Tensor(source.values[Int(i)].unsafelyUnwrapped)))
        continue
      }
      var operands = line.operands
      for k in operands.indices {
        let operand = operands[k]
        if operand >= range.lowerBound {
          operands[k] = copies[Int(operand - range.lowerBound)]
        } else if let entrance = entrances[operand] {
          operands[k] = entrance
        } else {
          operands[k] = entrance(operand)
          entrances[operand] = operands[k]
        }
      }
      copies.append(append(line.operation, operands, line.type).line)
    }
    return copies
  }
}
