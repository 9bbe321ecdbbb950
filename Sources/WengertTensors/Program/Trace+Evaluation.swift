// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

extension Trace {
  /// Computes the values of some lines, and nothing that they do not need.
  ///
  /// - Parameter isFinal: Whether nobody will look at other lines: values are then freed after
  ///   their last use.
  /// - Returns: The first line whose value cannot be known yet, if there is one.
  @discardableResult
  func evaluate(_ targets: [Int32], isFinal: Bool = false) -> Int32? {
    let needed = unevaluated(targets)
    var uses = ContiguousArray<Int32>()
    if isFinal {
      uses = ContiguousArray(repeating: 0, count: lines.count)
      for target in targets { uses[Int(target)] += 1 }
      for line in needed { for operand in lines[Int(line)].operands { uses[Int(operand)] += 1 } }
    }
    var operands: [NDArray] = []
    for i in needed {
      if case .input = lines[Int(i)].operation {
        guard let value = captured(i)?.valueIfKnown else { return i }
        setValue(value, of: i)
        continue
      }
      let numbers = lines[Int(i)].operands
      operands.removeAll(keepingCapacity: true)
      for operand in numbers { operands.append(values[Int(operand)].unsafelyUnwrapped) }
      evaluate(i, operands)
      guard isFinal else { continue }
      operands.removeAll(keepingCapacity: true)
      for operand in numbers {
        uses[Int(operand)] -= 1
        // What has no operands could not be computed again for a tensor that outlives the transform.
        if uses[Int(operand)] == 0, !lines[Int(operand)].operands.isEmpty {
          setValue(nil, of: operand)
          if !tuples.isEmpty { tuples[operand] = nil }
        }
      }
    }
    return nil
  }

  /// Computes the value of one line from those of its operands.
  private func evaluate(_ i: Int32, _ operands: [NDArray]) {
    let operation = lines[Int(i)].operation
    switch operation {
    case .tuple(let line):
      let results = line.tuple.evaluate(operands)
      tuples[i] = results
      // The line itself stands for all of them; what it holds is never read.
      setValue(results[0], of: i)
    case .projection(let projection):
      setValue(tuples[lines[Int(i)].operands[0]].unsafelyUnwrapped[projection.index], of: i)
    default:
      setValue(operation.evaluate(operands), of: i)
    }
  }

  /// The lines without a value that `targets` depend on, in order.
  private func unevaluated(_ targets: [Int32]) -> [Int32] {
    var found: [Int32] = []
    var stack = targets
    while let line = stack.popLast() {
      if values[Int(line)] != nil || !mark(line) { continue }
      found.append(line)
      for operand in lines[Int(line)].operands { stack.append(operand) }
    }
    for line in found { unmark(line) }
    return found.sorted()
  }
}
