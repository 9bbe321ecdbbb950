// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// The log-likelihood of points under a mixture of normal distributions, with a Wishart prior.
package enum GaussianMixture {
  package struct Model: ParameterTree {
    /// The logarithms of the weights, up to a constant: shape `[k]`.
    package var alpha: Tensor
    /// The means: `[k, d]`.
    package var mu: Tensor
    /// The logarithms of the diagonals of the inverse square roots of the covariances: `[k, d]`.
    package var q: Tensor
    /// What is below those diagonals, column by column: `[k, d (d − 1) / 2]`.
    package var l: Tensor

    package init(alpha: Tensor, mu: Tensor, q: Tensor, l: Tensor) {
      (self.alpha, self.mu, self.q, self.l) = (alpha, mu, q, l)
    }

    package mutating func visitChildren(_ visit: inout ParameterVisitor) {
      visit("alpha", &alpha)
      visit("mu", &mu)
      visit("q", &q)
      visit("l", &l)
    }
  }

  package struct Data {
    /// The points: `[n, d]`.
    let x: Tensor
    /// The parameters of the prior.
    let gamma: Double
    let m: Int
    /// The ratio of a circle to its diameter, of which some programs take fewer digits.
    let pi: Double

    package init(x: Tensor, gamma: Double, m: Int, pi: Double = .pi) {
      (self.x, self.gamma, self.m, self.pi) = (x, gamma, m, pi)
    }
  }

  /// The logarithm of the likelihood of the points.
  package static func likelihood(_ model: Model, _ data: Data) -> Tensor {
    let (n, d, k) = (data.x.shape[0], data.x.shape[1], model.q.shape[0])
    let factor = factors(model)
    // L (x − μ) of all points and distributions, in one product.
    let turned = matmul(factor.reshaped([k * d, d]), data.x.swappingAxes(0, 1))
    let centers = matmul(factor, model.mu.reshaped([k, d, 1]))
    let whitened = turned.reshaped([k, d, n]) - centers
    let logDeterminants = model.q.sum(axes: [1])
    let scores =
      (model.alpha + logDeterminants).reshaped([k, 1]) - 0.5 * square(whitened).sum(axes: [1])
    let evidence = scores.logSumExp(axes: [0]).sum() - Tensor(n) * model.alpha.logSumExp()
    return evidence + Tensor(-0.5 * Double(n * d) * Double.log(2 * data.pi))
  }

  /// The lower triangular matrices: `[k, d, d]`.
  static func factors(_ model: Model) -> Tensor {
    let d = model.q.shape[1]
    let diagonal = exp(model.q).diagonalMatrix()
    if d == 1 { return diagonal }
    // Where in `l` each element of a matrix is; those on the diagonal and above it stay zero.
    var places = [Int](repeating: 0, count: d * d)
    var isBelow = [Double](repeating: 0, count: d * d)
    var place = 0
    for column in 0..<d {
      for row in column + 1..<d {
        places[row * d + column] = place
        isBelow[row * d + column] = 1
        place += 1
      }
    }
    let below = model.l[.all, places] * Tensor(isBelow)
    return diagonal + below.reshaped([-1, d, d])
  }

  /// The logarithm of the prior of the model.
  package static func prior(_ model: Model, _ data: Data) -> Tensor {
    let (k, d) = (model.q.shape[0], model.q.shape[1])
    let nu = Double(d + data.m + 1)
    var logGamma = 0.25 * Double(d * (d - 1)) * .log(data.pi)
    for j in 1...d { logGamma += .logGamma(0.5 * (nu + Double(1 - j))) }
    let scale = Double.log(data.gamma) - 0.5 * Double.log(2)
    let constant = Double(k) * (nu * Double(d) * scale - logGamma)
    let squares = square(exp(model.q)).sum() + square(model.l).sum()
    let weight = Tensor(0.5 * data.gamma * data.gamma)
    return Tensor(constant) - weight * squares + Tensor(data.m) * model.q.sum()
  }
}
