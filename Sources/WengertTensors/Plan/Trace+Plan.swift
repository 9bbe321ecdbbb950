// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

extension Trace {
  /// Computes the values of some lines by a plan, and keeps no others.
  ///
  /// The plan of an equal list is known from the last time, whatever its numbers were.
  ///
  /// - Parameter needed: The lines without a value that `targets` depend on, in order; inputs are not
  ///   among them.
  func runPlan(of needed: [Int32], _ targets: [Int32]) {
    // The place of each line in the list of the plan, from the first line that it knows on.
    guard let end = needed.last else { return }
    var place = [Int32](repeating: -1, count: Int(end) + 1)
    for line in needed { place[Int(line)] = -2 }
    var list = ContiguousArray<Line>()
    var given: [NDArray] = []
    for line in needed {
      for operand in lines[Int(line)].operands where place[Int(operand)] == -1 {
        place[Int(operand)] = Int32(given.count)
        given.append(values[Int(operand)].unsafelyUnwrapped)
        list.append(
          Line(
            operation: .constant(Constant()), operands: Line.Operands(),
            type: lines[Int(operand)].type))
      }
    }
    for i in needed {
      place[Int(i)] = Int32(list.count)
      var line = lines[Int(i)]
      for k in line.operands.indices { line.operands[k] = place[Int(line.operands[k])] }
      list.append(line)
    }
    let wanted = targets.filter { values[Int($0)] == nil }
    let key = PlanKey(
      lines: list, givenCount: given.count, outputs: wanted.map { place[Int($0)] })
    for (line, value) in zip(wanted, PlanCache.shared.plan(key).run(given)) {
      setValue(value, of: line)
    }
  }
}
