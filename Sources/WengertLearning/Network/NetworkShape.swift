// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The form of a network of dense layers: how many numbers go in, and the layers that they go
/// through.
///
/// A shape is all that the two ways to run a network have in common: ``Network`` holds tensors and
/// takes whole batches, ``NetworkProgram`` is the same function written out number by number.
///
/// ```swift
/// let shape = NetworkShape(inputs: 2, hidden: [4, 2], activation: .tanh, outputs: 1)
/// shape.parameterCount                        // 25
/// shape.parameterNames.first                  // "w1_1_1"
/// ```
public struct NetworkShape: Hashable, Sendable {
  /// One dense layer: `a = σ(x W + b)`.
  public struct Layer: Hashable, Sendable {
    /// The number of neurons.
    public var units: Int
    /// The function that each puts its sum through.
    public var activation: Activation
    /// Whether each adds a bias to its sum.
    public var hasBias: Bool

    /// A layer of `units` neurons.
    public init(units: Int, activation: Activation = .tanh, hasBias: Bool = true) {
      self.units = units
      self.activation = activation
      self.hasBias = hasBias
    }
  }

  /// How many numbers an example has.
  public var inputCount: Int

  /// The layers, the one whose neurons are the outputs last.
  public var layers: [Layer]

  /// A shape with the given layers.
  ///
  /// - Precondition: There is an input and a layer, and every layer has a neuron.
  public init(inputs: Int, layers: [Layer]) {
    precondition(
      inputs > 0 && !layers.isEmpty && layers.allSatisfy { $0.units > 0 },
      """
      NetworkShape: a network has at least one input, and at least one layer, none of them empty; \
      found \(inputs) inputs and the layers \(layers.map { $0.units }).
      """)
    inputCount = inputs
    self.layers = layers
  }

  /// A shape whose hidden layers all have the same activation.
  public init(
    inputs: Int, hidden: [Int], activation: Activation = .tanh, outputs: Int,
    outputActivation: Activation = .linear
  ) {
    self.init(
      inputs: inputs,
      layers: hidden.map { Layer(units: $0, activation: activation) }
        + [Layer(units: outputs, activation: outputActivation)])
  }

  /// How many numbers come out.
  public var outputCount: Int { layers[layers.count - 1].units }

  /// How many neurons there are in all layers together.
  public var neuronCount: Int { layers.reduce(0) { $0 + $1.units } }

  /// How many numbers go into a layer, which are counted from 0.
  public func fanIn(ofLayer layer: Int) -> Int {
    layer == 0 ? inputCount : layers[layer - 1].units
  }
}
