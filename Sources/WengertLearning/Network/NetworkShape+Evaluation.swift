// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertScalars

extension NetworkShape {
  /// What the neurons give for one example, layer by layer: the outputs come last.
  ///
  /// It works on every kind of number. For many examples at once, ``Network`` is faster.
  ///
  /// ```swift
  /// let shape = NetworkShape(inputs: 2, hidden: [3], outputs: 1)
  /// let weights = shape.initialParameters(seed: 7)
  /// let output = shape.activations(features: [0.5, -1], parameters: weights)[1][0]
  /// ```
  ///
  /// - Precondition: There are ``inputCount`` features and ``parameterCount`` parameters.
  public func activations<T: Scalar>(features: [T], parameters: [T]) -> [[T]] {
    var signals = features
    return sums(features: features, parameters: parameters) { layer, sums in
      signals = sums.map { layers[layer].activation($0) }
      return signals
    }
  }

  /// Calls `activate` with the weighted sums of every layer, and goes on with what it returns.
  func sums<T: Scalar>(
    features: [T], parameters: [T], activate: (Int, [T]) -> [T]
  ) -> [[T]] {
    precondition(
      features.count == inputCount,
      "NetworkShape: an example has \(inputCount) features; found \(features.count).")
    checkParameters(parameters.count, "NetworkShape")
    var signals = features
    var start = 0
    return layers.indices.map { layer in
      let form = layers[layer]
      let biases = start + signals.count * form.units
      let sums = (0..<form.units).map { to -> T in
        var sum = signals[0] * parameters[start + to]
        for from in 1..<signals.count {
          sum += signals[from] * parameters[start + from * form.units + to]
        }
        return form.hasBias ? sum + parameters[biases + to] : sum
      }
      start = biases + (form.hasBias ? form.units : 0)
      signals = activate(layer, sums)
      return signals
    }
  }
}
