// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// A Wengert list over arrays: straight-line code in which every line names one operation and
/// earlier lines, with inputs and outputs.
///
/// It is recorded from a function, and can be printed, run, differentiated, batched and simplified;
/// the results of all of these are programs again.
///
/// ```swift
/// let f = TensorProgram(inputs: [ArrayType([3], .float64)]) { x in [(x[0] * x[0]).sum()] }
/// print(f)
/// f([Tensor([1.0, 2, 3])])[0]                    // 14
/// f.pullback()                                   // the program of the vector–Jacobian product
/// ```
///
/// Copying a program copies a reference; it never changes.
public struct TensorProgram: Sendable {
  private let storage: Storage

  private final class Storage: Sendable {
    let lines: ContiguousArray<Line>
    let constants: [Int32: NDArray]
    let inputs: [Int32]
    let outputs: [Int32]
    let plan = Locked<Plan?>(nil)
    let consumingPlan = Locked<Plan?>(nil)

    init(
      lines: ContiguousArray<Line>, constants: [Int32: NDArray], inputs: [Int32], outputs: [Int32]
    ) {
      self.lines = lines
      self.constants = constants
      self.inputs = inputs
      self.outputs = outputs
    }
  }

  /// The lines; the operands of a line come before it.
  var lines: ContiguousArray<Line> { storage.lines }

  /// The numbers of the lines that are constants.
  var constants: [Int32: NDArray] { storage.constants }

  /// The lines that are the inputs, in order.
  var inputs: [Int32] { storage.inputs }

  /// The lines that are the results, in order.
  var outputs: [Int32] { storage.outputs }

  init(
    lines: ContiguousArray<Line>, constants: [Int32: NDArray], inputs: [Int32], outputs: [Int32]
  ) {
    storage = Storage(lines: lines, constants: constants, inputs: inputs, outputs: outputs)
  }

  /// How the program runs: made when it runs first.
  var plan: Plan { plan(in: storage.plan, consumesInputs: false) }

  /// How the program runs on inputs that nobody needs afterwards.
  var consumingPlan: Plan { plan(in: storage.consumingPlan, consumesInputs: true) }

  private func plan(in place: Locked<Plan?>, consumesInputs: Bool) -> Plan {
    if let plan = place.withLock({ $0 }) { return plan }
    let plan = makePlan(consumesInputs: consumesInputs)
    place.withLock { $0 = plan }
    return plan
  }

  /// The shapes and element types of the inputs.
  public var inputTypes: [ArrayType] { inputs.map { lines[Int($0)].type } }

  /// The shapes and element types of the results.
  public var outputTypes: [ArrayType] { outputs.map { lines[Int($0)].type } }

  /// The number of lines.
  public var count: Int { lines.count }
}

/// Programs are equal if they are the same one.
extension TensorProgram: Hashable {
  public static func == (x: TensorProgram, y: TensorProgram) -> Bool { x.storage === y.storage }
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(storage)) }
}
