// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

/// A function of the table along a line through a point of its domain:
/// `t ↦ f(x + a t, y + b t)`, on any scalars.
struct TableLine: Sendable, CustomStringConvertible {
  var function: ElementaryFunction
  var n = 0
  var point: [Double]
  var direction: [Double]

  func callAsFunction<T: Scalar>(_ t: T) -> T {
    var operands = zip(point, direction).map { x, a in a.isZero ? T(x) : T(x) + T(a) * t }
    while operands.count < 3 { operands.append(0) }
    return function(n, operands[0], operands[1], operands[2])
  }

  var description: String { "\(function)(\(n)) at \(point) along \(direction)" }
}

extension ElementaryFunction {
  /// Lines through ordinary points of the domain: not at kinks, and not where a derivative of
  /// order 1 to 4 vanishes by cancellation. All numbers are exact in single precision.
  var lines: [TableLine] {
    switch arity {
    case 1:
      return indices.flatMap { n in
        points(n).map { TableLine(function: self, n: n, point: [$0], direction: [1]) }
      }
    case 2:
      return pairs.flatMap { pair in
        [[1.0, 0], [0, 1], [1, 1]].map { TableLine(function: self, point: pair, direction: $0) }
      }
    default:
      return [1.0, 0].map {
        TableLine(function: self, point: [$0, 1.5, -0.75], direction: [0, 1, 2])
      }
    }
  }

  private var indices: [Int] {
    switch self {
    case .integerPower: [-3, -2, -1, 0, 1, 2, 3, 4, 7]
    case .root: [2, 3, 4, 5]
    case .polygamma: [1, 2, 3]
    case .sphericalBessel: [0, 1, 2, 3]
    default: [0]
    }
  }

  private func points(_ n: Int) -> [Double] {
    switch self {
    case .log, .log2, .log10, .squareRoot: [0.03125, 0.75, 3.25, 1024.5]
    case .logOnePlus: [-0.9990234375, -0.75, 0x1p-30, 2.5]
    case .expMinusOne: [-20.5, -0.75, 0x1p-30, 2.5]
    case .reciprocal: [-1.75, 0x1p-10, 0.3125, 2.375]
    case .root: n % 2 == 0 ? [0.3125, 7.5] : [-2.5, 0.3125, 7.5]
    case .arcSine, .arcCosine, .arcHyperbolicTangent: [-0.875, 0.3125, 0.96875, 1 - 0x1p-20]
    case .arcHyperbolicCosine: [1 + 0x1p-20, 1.0625, 2.5, 40.5]
    case .gamma, .logGamma, .digamma, .polygamma: [-1.75, 0.03125, 0.3125, 2.75, 6.5]
    case .hyperbolicTangent: [-0.5625, 0.3125, 2.25, 20]
    case .sigmoid, .softplus: [-30.5, -2.75, 0.625, 3.5, 30.5]
    case .errorFunction, .complementaryErrorFunction: [-1.375, 0.3125, 2.5, 5]
    case .sphericalBessel: [0.0625, 1.375, 5.75]
    case .tangent: [-1.25, 0.3125, 1.5625, 4]
    case .floor, .ceiling, .round, .truncate: [-2.75, 0.3125, 7.625]
    default: [-1.75, 0.3125, 2.375]
    }
  }

  private var pairs: [[Double]] {
    switch self {
    case .power: [[0.3125, 2.5], [2.75, -1.25], [1.5, 3]]
    case .xLogY: [[-1.25, 0.3125], [2.5, 3.75]]
    case .ratio: [[1.25, -0.375], [-2.5, 3.75]]
    case .modulo: [[7.25, 2.5], [-7.25, 2.5]]
    case .divide: [[1.25, -0.375], [-2.5, 3.75]]
    case .logAddExp: [[0.375, -1.25], [2.5, 3.875]]
    default: [[1.25, -0.375], [-2.5, 3.75], [0.625, 2.125]]
    }
  }
}
