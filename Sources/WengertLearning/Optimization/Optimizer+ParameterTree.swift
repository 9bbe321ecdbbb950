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
    var parameters = model.leaves
    let paths = model.paths
    update(&parameters, gradient: gradient.leaves) { i in
      let path = paths[i].description
      return path.isEmpty ? "the parameter" : path
    }
    model = model.replacingLeaves(parameters)
  }
}
