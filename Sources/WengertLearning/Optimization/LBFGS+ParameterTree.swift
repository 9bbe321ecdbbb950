// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertTensors

extension LBFGS where Value == Tensor {
  /// Takes steps until the norm of the gradient of a loss is at most `tolerance`.
  ///
  /// ```swift
  /// var model = Network(NetworkShape(inputs: 2, hidden: [4], outputs: 1), seed: 1)
  /// var method = LBFGS<Tensor>()
  /// let outcome = method.minimize(&model) { model in Loss.meanSquaredError(model(points), targets) }
  /// ```
  ///
  /// - Parameters:
  ///   - model: Where to begin; then where the steps have led.
  ///   - maximumSteps: How many steps are taken at most.
  ///   - tolerance: The norm of the gradient that will do.
  ///   - loss: The loss of a model, which is differentiated.
  public mutating func minimize<Model: ParameterTree, E: Error>(
    _ model: inout Model, maximumSteps: Int = 200, tolerance: Double = 1e-8,
    of loss: (Model) throws(E) -> Tensor
  ) throws(E) -> Outcome {
    var parameters = model.leaves
    let outcome = try minimize(&parameters, maximumSteps: maximumSteps, tolerance: tolerance) {
      (leaves) throws(E) in
      let (value, gradient) = try valueWithGradient(at: model.replacingLeaves(leaves), of: loss)
      return (value, gradient.leaves)
    }
    model = model.replacingLeaves(parameters)
    return outcome
  }
}
