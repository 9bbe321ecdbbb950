// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
public import WengertTensors

extension Optimizer where Value == Tensor {
  /// Takes one step for a model.
  ///
  /// ```swift
  /// var optimizer = Optimizer<Tensor>(.adam(), learningRate: 1e-3)
  /// optimizer.update(&model, gradient: gradient(at: model) { model in loss(model(x), y) })
  /// ```
  ///
  /// - Precondition: The gradient has the shapes of the model's leaves.
  public mutating func update<Model: ParameterTree>(_ model: inout Model, gradient: Model) {
    var parameters = model.leaves
    let slope = gradient.leaves
    let rule = beginStep(parameters, gradient: slope) { [model] i in
      let path = model.paths[i].description
      return path.isEmpty ? "the parameter" : path
    }
    let count = parameters.count
    let quantities = state.count
    var operands = parameters + slope + state.flatMap { $0 }
    // All arithmetic of a step is one program: each parameter is read and written once.
    let program = UpdatePrograms.program(rule, operands.map { $0.type }, count)
    operands += numbers(of: rule, for: parameters)
    // What nobody else has is written over.
    (parameters, state) = ([], [])
    model = model.mappingLeaves { _ in 0 }
    let results = program.consuming(&operands)
    model = model.replacingLeaves(Array(results.prefix(count)))
    state = (1..<(1 + quantities)).map { k in Array(results[(k * count)..<((k + 1) * count)]) }
  }

  /// The numbers of a step in every type that parameters have.
  private func numbers(of rule: UpdateRule, for parameters: [Tensor]) -> [Tensor] {
    let numbers = rule.numbers
    return parameters.map { $0.dtype }.distinct.flatMap { dtype in
      numbers.map { Tensor(repeating: $0, shape: [], dtype: dtype) }
    }
  }
}

extension [DType] {
  /// The types, each once, in the order in which they come first.
  fileprivate var distinct: [DType] {
    var types: [DType] = []
    for type in self where !types.contains(type) { types.append(type) }
    return types
  }
}

/// The programs of steps, which are recorded once.
private enum UpdatePrograms {
  private struct Key: Hashable {
    let form: UpdateRule.Form
    let types: [ArrayType]
  }

  /// How many programs are kept; when there are more, all are forgotten.
  private static let capacity = 64
  private static let known = Locked<[Key: TensorProgram]>([:])

  /// The program whose inputs are some parameters, their derivatives, what is remembered of them, and the
  /// numbers of the step in each type of parameters; its results are the parameters and what is remembered.
  static func program(
    _ rule: UpdateRule, _ types: [ArrayType], _ count: Int
  ) -> TensorProgram {
    let key = Key(form: rule.form, types: types)
    if let program = known.withLock({ $0[key] }) { return program }
    let program = record(rule, types, count)
    known.withLock {
      if $0.count >= capacity { $0.removeAll() }
      $0[key] = program
    }
    return program
  }

  private static func record(
    _ rule: UpdateRule, _ types: [ArrayType], _ count: Int
  ) -> TensorProgram {
    let numberCount = rule.numbers.count
    let dtypes = types.prefix(count).map { $0.dtype }.distinct
    let numberTypes = dtypes.flatMap { dtype in
      [ArrayType](repeating: ArrayType([], dtype), count: numberCount)
    }
    return TensorProgram(inputs: types + numberTypes) { inputs in
      var parameters = Array(inputs.prefix(count))
      var state = Array(inputs[(2 * count)..<types.count])
      for i in 0..<count {
        var memory = ParameterMemory<Tensor>()
        for slot in 0..<(state.count / count) { memory[slot] = state[slot * count + i] }
        var next = types.count + dtypes.firstIndex(of: types[i].dtype)! * numberCount
        rule(&parameters[i], inputs[count + i], &memory) { _ in
          next += 1
          return inputs[next - 1]
        }
        for slot in 0..<(state.count / count) { state[slot * count + i] = memory[slot] }
      }
      return parameters + state
    }
  }
}
