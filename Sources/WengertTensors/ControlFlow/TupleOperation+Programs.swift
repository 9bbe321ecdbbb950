// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// What files ask of the operations that hold programs.
extension TupleOperation {
  /// The operations with attributes that are to be set.
  static var programBlanks: [TupleOperation] {
    let empty = TensorProgram(lines: [], constants: [:], inputs: [], outputs: [])
    let step = Step(program: empty, stateCount: 0)
    let limits = LoopLimits(name: "")
    return [
      .conditional(Conditional(then: empty, otherwise: empty)),
      .scan(Scan(step: step, length: 0, isSequence: [], isReversed: false)),
      .loop(Loop(condition: empty, step: step, limits: limits)),
      .reverseLoop(
        ReverseLoop(step: step, isActive: [], limits: limits, reverseStep: empty)),
      .custom(CustomDerivative(value: empty, tangent: empty, isDifferentiable: [])),
    ]
  }

  /// Whether the programs fit each other and operands of these types.
  func acceptsPrograms(_ operands: [ArrayType]) -> Bool {
    switch self {
    case .conditional(let row):
      let (types, results) = (Array(operands.dropFirst()), row.then.outputTypes)
      return operands[0] == ArrayType([], .bool) && !results.isEmpty
        && row.then.inputTypes == types && row.otherwise.fits(types, results)
    case .scan(let row):
      guard row.step.isValid, row.length >= 0, !row.step.program.outputs.isEmpty,
        row.isSequence.count == row.step.readTypes.count
      else { return false }
      let parts = zip(row.step.readTypes, row.isSequence).map { type, isSequence in
        isSequence ? ArrayType(Shape([row.length] + type.shape.dimensions), type.dtype) : type
      }
      return operands == row.step.stateTypes + parts
    case .loop(let row):
      return row.step.isCounted && row.step.program.inputTypes == operands
        && row.limits.isValid
        && row.condition.fits(operands, [ArrayType([], .bool)])
    case .reverseLoop(let row):
      guard row.step.isCounted, row.isActive.count == row.step.readTypes.count, row.limits.isValid
      else { return false }
      let types = row.step.program.inputTypes
      let isReal = row.step.stateTypes.areReal
      let given = zip(row.step.stateTypes, isReal).filter { $0.1 }.map { $0.0 }
      return row.isActive == zip(row.isActive, row.step.readTypes.areReal).map { $0 && $1 }
        && row.reverseStep.fits(types + given, row.types(of: []))
        && !row.types(of: []).isEmpty
        && operands == [ArrayType([], .int64)] + types + given
    case .custom(let row):
      guard row.isDifferentiable.count == operands.count else { return false }
      let directions = zip(operands, row.isDifferentiable).filter { $0.1 }.map { $0.0 }
      let results = row.value.outputTypes
      return row.value.inputTypes == operands && !results.isEmpty
        && row.tangent.fits(operands + results + directions, results)
    default: return false
    }
  }
}

extension TensorProgram {
  fileprivate func fits(_ inputs: [ArrayType], _ outputs: [ArrayType]) -> Bool {
    inputTypes == inputs && outputTypes == outputs
  }
}

extension Step {
  /// Whether the states keep their types.
  fileprivate var isValid: Bool {
    stateCount >= 0 && stateCount <= program.inputs.count
      && Array(program.outputTypes.prefix(stateCount)) == stateTypes
  }

  /// Whether this is the step of a loop, which writes nothing but its states, of which the first is
  /// a number.
  fileprivate var isCounted: Bool {
    isValid && program.outputs.count == stateCount
      && stateTypes.first == ArrayType([], .int64)
  }
}

extension LoopLimits {
  fileprivate var isValid: Bool { (snapshots ?? 1) > 0 && (maximumCount ?? 0) >= 0 }
}
