// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertTensors

// An array of tensors is a tree as well as an array of parameter values; the latter is meant.
extension GradientTransform {
  /// The gradient of a model after the change.
  @_disfavoredOverload
  public func callAsFunction<Model: ParameterTree>(_ gradient: Model) -> Model {
    gradient.replacingLeaves(self(gradient.leaves))
  }

  /// The norm over all parameters of a model.
  @_disfavoredOverload
  public static func norm<Model: ParameterTree>(_ gradient: Model) -> Tensor {
    norm(gradient.leaves)
  }
}
