// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertTensors

// A literal of numbers is an array as well as a tensor; the array is meant.
extension Loss {
  /// The mean loss of a batch, whose outputs have the shape `[examples, outputs]`.
  ///
  /// ```swift
  /// let model = Network(NetworkShape(inputs: 2, hidden: [4], outputs: 1), seed: 1)
  /// let slope = gradient(at: model) { model in Loss.meanSquaredError(model(points), targets) }
  /// ```
  ///
  /// - Parameters:
  ///   - outputs: What the network gives.
  ///   - targets: Of the same shape; for
  ///     ``softmaxCrossEntropy`` the labels of the classes as integers will do, of shape
  ///     `[examples]`.
  @_disfavoredOverload
  public func callAsFunction(_ outputs: Tensor, _ targets: Tensor) -> Tensor {
    switch self {
    case .meanSquaredError: squaredError(outputs, targets)
    case .huber(let delta): huberLoss(outputs, targets, delta: delta)
    case .binaryCrossEntropy: WengertTensors.binaryCrossEntropy(logits: outputs, targets)
    case .softmaxCrossEntropy: crossEntropy(outputs, targets)
    }
  }
}
