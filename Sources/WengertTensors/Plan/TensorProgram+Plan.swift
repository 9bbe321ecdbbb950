// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// Runs a program of known numbers, by its plan, once or again and again.
struct ProgramRunner {
  let run: PlanRun
  private let outputCount: Int

  /// - Parameter isRepeated: Whether it runs many times: small values then keep their memory.
  init(_ program: TensorProgram, isRepeated: Bool = false) {
    let keepsValues =
      isRepeated && program.lines.reduce(0) { $0 + $1.type.byteCount } < 1 << 20
    run = PlanRun(program.plan, keepsValues: keepsValues)
    outputCount = program.outputs.count
  }

  /// Sets input number `k`, for all runs until it is set anew.
  func set(_ k: Int, _ input: NDArray) { run.set(k, input) }

  /// Runs the program on the inputs that were set.
  func callAsFunction() { run() }

  /// The result number `k` of the last run.
  func output(_ k: Int) -> NDArray { run.output(k) }

  /// Makes the first `count` results the first inputs of the next run; they are then no results any
  /// more.
  func advance(_ count: Int) { run.advance(count) }

  func callAsFunction(_ inputs: [NDArray]) -> [NDArray] {
    for (k, input) in inputs.enumerated() { set(k, input) }
    run()
    return (0..<outputCount).map { output($0) }
  }
}

extension TensorProgram {
  /// The lines that are constants, in order.
  var constantLines: [Int32] { constants.keys.sorted() }

  /// The plan whose given values are the inputs and then the constants, whose numbers it knows.
  func makePlan() -> Plan {
    let constantLines = constantLines
    var builder = PlanBuilder(lines, given: inputs + constantLines, outputs: outputs)
    builder.constants = constantLines.enumerated().map { k, line in
      Plan.Constant(
        value: Plan.Value(inputs.count + k), number: constants[line].unsafelyUnwrapped)
    }
    return builder.plan(outputs)
  }
}
