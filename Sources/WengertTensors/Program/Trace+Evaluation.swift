// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

extension Trace {
  /// Computes the values of some lines, and nothing that they do not need.
  ///
  /// - Parameter isFinal: Whether nobody will look at other lines: they are then computed by a plan,
  ///   which keeps none of them.
  /// - Returns: The first line whose value cannot be known yet, if there is one.
  @discardableResult
  func evaluate(_ targets: [Int32], isFinal: Bool = false) -> Int32? {
    var needed = unevaluated(targets)
    var isChanged = false
    for i in needed {
      switch lines[Int(i)].operation {
      case .input:
        guard let value = captured(i)?.valueIfKnown else { return i }
        setValue(value, of: i)
        isChanged = true
      case .tuple where isFinal:
        // A plan makes all results of a line that has several.
        isChanged = true
        needed += projections(of: i).filter { values[Int($0)] == nil }
      case .projection(let projection):
        guard let results = tuples[lines[Int(i)].operands[0]] else { continue }
        setValue(results[projection.index], of: i)
        isChanged = true
      default: continue
      }
    }
    if isChanged { needed = Set(elements: needed).filter { values[Int($0)] == nil }.sorted() }
    if isFinal {
      runPlan(of: needed, targets)
      return nil
    }
    var operands: [NDArray] = []
    for i in needed {
      operands.removeAll(keepingCapacity: true)
      for operand in lines[Int(i)].operands {
        operands.append(values[Int(operand)].unsafelyUnwrapped)
      }
      evaluate(i, operands)
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
