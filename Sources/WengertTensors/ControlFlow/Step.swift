// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// One step of a loop as a program: from the states, and what else it reads, to the next states,
/// and what else it writes.
///
/// ```
/// inputs:  states | reads           results:  next states | writes
/// ```
///
/// Derivatives of the step have the same form; they follow all states of floating-point numbers.
struct Step: Hashable, Sendable {
  var program: TensorProgram
  var stateCount: Int

  init(program: TensorProgram, stateCount: Int) {
    self.program = ProgramTable.shared.known(program)
    self.stateCount = stateCount
  }

  mutating func visitAttributes(_ visit: inout AttributeVisitor) {
    visit("step", &program)
    visit("states", &stateCount)
  }

  var stateTypes: [ArrayType] { Array(program.inputTypes.prefix(stateCount)) }
  var readTypes: [ArrayType] { Array(program.inputTypes.dropFirst(stateCount)) }
  var writeTypes: [ArrayType] { Array(program.outputTypes.dropFirst(stateCount)) }

  /// The step of the derivative along a direction: its states are those of this step, followed by
  /// their tangents; it reads what this step does, followed by the tangents of what `isActive` says,
  /// and writes the tangents of what this step writes.
  func pushforward(_ isActive: [Bool]) -> Step {
    let isReal = stateTypes.areReal
    let derived = program.pushforward(isReal + isActive)
    let (inputs, outputs) = (program.inputs.count, program.outputs.count)
    let stateTangents = isReal.count { $0 }
    // The inputs of `derived` in the order that a step has them.
    let order =
      Array(0..<stateCount) + (inputs..<(inputs + stateTangents)) + (stateCount..<inputs)
      + ((inputs + stateTangents)..<derived.inputs.count)
    var places = order
    for (place, input) in order.enumerated() { places[input] = place }
    let isRealOutput = program.outputTypes.areReal
    let tangents = (0..<outputs).filter { isRealOutput[$0] }.map { outputs + $0 }
    let types = derived.inputTypes
    let program = derived.rearranged(
      order.map { types[$0] }, reading: places, outputs: Array(0..<stateCount) + tangents)
    return Step(program: program.simplified(), stateCount: stateCount + stateTangents)
  }

  /// The operands of ``pushforward(_:)`` from those of this step and their tangents.
  func operands(_ operands: [Tensor], _ tangents: [Tensor?]) -> [Tensor] {
    let states = Array(tangents.prefix(stateCount))
    return operands.prefix(stateCount) + states.filled(stateTypes, where: stateTypes.areReal)
      + operands.dropFirst(stateCount) + tangents.dropFirst(stateCount).compactMap { $0 }
  }

  /// The tangents of the results of this step among those of ``pushforward(_:)``.
  func tangents(_ results: [Tensor]) -> [Tensor?] {
    [Tensor?](results.dropFirst(stateCount), where: program.outputTypes.areReal)
  }

  /// The program of reverse mode: its inputs are those of the step, followed by the cotangents of
  /// its results of floating-point numbers; its results are the cotangents of the states, and of
  /// the reads that `isActive` says.
  func pullback(_ isActive: [Bool]) -> TensorProgram {
    let derived = program.pullback(stateTypes.areReal + isActive)
    let types = program.outputTypes
    let isReal = types.areReal
    let count = program.inputs.count
    let given = types.indices.filter { isReal[$0] }.map { types[$0] }
    return TensorProgram(inputs: program.inputTypes + given) { inputs in
      let cotangents = [Tensor?](inputs.dropFirst(count), where: isReal)
      return derived(
        inputs.prefix(count) + cotangents.filled(types, where: types.map { _ in true }))
    }.simplified()
  }
}

extension Step {
  /// Records a step. Literals among the states take the type that it gives them: float32 if it works
  /// on numbers of that type and none of float64.
  static func recorded<E: Error>(
    _ name: String, _ states: inout [Tensor], _ paths: [ParameterPath],
    _ record: ([ArrayType]) throws(E) -> (programs: [TensorProgram], captures: [Tensor])
  ) throws(E) -> (programs: [TensorProgram], captures: [Tensor]) {
    var types = states.types
    var recording = try record(types)
    let literals = states.indices.filter { states[$0].number != nil }
    if !literals.isEmpty, recording.programs[0].lines.contains(where: { $0.type.dtype == .float32 }) {
      var narrow = types
      for k in literals { narrow[k].dtype = .float32 }
      let second = try record(narrow)
      let found = second.programs[0].outputTypes
      if literals.allSatisfy({ found[$0].dtype == .float32 }) {
        (types, recording) = (narrow, second)
      }
    }
    var found = recording.programs[0].outputTypes
    for k in literals { states[k] = states[k].adapted(to: found[k]) }
    if literals.contains(where: { types[$0] != found[$0] }) {
      recording = try record(states.types)
      found = recording.programs[0].outputTypes
    }
    for (k, state) in states.enumerated() {
      precondition(
        state.type == found[k],
        """
        \(name): the state enters a step as \(state.type) and leaves it as \
        \(found[k])\(paths[k].suffix).
        """)
    }
    return recording
  }
}

extension ParameterTree {
  /// The leaves of the next states, literals in the types that the states have.
  func leaves(as types: [ArrayType], _ name: String) -> [Tensor] {
    let leaves = leaves
    precondition(
      leaves.count == types.count,
      "\(name): the state enters a step as \(types.count) tensors and leaves it as \(leaves.count).")
    return zip(leaves, types).map { $0.adapted(to: $1) }
  }
}
