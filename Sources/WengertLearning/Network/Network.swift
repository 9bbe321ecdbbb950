// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertKernels
public import WengertTensors

/// A network of dense layers, as tensors.
///
/// ```swift
/// let shape = NetworkShape(inputs: 2, hidden: [8], activation: .tanh, outputs: 1)
/// var network = Network(shape, seed: 1)
/// var optimizer = Optimizer<Tensor>(.adam(), learningRate: 0.05)
/// for _ in 0..<100 {
///   let slope = gradient(at: network) { network in Loss.meanSquaredError(network(points), targets) }
///   optimizer.update(&network, gradient: slope)
/// }
/// ```
///
/// It is a ``ParameterTree``: the gradient with respect to a network is a network.
public struct Network: ParameterTree, Sendable {
  /// The form of the network.
  public let shape: NetworkShape

  /// The layers, the first one first.
  public var layers: [Dense]

  /// A network with the given parameters, in the order of ``NetworkShape/parameters``.
  ///
  /// - Precondition: There are as many as the shape has.
  public init(_ shape: NetworkShape, parameters: [Double], dtype: DType = .float64) {
    shape.checkParameters(parameters.count, "Network")
    self.shape = shape
    layers = shape.layers.indices.map { layer in
      let (form, inputs) = (shape.layers[layer], shape.fanIn(ofLayer: layer))
      let start = shape.parameterStart(ofLayer: layer)
      let biases = start + inputs * form.units
      let tensor = { (range: Range<Int>, shape: Shape) in
        Tensor(Array(parameters[range]), shape: shape).converted(to: dtype)
      }
      return Dense(
        weight: tensor(start..<biases, [inputs, form.units]),
        bias: form.hasBias ? tensor(biases..<biases + form.units, [form.units]) : nil,
        activation: form.activation)
    }
  }

  /// A network before training.
  public init(
    _ shape: NetworkShape, _ initialization: NetworkInitialization = .glorotUniform, seed: UInt64,
    dtype: DType = .float64
  ) {
    self.init(shape, parameters: shape.initialParameters(initialization, seed: seed), dtype: dtype)
  }

  public mutating func visitChildren(_ visit: inout ParameterVisitor) { visit("layers", &layers) }

  /// The parameters in the order of ``NetworkShape/parameters``.
  public var parameters: [Double] {
    leaves.flatMap { $0.value.converted(to: .float64).elements(Double.self) }
  }

  /// The outputs for a batch of examples, from shape `[examples, inputs]` to `[examples, outputs]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    layers.reduce(x) { x, layer in layer(x) }
  }
}
