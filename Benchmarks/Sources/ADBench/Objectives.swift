// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Objectives
import Wengert

// The objectives of ADBench (https://github.com/microsoft/ADBench), in the formats of its files.

extension Problem {
  /// The mixture of normal distributions, whose prior ADBench gives the other sign.
  static func gaussianMixture(_ url: URL) throws -> Problem {
    var file = try DataFile(url)
    let (d, k, n) = (try file.count(), try file.count(), try file.count())
    let triangle = d * (d + 1) / 2
    let mixture = Mixture(
      alphas: Tensor(try file.numbers(k)), means: Tensor(try file.numbers(k * d), shape: [k, d]),
      factors: Tensor(try file.numbers(k * triangle), shape: [k, triangle]))
    let x = Tensor(try file.numbers(n * d), shape: [n, d])
    let data = GaussianMixture.Data(
      x: x, gamma: try file.number(), m: try file.integer(), pi: 3.14159265359)
    return Problem(mixture) { mixture in
      let model = GaussianMixture.Model(
        alpha: mixture.alphas, mu: mixture.means, q: mixture.factors[.all, ..<d],
        l: mixture.factors[.all, d...])
      return GaussianMixture.likelihood(model, data) - GaussianMixture.prior(model, data)
    }
  }

  /// The recurrent network.
  static func lstm(_ url: URL) throws -> Problem {
    var file = try DataFile(url)
    let (layers, characters, bits) = (try file.count(), try file.count(), try file.count())
    let model = LSTM.Model(
      main: Tensor(try file.numbers(8 * layers * bits), shape: [2 * layers, 4 * bits]),
      extra: Tensor(try file.numbers(3 * bits), shape: [3, bits]))
    let state = try (0..<2 * layers).map { _ in Tensor(try file.numbers(bits)) }
    let sequence = Tensor(try file.numbers(characters * bits), shape: [characters, bits])
    return Problem(model) { LSTM.loss($0, state: state, sequence: sequence) }
  }

  /// Bundle adjustment: one camera, point, weight and feature, repeated.
  static func bundleAdjustment(_ url: URL) throws -> Problem {
    var file = try DataFile(url)
    var scene = Scene(
      cameraCount: try file.count(), pointCount: try file.count(), observationCount: try file.count(),
      camera: try file.numbers(11), point: try file.numbers(3), weight: try file.number(),
      feature: try file.numbers(2))
    return Problem(
      functions: [
        ("objective", { scene.computeErrors() }),
        ("jacobian", { scene.computeJacobian(withErrors: true) }),
      ],
      results: {
        scene.computeJacobian(withErrors: true)
        return (scene.errors + scene.weightErrors, scene.jacobian.values)
      })
  }
}

/// The parameters of a mixture as ADBench keeps them.
private struct Mixture: ParameterTree {
  /// `[k]`.
  var alphas: Tensor
  /// `[k, d]`.
  var means: Tensor
  /// For each distribution the logarithms of a diagonal, and what is below it: `[k, d (d + 1) / 2]`.
  var factors: Tensor

  mutating func visitChildren(_ visit: inout ParameterVisitor) {
    visit("alphas", &alphas)
    visit("means", &means)
    visit("factors", &factors)
  }
}
