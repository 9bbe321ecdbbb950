// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert
import WengertScalars
import WengertTensors

extension TrapAnswers {
  /// Perturbation confusion and nested derivatives.
  static let nesting: [String: TrapAnswer] = [
    "PC1": .numbers { both(1) { d, x in x * d(1) { y in x + y } } },
    "PC2": .numbers { both(3) { d, x in x * d(2) { y in x * y } } },
    "PC4": .numbers { both(2) { d, x in d(x) { y in x * x * y * y * y } } },
    "PC6": .numbers { both(3) { d, x in d(4) { _ in x } + x } },
    "PC7": .numbers {
      pushforward(at: 2, along: 1) { x in gradient(at: 0.5) { y in x * .sin(y) } }
        .derivative.doubles
    },
    "PC9": .numbers {
      func shifted(_ f: @escaping (Tensor) -> Tensor) -> (Tensor) -> Tensor {
        { x in gradient(at: 0) { u in f(x + u) } }
      }
      return shifted(shifted { x in .sin(x) })(0.3).doubles
    },
    "ND-sin(x)*exp(x)": derivatives(at: 0.7, of: { .sin($0) * .exp($0) }, { .sin($0) * .exp($0) }),
    "ND-x^7": derivatives(at: 1.3, of: { .pow($0, 7) }, { .pow($0, 7) }),
    "ND-1/x": derivatives(at: 0.8, of: { 1 / $0 }, { 1 / $0 }),
    "ND-tanh(x)": derivatives(at: 0.4, of: { .tanh($0) }, { .tanh($0) }),
    "ND-exp(sin(x))": derivatives(at: 0.9, of: { .exp(.sin($0)) }, { .exp(.sin($0)) }),
    "ND-sqrt(x)": derivatives(at: 2, of: { .sqrt($0) }, { .sqrt($0) }),
    "ND-x^3": derivatives(at: 2, of: { .pow($0, 3) }, { .pow($0, 3) }),
    "ND-atan(x)": derivatives(at: 0.6, of: { .atan($0) }, { .atan($0) }),
    "ND-x*x*x*x": derivatives(at: 3, of: { $0 * $0 * $0 * $0 }, { $0 * $0 * $0 * $0 }),
    "ND-1/(1+exp(-x))": derivatives(
      at: 0.3, of: { 1 / (1 + .exp(-$0)) }, { 1 / (1 + .exp(-$0)) }),
    "ND-schwarz": .numbers {
      let second = hessian(at: [0, 0] as Tensor, of: schwarz).doubles
      return [second[1], second[2]]
    },
    "ND-relu2": .numbers {
      func square(_ x: Tensor) -> Tensor { .relu(x) * .relu(x) }
      func ramp(_ x: Tensor) -> Tensor { .relu(x) }
      return hessian(at: Tensor(2), of: square).doubles
        + hessian(at: Tensor(-1), of: square).doubles + hessian(at: Tensor(2), of: ramp).doubles
    },
  ]

  private static func schwarz(_ p: Tensor) -> Tensor {
    let (x, y) = (p[0], p[1])
    let difference = x * x - y * y
    return x * y * difference / (x * x + y * y)
  }

  private typealias Derivative = (Tensor, (Tensor) -> Tensor) -> Tensor

  /// The derivative of a function that takes derivatives itself: by all four combinations of
  /// forward and reverse mode, which must agree to the last bit.
  private static func both(_ x: Tensor, _ f: (Derivative, Tensor) -> Tensor) -> [Double] {
    let forward: Derivative = { x, f in pushforward(at: x, along: 1, of: f).derivative }
    let reverse: Derivative = { x, f in gradient(at: x, of: f) }
    var answers: Set<Double> = []
    for outer in [forward, reverse] {
      for inner in [forward, reverse] { answers.insert(outer(x) { x in f(inner, x) }.double) }
    }
    return answers.sorted()
  }

  /// The orders 0 to 6 by gradients of gradients, the higher ones by Taylor series.
  private static func derivatives(
    at x: Double, of f: @escaping @Sendable (Tensor) -> Tensor,
    _ series: @escaping @Sendable (Taylor<Double>) -> Taylor<Double>
  ) -> TrapAnswer {
    .each {
      var nested: (Tensor) -> Tensor = f
      var orders: [Double] = []
      for _ in 0...6 {
        orders.append(nested(Tensor(x)).double)
        let inner = nested
        nested = { x in gradient(at: x, of: inner) }
      }
      return orders + Forward.derivatives(at: x, upTo: 10, of: series)[7...]
    }
  }
}
