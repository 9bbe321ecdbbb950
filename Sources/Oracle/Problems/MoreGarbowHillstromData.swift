// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

// The problems that fit a model to a table of data.
extension MoreGarbowHillstrom {
  /// Problem 8: data minus model.
  static func bard<T: Scalar>(_ x: [T]) -> [T] {
    (1...15).map { i -> T in
      let u = Double(i)
      let v = 16 - u
      let w = min(u, v)
      let model: T = x[0] + T(u) / (T(v) * x[1] + T(w) * x[2])
      return T(bardData[i - 1]) - model
    }
  }

  private static let bardData = [
    0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39,
  ]

  /// Problem 9: model minus data, which are symmetric about the eighth.
  static func gaussian<T: Scalar>(_ x: [T]) -> [T] {
    (1...15).map { i -> T in
      let t = Double(8 - i) / 2
      let exponent: T = x[1] * square(T(t) - x[2]) / 2
      return x[0] * .exp(-exponent) - T(gaussianData[min(i, 16 - i) - 1])
    }
  }

  private static let gaussianData = [
    0.0009, 0.0044, 0.0175, 0.0540, 0.1295, 0.2420, 0.3521, 0.3989,
  ]

  /// Problem 10: model minus data.
  static func meyer<T: Scalar>(_ x: [T]) -> [T] {
    (1...16).map { i -> T in
      let t = T(45 + 5 * Double(i))
      return x[0] * .exp(x[1] / (t + x[2])) - T(meyerData[i - 1])
    }
  }

  private static let meyerData: [Double] = [
    34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744,
    8261, 7030, 6005, 5147, 4427, 3820, 3307, 2872,
  ]

  /// Problem 15: data minus model.
  static func kowalikOsborne<T: Scalar>(_ x: [T]) -> [T] {
    zip(kowalikOsborneData, kowalikOsborneArguments).map { y, argument -> T in
      let u = T(argument)
      let numerator: T = x[0] * (square(u) + u * x[1])
      let denominator: T = square(u) + u * x[2] + x[3]
      return T(y) - numerator / denominator
    }
  }

  private static let kowalikOsborneData = [
    0.1957, 0.1947, 0.1735, 0.1600, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246,
  ]

  private static let kowalikOsborneArguments = [
    4.0, 2.0, 1.0, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625,
  ]

  /// Problem 17: data minus model.
  static func osborne1<T: Scalar>(_ x: [T]) -> [T] {
    (0..<33).map { i -> T in
      let t = T(10 * Double(i))
      let model: T = x[0] + x[1] * .exp(-t * x[3]) + x[2] * .exp(-t * x[4])
      return T(osborne1Data[i]) - model
    }
  }

  private static let osborne1Data = [
    0.844, 0.908, 0.932, 0.936, 0.925, 0.908, 0.881, 0.850, 0.818, 0.784, 0.751,
    0.718, 0.685, 0.658, 0.628, 0.603, 0.580, 0.558, 0.538, 0.522, 0.506, 0.490,
    0.478, 0.467, 0.457, 0.448, 0.438, 0.431, 0.424, 0.420, 0.414, 0.411, 0.406,
  ]

  /// Problem 19: data minus model.
  static func osborne2<T: Scalar>(_ x: [T]) -> [T] {
    (0..<65).map { i -> T in
      let t = T(Double(i) / 10)
      var model: T = x[0] * .exp(-t * x[4])
      for k in 1...3 {
        model += x[k] * .exp(-square(t - x[k + 7]) * x[k + 4])
      }
      return T(osborne2Data[i]) - model
    }
  }

  private static let osborne2Data = [
    1.366, 1.191, 1.112, 1.013, 0.991, 0.885, 0.831, 0.847, 0.786, 0.725, 0.746, 0.679, 0.608,
    0.655, 0.616, 0.606, 0.602, 0.626, 0.651, 0.724, 0.649, 0.649, 0.694, 0.644, 0.624, 0.661,
    0.612, 0.558, 0.533, 0.495, 0.500, 0.423, 0.395, 0.375, 0.372, 0.391, 0.396, 0.405, 0.428,
    0.429, 0.523, 0.562, 0.607, 0.653, 0.672, 0.708, 0.633, 0.668, 0.645, 0.632, 0.591, 0.559,
    0.597, 0.625, 0.739, 0.710, 0.729, 0.720, 0.636, 0.581, 0.428, 0.292, 0.162, 0.098, 0.054,
  ]
}
