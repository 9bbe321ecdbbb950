// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule

/// How the weights of a network are drawn before training; biases start at 0.
///
/// The variance is chosen such that signals, or signals and gradients, keep their size from layer
/// to layer. `m` is the number of inputs of a layer and `n` that of its neurons.
public enum NetworkInitialization: Hashable, Sendable, CaseIterable {
  /// Uniform in `±√(6 / (m + n))`, for tanh and sigmoid.
  ///
  /// X. Glorot and Y. Bengio, "Understanding the difficulty of training deep feedforward neural
  /// networks" (2010).
  case glorotUniform
  /// Normal with variance `2 / (m + n)`.
  case glorotNormal
  /// Uniform in `±√(6 / m)`, for rectifiers.
  ///
  /// K. He, X. Zhang, S. Ren and J. Sun, "Delving deep into rectifiers" (2015).
  case heUniform
  /// Normal with variance `2 / m`.
  case heNormal
}

extension NetworkShape {
  /// The first parameters of a training run, in the order of ``parameters``.
  ///
  /// ```swift
  /// let weights = NetworkShape(inputs: 2, hidden: [3], outputs: 1).initialParameters(seed: 7)
  /// ```
  ///
  /// The same seed gives the same numbers on every platform.
  public func initialParameters(
    _ initialization: NetworkInitialization = .glorotUniform, seed: UInt64
  ) -> [Double] {
    var random = CounterRandom(seed: seed, stream: 0x77)
    return parameters.map { parameter in
      guard case .weight(let layer, _, _) = parameter else { return 0 }
      let (m, n) = (Double(fanIn(ofLayer: layer)), Double(layers[layer].units))
      switch initialization {
      case .glorotUniform: return (6 / (m + n)).squareRoot() * random.uniform(from: -1, to: 1)
      case .glorotNormal: return (2 / (m + n)).squareRoot() * random.normal()
      case .heUniform: return (6 / m).squareRoot() * random.uniform(from: -1, to: 1)
      case .heNormal: return (2 / m).squareRoot() * random.normal()
      }
    }
  }
}
