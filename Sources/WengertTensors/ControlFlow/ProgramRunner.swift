// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// Runs a program of known numbers, by its plan, once or again and again.
struct ProgramRunner {
  private let run: PlanRun
  private let outputCount: Int

  /// - Parameter isRepeated: Whether it runs many times: small values then keep their memory.
  init(_ program: TensorProgram, isRepeated: Bool = false) {
    let keepsValues =
      isRepeated && program.lines.reduce(0) { $0 + $1.type.byteCount } < 1 << 20
    run = PlanRun(program.plan, keepsValues: keepsValues)
    outputCount = program.outputs.count
    for (k, line) in program.constantLines.enumerated() {
      run.set(program.inputs.count + k, program.constants[line].unsafelyUnwrapped)
    }
  }

  /// Sets input number `k`, for all runs until it is set anew.
  func set(_ k: Int, _ input: NDArray) { run.set(k, input) }

  /// Sets input number `k` to part number `place` of an array, which whoever calls keeps alive.
  func set(_ k: Int, _ array: NDArray, part shape: Shape, at place: Int) {
    run.set(k, array, part: shape, at: place)
  }

  /// Where the elements of input number `k` are, until the next run.
  func inputAddress(_ k: Int) -> UnsafeRawPointer { run.address(k) }

  /// Where the elements of result number `k` of the last run are, until the next run.
  func outputAddress(_ k: Int) -> UnsafeRawPointer { run.outputAddress(k) }

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

  /// The plan whose given values are the inputs and then the constants.
  func makePlan() -> Plan {
    var builder = PlanBuilder(lines, given: inputs + constantLines, outputs: outputs)
    return builder.plan(outputs)
  }
}
