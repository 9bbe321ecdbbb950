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
