// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars
import WengertTensors

extension TrapAnswers {
  /// Loops and branches of Swift that look at values.
  static let controlFlow: [String: TrapAnswer] = [
    "CF1": .numbers {
      slope(at: 2) { (x: Tensor) in
        var y = x
        for _ in 0..<60 { y = (y + x / y) / 2 }
        return y
      }
    },
    // The derivative converges one iteration later than the value.
    "CF2": .numbers(tolerance: 1e-6) { slope(at: 2, of: newtonSquareRoot) },
    "CF3": .words { slope(at: 1, of: newtonSquareRoot)[0] == 0 },
    "CF6": .words { slope(at: 3) { x in x == 3 ? 9 : x * x }[0] == 0 },
    "CF7": .numbers { slope(at: 0) { x in x <= 0 ? x : 2 * x } },
    "CF8": .numbers {
      slope(at: 1) { (x: Tensor) in
        var (sum, term, n) = (1 as Tensor, 1 as Tensor, 0.0)
        while term.double > 1e-17 {
          n += 1
          term = term * x / Tensor(n)
          sum += term
        }
        return sum
      }
    },
    "CF13": .numbers {
      slope(at: 0.7) { (k: Tensor) in
        var y = 1 as Tensor
        let h = 1e-3 as Tensor
        for _ in 0..<1000 {
          let k1 = -k * y
          let k2 = -k * (y + h / 2 * k1)
          let k3 = -k * (y + h / 2 * k2)
          let k4 = -k * (y + h * k3)
          y += h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
        }
        return y
      }
    },
  ]

  private static func newtonSquareRoot(_ x: Tensor) -> Tensor {
    var y = 1 as Tensor
    while Tensor.abs(y * y - x) > 1e-12 { y = (y + x / y) / 2 }
    return y
  }

  /// Sorting, indexing, and choices between values.
  static let discrete: [String: TrapAnswer] = [
    "SO1": .numbers {
      slope(at: [3, 1, 2]) { x in ([10, 20, 30] * x.sorted()).sum() }
    },
    "SO3": .words { slope(at: [1, 3, 3]) { x in x.max() } == [0, 0.5, 0.5] },
    "SO4": .words { slope(at: [1, 3, 2]) { x in x.argmax().converted(to: .float64) } == [0, 0, 0] },
    "SO5": .numbers { slope(at: [1, 3, 2]) { x in x.taking(x.argmax(), axis: 0) } },
    "SO6": .words { slope(at: [4, 1, 3, 2]) { x in x.median() } == [0, 0, 0.5, 0.5] },
    "SO8": .test("TrapTests"),
    "WH1": .numbers { slope(at: -1) { x in .select(x .> 0, .sqrt(x), 0) } },
    "WH3": .numbers {
      slope(at: -1) { x in .select(x .> 0, .sqrt(.select(x .> 0, x, 1)), 0) }
    },
    // The branch that is not taken does no harm; the function by name also has its curvature.
    "WH4": .words {
      let atZero = slope(at: 0) { x in .select(x .== 0, 1, .sin(x) / x) }[0]
      func sinc(_ x: Tensor) -> Tensor { .sphericalBessel(0, x) }
      let curvature = hessian(at: Tensor(0), of: sinc).double
      return atZero == 0 && slope(at: 0, of: sinc)[0] == 0
        && (curvature + 1 / 3).magnitude < 1e-15
    },
  ]
}
