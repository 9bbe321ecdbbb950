// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension NetworkShape {
  /// What a parameter of a network is. All numbers count from 0.
  public enum Parameter: Hashable, Sendable {
    /// The weight of a connection.
    case weight(layer: Int, from: Int, to: Int)
    /// What a neuron adds to its sum.
    case bias(layer: Int, unit: Int)

    /// Whether this is a bias, which penalties usually spare.
    public var isBias: Bool {
      if case .bias = self { true } else { false }
    }

    /// What the parameter is called in a program, with numbers from 1 on: `w2_1_3` is the weight in
    /// layer 2 of the connection to neuron 1 from neuron 3, and `b2_1` the bias of that neuron.
    public var name: String {
      switch self {
      case .weight(let layer, let from, let to): "w\(layer + 1)_\(to + 1)_\(from + 1)"
      case .bias(let layer, let unit): "b\(layer + 1)_\(unit + 1)"
      }
    }
  }

  /// How many parameters a network of this shape has.
  public var parameterCount: Int { parameterStart(ofLayer: layers.count) }

  /// The parameters in their order, which is that of the leaves of a ``Network``: layer by layer,
  /// the weights row by row as in a tensor of shape `[inputs, units]`, and then the biases.
  public var parameters: [Parameter] {
    var parameters: [Parameter] = []
    parameters.reserveCapacity(parameterCount)
    for (layer, form) in layers.enumerated() {
      for from in 0..<fanIn(ofLayer: layer) {
        for to in 0..<form.units { parameters.append(.weight(layer: layer, from: from, to: to)) }
      }
      guard form.hasBias else { continue }
      for unit in 0..<form.units { parameters.append(.bias(layer: layer, unit: unit)) }
    }
    return parameters
  }

  /// The names of the parameters in their order.
  public var parameterNames: [String] { parameters.map { $0.name } }

  /// The place of a parameter in the order; nil for the bias of a layer without biases.
  ///
  /// - Precondition: There are such a layer and such neurons.
  public func place(of parameter: Parameter) -> Int? {
    switch parameter {
    case .weight(let layer, let from, let to):
      precondition(
        isLayer(layer) && 0..<fanIn(ofLayer: layer) ~= from && 0..<layers[layer].units ~= to,
        "NetworkShape: there is no weight \(parameter.name).")
      return parameterStart(ofLayer: layer) + from * layers[layer].units + to
    case .bias(let layer, let unit):
      precondition(
        isLayer(layer) && 0..<layers[layer].units ~= unit,
        "NetworkShape: there is no bias \(parameter.name).")
      guard layers[layer].hasBias else { return nil }
      return parameterStart(ofLayer: layer) + fanIn(ofLayer: layer) * layers[layer].units + unit
    }
  }

  private func isLayer(_ layer: Int) -> Bool { layers.indices.contains(layer) }

  /// Where the parameters of a layer begin.
  func parameterStart(ofLayer end: Int) -> Int {
    (0..<end).reduce(0) { count, layer in
      count + (fanIn(ofLayer: layer) + (layers[layer].hasBias ? 1 : 0)) * layers[layer].units
    }
  }

  func checkParameters(_ count: Int, _ operation: StaticString) {
    precondition(
      count == parameterCount,
      "\(operation): a network of this shape has \(parameterCount) parameters; found \(count).")
  }
}
