// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Expressions as people write them. `Scripts/check-examples` type-checks this file and fails when
// one of them takes longer than 300 ms.

import Wengert

func generic<T: Scalar>(_ x: T, _ y: T) -> T {
  (x + y) * (x + 2 * y) + 0.5 * .sin(x * y)
}

func polynomial<T: Scalar>(_ x: T) -> T { 3 * x * x * x - 2 * x * x + x - 7 }

func gaussian<T: Scalar>(_ x: T, _ mean: T, _ width: T) -> T {
  .exp(-0.5 * .square((x - mean) / width)) / (width * .sqrt(2 * .pi))
}

func blackScholes<T: Scalar>(_ s: T, _ k: T, _ r: T, _ sigma: T, _ t: T) -> T {
  let d1 = (.log(s / k) + (r + 0.5 * sigma * sigma) * t) / (sigma * .sqrt(t))
  let d2 = d1 - sigma * .sqrt(t)
  return 0.5 * s * .erfc(-d1 / .sqrt(2)) - 0.5 * k * .exp(-r * t) * .erfc(-d2 / .sqrt(2))
}

func rosenbrock<T: Scalar>(_ x: [T]) -> T {
  100 * .pow(x[1] - x[0] * x[0], 2) + .pow(1 - x[0], 2)
}

func neuron<T: Scalar>(_ w: [T], _ x: [T]) -> T {
  .tanh(zip(w, x).reduce(0) { $0 + $1.0 * $1.1 })
}

func closures() {
  _ = Forward.derivative(at: 0.5) { .sin($0) }
  _ = Forward.derivative(at: 0.5) { x in x * .exp(-x * x) + 1 / (1 + x * x) }
  _ = Forward.gradient(at: 2, 3) { x, y in (x + y) * (x + 2 * y) + 0.5 * .sin(x * y) }
  _ = Reverse.gradient(at: 2, 3) { x, y in (x + y) * (x + 2 * y) + 0.5 * .sin(x * y) }
  _ = Symbolic.gradient(at: 2, 3) { x, y in (x + y) * (x + 2 * y) + 0.5 * .sin(x * y) }
  _ = Numerical.gradient(at: 2, 3) { x, y in (x + y) * (x + 2 * y) + 0.5 * .sin(x * y) }
  _ = Reverse.gradient(at: 1, 2, 3) { x, y, z in .sqrt(x * x + y * y + z * z) / (1 + x * y * z) }
  _ = Reverse.gradient(at: 1, 2, 3, 4) { a, b, c, d in a * d - b * c + .log(a + b + c + d) }
  _ = Reverse.gradient(at: [1, 2, 3]) { x in x[0] * x[1] + .sin(x[2]) * x[0] - 4 }
  _ = Reverse.gradient(at: [1, 2, 3]) { x in x.reduce(0) { $0 + $1 * $1 } }
  _ = Reverse.hessian(at: 2, 3) { x, y in x * x * y + .exp(x - y) / (x + y) }
  _ = Forward.hessian(at: 2, 3) { x, y in x * x * y + .exp(x - y) / (x + y) }
  _ = Forward.jacobian(at: [2, 3]) { x in [x[0] * x[1], x[0] / x[1], .sin(x[0]) + .cos(x[1])] }
  _ = Forward.derivative(at: 0.7, order: 6) { x in .sin(x) * .exp(x) / (1 + x * x) }
  _ = Reverse.gradient(at: 0.4, -0.2) { w, b in .square(.sigmoid(2 * w + 3 * b) - 1) }
  _ = Program(inputs: ["x", "y"]) { v in (v[0] + v[1]) * (v[0] + 2 * v[1]) + 0.5 * .sin(v[0]) }
}

// MARK: Tensors

func formula(_ x: Tensor, _ y: Tensor) -> Tensor {
  (x + y) * (x + 2 * y) + 0.5 * sin(x * y)
}

func normalDensity(_ x: Tensor, _ mean: Tensor, _ width: Tensor) -> Tensor {
  exp(-0.5 * square((x - mean) / width)) / (width * sqrt(2 * .pi))
}

func chainedRosenbrock(_ x: Tensor) -> Tensor {
  (100 * square(x[1...] - square(x[..<(-1)])) + square(1 - x[..<(-1)])).sum()
}

func logisticLoss(_ w: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
  (softplus(matmul(x, w)) - y * matmul(x, w)).mean() + 0.01 * square(w).sum()
}

func standardized(_ x: Tensor) -> Tensor {
  (x - x.mean(axes: [0])) / sqrt(x.variance(axes: [0]) + 1e-5)
}

func gaussianKernel(_ x: Tensor, _ y: Tensor, _ scale: Tensor) -> Tensor {
  exp(-square(x[.all, .newAxis] - y[.newAxis, .all]).sum(axes: [-1]) / (2 * square(scale)))
}

func attention(_ q: Tensor, _ k: Tensor, _ v: Tensor, _ mask: Tensor) -> Tensor {
  let scores = einsum("bqhd,bkhd->bhqk", q, k) / sqrt(Tensor(Double(q.shape[3])))
  let weights = softmax(.select(mask, scores, -1e9), axis: -1)
  return einsum("bhqk,bkhd->bqhd", weights, v)
}

struct Perceptron: ParameterTree {
  var w1, b1, w2, b2: Tensor

  mutating func visitChildren(_ visit: inout ParameterVisitor) {
    visit("w1", &w1)
    visit("b1", &b1)
    visit("w2", &w2)
    visit("b2", &b2)
  }

  func callAsFunction(_ x: Tensor) -> Tensor {
    matmul(tanh(matmul(x, w1) + b1), w2) + b2
  }

  func deep(_ x: Tensor) -> Tensor {
    softmax(matmul(relu(matmul(relu(matmul(x, w1) + b1), w2) + b2), w1.transposed()) * 0.5 + 0.1)
  }
}

func transforms(_ x: Tensor, _ y: Tensor, _ w: Tensor, _ network: Perceptron) {
  _ = gradient(at: x) { x in ((x + 1) * (x + 2 * x) + 0.5 * sin(x * x)).sum() }
  _ = gradient(at: x, y) { x, y in ((x + y) * (x + 2 * y) + 0.5 * sin(x * y)).sum() }
  _ = gradient(at: x, y, w) { x, y, w in (x * y - w * exp(-x * y) + 0.5 * (w - x)).mean() }
  _ = gradient(at: 2) { x in x * x * x - 2 * x * x + x - 7 }
  _ = gradient(at: 2.0) { x in
    let y = x * x
    return y * y - 2 * y + x
  }
  _ = gradient(at: 2, 3) { x, y in (x + y) * (x + 2 * y) + 0.5 * sin(x * y) }
  _ = gradient(at: [1, 2, 3]) { x in x[0] * x[1] + sin(x[2]) * x[0] - 4 }
  _ = gradient(at: [1, 2, 3]) { x in (x * x).sum() }
  _ = gradient(at: network) { network in square(network(x) - y).mean() }
  _ = gradient(at: network, x) { network, x in crossEntropy(network(x), y) + 0.1 * x.norm() }
  _ = gradient(at: ["w": w, "x": x]) { p in (p["w"]! * p["x"]! + 0.5 * square(p["w"]!)).sum() }
  let (loss, slope) = valueWithGradient(at: network) { network in crossEntropy(network(x), y) }
  _ = valueWithGradient(at: x, y) { x, y in (x * y - 0.5 * (x + y) * (x - 2 * y)).sum() }
  let (z, back) = pullback(at: x) { x in exp(x) * x + 0.5 * x / (1 + x * x) }
  _ = pushforward(at: x, along: y) { x in exp(x) * x + 0.5 * x / (1 + x * x) }
  let (_, along) = linearized(at: x) { x in exp(x) * x + 0.5 * x / (1 + x * x) }
  _ = along(y) + back(z)
  _ = jacobian(at: x) { x in [x[0] * x[1], x[0] / x[1], sin(x[0]) + cos(x[1]) - 2 * x[0]] }
  _ = hessian(at: x) { x in (x * x * x).sum() + 0.5 * dot(x, matmul(w, x)) - x.mean() }
  _ = hessianVectorProduct(at: x, along: y) { x in (x * x * x + 0.5 * exp(-x) * sin(x)).sum() }
  _ = batched(x, y) { x, y in gradient(at: w) { w in square(dot(w, x) - y) + 0.1 * dot(w, w) } }
  _ = batched(x) { x in (x - x.mean()) / (x.standardDeviation() + 1e-6) }
  _ = checkpointed(x) { x in tanh(matmul(w, x)) + 0.5 * x }
  let step = compiled { (w: Tensor, x: Tensor, y: Tensor) in
    w - 0.1 * gradient(at: w) { w in square(dot(w, x) - y) + 0.01 * (w * w).sum() }
  }
  _ = step(w, x, y)
  _ = network.replacingLeaves(zip(network.leaves, slope.leaves).map { $0 - 0.1 * $1 * loss })
  _ = network.mappingLeaves { 0.9 * $0 + 0.1 * sign($0) }
}
