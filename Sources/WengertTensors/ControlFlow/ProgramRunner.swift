// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// Runs a program of known numbers, by its plan.
struct ProgramRunner {
  private let plan: Plan
  private let constants: [NDArray]

  init(_ program: TensorProgram) {
    plan = program.plan
    constants = program.constantLines.map { program.constants[$0].unsafelyUnwrapped }
  }

  func callAsFunction(_ inputs: [NDArray]) -> [NDArray] { plan.run(inputs + constants) }
}

extension TensorProgram {
  /// The lines that are constants, in order.
  var constantLines: [Int32] { constants.keys.sorted() }

  /// The plan whose given values are the inputs and then the constants.
  func makePlan() -> Plan {
    let given = inputs + constantLines
    var isGiven = [Bool](repeating: false, count: count)
    for line in given { isGiven[Int(line)] = true }
    var builder = PlanBuilder(
      lines, given: given, work: (0..<Int32(count)).filter { !isGiven[Int($0)] },
      outputs: outputs)
    return builder.plan(outputs)
  }
}
