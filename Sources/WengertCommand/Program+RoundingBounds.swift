// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

extension Program {
  /// For each output, how far rounding may take its value at `point` from the exact one, to first
  /// order, if every operation is off by at most four units in the last place.
  ///
  /// Running error analysis: the bound of a line is the bounds of its operands times its partial
  /// derivatives, plus its own rounding. N. J. Higham, "Accuracy and Stability of Numerical
  /// Algorithms", 2nd ed., SIAM 2002, §3.3.
  ///
  /// - Complexity: a few operations a line.
  func roundingBounds(at point: [Double]) -> [Double] {
    let values = lineValues(at: point)
    var bounds = ContiguousArray<Double>()
    bounds.reserveCapacity(values.count)
    for (line, instruction) in instructions.enumerated() {
      guard let function = instruction.function else {
        bounds.append(0)
        continue
      }
      let operands = (0..<instruction.operandCount).map { Int(instruction[operand: $0]) }
      var bound = 4 * values[line].magnitude * Double.ulpOfOne + .leastNonzeroMagnitude
      for (place, operand) in operands.enumerated() where bounds[operand] > 0 {
        var duals = operands.indices.map { k in
          Dual(values[operands[k]], tangent: k == place ? 1.0 : 0)
        }
        while duals.count < 3 { duals.append(duals[0]) }
        let partial = function(Int(instruction.parameter), duals[0], duals[1], duals[2]).tangent
        if partial != 0 { bound += partial.magnitude * bounds[operand] }
      }
      bounds.append(bound)
    }
    return outputs.map { bounds[Int($0)] }
  }
}
