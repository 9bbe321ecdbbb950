// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// The log-likelihood of points under a mixture of normal distributions, with a Wishart prior.
enum GaussianMixture: Eval {
  struct Model: ParameterTree {
    /// The logarithms of the weights, up to a constant: shape `[k]`.
    var alpha: Tensor
    /// The means: `[k, d]`.
    var mu: Tensor
    /// The logarithms of the diagonals of the inverse square roots of the covariances: `[k, d]`.
    var q: Tensor
    /// What is below those diagonals, column by column: `[k, d (d − 1) / 2]`.
    var l: Tensor

    mutating func visitChildren(_ visit: inout ParameterVisitor) {
      visit("alpha", &alpha)
      visit("mu", &mu)
      visit("q", &q)
      visit("l", &l)
    }
  }

  struct Data {
    /// The points: `[n, d]`.
    let x: Tensor
    /// The parameters of the prior.
    let gamma: Double
    let m: Int
  }

  static func objective(_ model: Model, _ data: Data) -> Tensor {
    let (n, d) = (data.x.shape[0], data.x.shape[1])
    let factor = factors(model)
    let centered = data.x - model.mu.reshaped([-1, 1, d])
    let whitened = matmul(centered, factor.swappingAxes(1, 2))
    let logDeterminants = model.q.sum(axes: [1])
    let scores =
      (model.alpha + logDeterminants).reshaped([-1, 1]) - 0.5 * square(whitened).sum(axes: [2])
    let evidence = scores.logSumExp(axes: [0]).sum() - Tensor(n) * model.alpha.logSumExp()
    let constant = -0.5 * Double(n * d) * Double.log(2 * Double.pi)
    return evidence + Tensor(constant) + prior(model, data, logDeterminants, d)
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

  static func prior(_ model: Model, _ data: Data, _ logDeterminants: Tensor, _ d: Int) -> Tensor {
    let k = model.q.shape[0]
    let nu = Double(d + data.m + 1)
    var logGamma = 0.25 * Double(d * (d - 1)) * .log(.pi)
    for j in 1...d { logGamma += .logGamma(0.5 * (nu + Double(1 - j))) }
    let scale = Double.log(data.gamma) - 0.5 * Double.log(2)
    let constant = Double(k) * (nu * Double(d) * scale - logGamma)
    let squares = square(exp(model.q)).sum() + square(model.l).sum()
    let weight = Tensor(0.5 * data.gamma * data.gamma)
    return Tensor(constant) - weight * squares + Tensor(data.m) * logDeterminants.sum()
  }

  static func evaluate(
    _ function: String, _ input: JSON, _ stopwatch: inout Stopwatch
  ) throws(ToolError) -> JSON {
    let (d, k, n) = (try input["d"].integer, try input["k"].integer, try input["n"].integer)
    guard d > 0, k > 0, n > 0 else { throw ToolError("There are no points.") }
    func tensor(_ name: String, _ rows: Int, _ columns: Int) throws(ToolError) -> Tensor {
      let matrix = try input[name].matrix(width: columns)
      guard matrix.rows == rows else { throw ToolError("\(name) has \(matrix.rows) rows.") }
      return Tensor(matrix.elements, shape: [rows, columns])
    }
    let triangle = d * (d - 1) / 2
    let model = Model(
      alpha: Tensor(try input["alpha"].numbers(k)), mu: try tensor("mu", k, d),
      q: try tensor("q", k, d), l: try tensor("l", k, triangle))
    let data = Data(
      x: try tensor("x", n, d), gamma: try input["gamma"].number, m: try input["m"].integer)
    switch function {
    case "objective": return .number(stopwatch.time { objective(model, data).double })
    case "jacobian":
      let slope = stopwatch.time { gradient(at: model) { objective($0, data) } }
      return .object([
        ("alpha", .numbers(slope.alpha.elements(Double.self))),
        ("mu", .rows(slope.mu.elements(Double.self), width: d)),
        ("q", .rows(slope.q.elements(Double.self), width: d)),
        ("l", .rows(slope.l.elements(Double.self), width: triangle)),
      ])
    default: throw ToolError(unknown: function)
    }
  }
}
