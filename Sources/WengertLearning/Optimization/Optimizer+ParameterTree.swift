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
    var (parameters, slopes) = (model.leaves, gradient.leaves)
    let rule = beginStep(parameters, gradient: slopes) { [model] i in
      let path = model.paths[i].description
      return path.isEmpty ? "the parameter" : path
    }
    let count = parameters.count
    let quantities = state.count
    for i in 0..<count {
      // A literal takes the type of what it meets.
      parameters[i] = parameters[i].converting(toTypeOf: slopes[i])
      slopes[i] = slopes[i].converting(toTypeOf: parameters[i])
    }
    var operands = parameters + slopes + state.flatMap { $0 }
    // All arithmetic of a step is one program: each parameter is read and written once.
    let step = UpdatePrograms.step(rule, operands.map { $0.type }, count)
    let numbers = rule.numbers
    operands += step.numberTypes.flatMap { dtype in
      numbers.map { Tensor(repeating: $0, shape: [], dtype: dtype) }
    }
    // What nobody else has is written over.
    model = model.replacingLeaves(slopes)
    (parameters, slopes, state) = ([], [], [])
    let results = step.program.consuming(&operands)
    model = model.replacingLeaves(Array(results.prefix(count)))
    state = (1..<(1 + quantities)).map { k in Array(results[(k * count)..<((k + 1) * count)]) }
  }
}

extension Tensor {
  /// A literal in the type of a tensor that is none.
  fileprivate func converting(toTypeOf other: Tensor) -> Tensor {
    number == nil || other.number != nil ? self : converted(to: other.dtype)
  }
}

/// The programs of steps, which are recorded once.
private enum UpdatePrograms {
  /// A program whose inputs are some parameters, their derivatives, what is remembered of them, and the
  /// numbers of the step in some types; its results are the parameters and what is remembered.
  struct Step: Sendable {
    let program: TensorProgram
    let numberTypes: [DType]
  }

  private struct Key: Hashable {
    let form: UpdateRule.Form
    let types: [ArrayType]
  }

  private static let known = BoundedCache<Key, Step>(capacity: 64)

  /// - Parameters:
  ///   - types: Those of `count` parameters, their derivatives, and what is remembered.
  static func step(_ rule: UpdateRule, _ types: [ArrayType], _ count: Int) -> Step {
    let key = Key(form: rule.form, types: types)
    return known[key] ?? known.keep(record(rule, types, count), for: key)
  }

  private static func record(_ rule: UpdateRule, _ types: [ArrayType], _ count: Int) -> Step {
    // The arithmetic of a parameter is in the type of it and its derivative.
    let arithmetic = (0..<count).map { i in
      let dtype = DType.promoted(types[i].dtype, types[count + i].dtype)
      return dtype.isFloatingPoint ? dtype : .float64
    }
    var numberTypes: [DType] = []
    for dtype in arithmetic where !numberTypes.contains(dtype) { numberTypes.append(dtype) }
    let numberCount = rule.numbers.count
    let numbers = numberTypes.flatMap { dtype in
      [ArrayType](repeating: ArrayType([], dtype), count: numberCount)
    }
    let program = TensorProgram(inputs: types + numbers) { inputs in
      var parameters = Array(inputs.prefix(count))
      var state = Array(inputs[(2 * count)..<types.count])
      for i in 0..<count {
        let slots = 0..<(state.count / count)
        var memory = ParameterMemory<Tensor>()
        for slot in slots { memory[slot] = state[slot * count + i] }
        let type = numberTypes.firstIndex(of: arithmetic[i]) ?? 0
        var next = types.count + type * numberCount
        rule(&parameters[i], inputs[count + i], &memory) { _ in
          next += 1
          return inputs[next - 1]
        }
        for slot in slots { state[slot * count + i] = memory[slot] }
      }
      return parameters + state
    }
    return Step(program: program, numberTypes: numberTypes)
  }
}
