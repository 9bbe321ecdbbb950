// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

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
    let parameters = model.leaves
    let slope = gradient.leaves
    let paths = model.paths
    let count = parameters.count
    var next = self
    // All arithmetic of a step is one plan: each parameter is read and written once.
    let results = planned(parameters + slope + state.flatMap { $0 }) { tensors in
      var moved = Array(tensors.prefix(count))
      next.replaceState(Array(tensors.dropFirst(count + slope.count)))
      next.update(&moved, gradient: Array(tensors[count..<(count + slope.count)])) { i in
        let path = paths[i].description
        return path.isEmpty ? "the parameter" : path
      }
      return moved + next.state.flatMap { $0 }
    }
    next.replaceState(Array(results.dropFirst(count)))
    self = next
    model = model.replacingLeaves(Array(results.prefix(count)))
  }
}
