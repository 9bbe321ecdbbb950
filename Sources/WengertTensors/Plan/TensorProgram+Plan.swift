// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

extension TensorProgram {
  /// The lines that are constants, in order.
  var constantLines: [Int32] { constants.keys.sorted() }

  /// The plan whose given values are the inputs and then the constants, whose numbers it knows.
  func makePlan(consumesInputs: Bool) -> Plan {
    let constantLines = constantLines
    var builder = PlanBuilder(lines, given: inputs + constantLines, outputs: outputs)
    builder.consumesGiven = consumesInputs
    builder.constants = constantLines.enumerated().map { k, line in
      Plan.Constant(
        value: Plan.Value(inputs.count + k), number: constants[line].unsafelyUnwrapped)
    }
    return builder.plan(outputs)
  }
}
