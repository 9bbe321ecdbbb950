// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
public import WengertTensors

/// A dense layer, `σ(x W + b)`.
///
/// ```swift
/// let layer = Dense(weight: Tensor(zeros: [2, 3]), bias: Tensor(zeros: [3]), activation: .relu)
/// let y = layer(Tensor(zeros: [10, 2]))               // of shape [10, 3]
/// ```
public struct Dense: ParameterTree, Sendable {
  /// The weights, of shape `[inputs, units]`.
  public var weight: Tensor

  /// The biases, of shape `[units]`; nil if there are none.
  public var bias: Tensor?

  /// The function that the sums are put through.
  public var activation: Activation

  /// A layer with the given weights.
  ///
  /// - Precondition: The weights are a matrix, and there is one bias for each column.
  public init(weight: Tensor, bias: Tensor? = nil, activation: Activation = .linear) {
    precondition(
      weight.rank == 2 && (bias.map { $0.shape == [weight.shape[1]] } ?? true),
      """
      Dense: the weights have the shape [inputs, units] and the biases [units]; found \
      \(weight.shape) and \(bias?.shape ?? []).
      """)
    self.weight = weight
    self.bias = bias
    self.activation = activation
  }

  public mutating func visitChildren(_ visit: inout ParameterVisitor) {
    visit("weight", &weight)
    visit("bias", &bias)
  }

  /// The layer applied to examples, which stand along the last axis but one: shape
  /// `[…, examples, inputs]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let product = matmul(x, weight)
    return activation(bias.map { product + $0 } ?? product)
  }
}
