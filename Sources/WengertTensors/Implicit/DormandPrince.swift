// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// One step of Dormand and Prince's method of order 5, with an estimate of its error from an
/// embedded one of order 4, and a polynomial of order 4 between its ends.
///
/// J. R. Dormand and P. J. Prince, "A family of embedded Runge–Kutta formulae", Journal of
/// Computational and Applied Mathematics 6 (1980); the polynomial is that of E. Hairer, S. P. Nørsett
/// and G. Wanner, "Solving Ordinary Differential Equations I" (1993), II.6.
struct DormandPrince {
  /// The state after the step, and its derivative there.
  let end: Tensor
  let slope: Tensor
  /// The estimate of the error of ``end``.
  let error: Tensor
  /// The coefficients of the polynomial, one to a row.
  let coefficients: Tensor

  init(_ f: (Tensor, Tensor) -> Tensor, at t: Tensor, _ y: Tensor, slope: Tensor, step h: Tensor) {
    var slopes = [slope]
    var point = y
    for (node, weights) in zip(Self.nodes, Self.weights) {
      point = y + h * Self.combination(weights, slopes)
      slopes.append(f(t + Tensor(node) * h, point))
    }
    // The last of the stages is the state after the step.
    let change: Tensor = point - y
    let excess: Tensor = h * slopes[0] - change
    end = point
    self.slope = slopes[6]
    error = h * Self.combination(Self.errorWeights, slopes)
    coefficients = stack([
      y, change, excess, change - h * slopes[6] - excess,
      h * Self.combination(Self.middleWeights, slopes),
    ])
  }

  /// The polynomial at a part of the step, from 0 to 1.
  static func value(_ coefficients: Tensor, at part: Tensor) -> Tensor {
    let c = coefficients.unstacked()
    let rest = 1 - part
    let inner = c[2] + part * (c[3] + rest * c[4])
    return c[0] + part * (c[1] + rest * inner)
  }

  private static func combination(_ weights: [Double], _ slopes: [Tensor]) -> Tensor {
    var sum: Tensor = 0
    for (weight, slope) in zip(weights, slopes) where weight != 0 { sum += Tensor(weight) * slope }
    return sum
  }

  private static let nodes: [Double] = [1 / 5, 3 / 10, 4 / 5, 8 / 9, 1, 1]

  private static let weights: [[Double]] = [
    [1 / 5],
    [3 / 40, 9 / 40],
    [44 / 45, -56 / 15, 32 / 9],
    [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
    [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
    [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
  ]

  private static let errorWeights: [Double] = [
    71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40,
  ]

  private static let middleWeights: [Double] = [
    -12_715_105_075 / 11_282_082_432, 0, 87_487_479_700 / 32_700_410_799,
    -10_690_763_975 / 1_880_347_072, 701_980_252_875 / 199_316_789_632,
    -1_453_857_185 / 822_651_844, 69_997_945 / 29_380_423,
  ]
}
