// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

// Problems 1 to 19 but those with tables of data, and 21 and 22, which are
// problems 1 and 13 repeated.
extension MoreGarbowHillstrom {
  /// Problems 1 and 21: each pair of variables gives a pair of residuals.
  static func rosenbrock<T: Scalar>(_ x: [T]) -> [T] {
    stride(from: 0, to: x.count, by: 2).flatMap { i -> [T] in
      [10 * (x[i + 1] - square(x[i])), 1 - x[i]]
    }
  }

  /// Problem 2.
  static func freudensteinRoth<T: Scalar>(_ x: [T]) -> [T] {
    let (a, b) = (x[0], x[1])
    let first: T = ((5 - b) * b - 2) * b
    let second: T = ((b + 1) * b - 14) * b
    return [a - 13 + first, a - 29 + second]
  }

  /// Problem 3.
  static func powellBadlyScaled<T: Scalar>(_ x: [T]) -> [T] {
    [1e4 * x[0] * x[1] - 1, T.exp(-x[0]) + T.exp(-x[1]) - 1.0001]
  }

  /// Problem 4.
  static func brownBadlyScaled<T: Scalar>(_ x: [T]) -> [T] {
    [x[0] - 1e6, x[1] - 2e-6, x[0] * x[1] - 2]
  }

  /// Problem 5.
  static func beale<T: Scalar>(_ x: [T]) -> [T] {
    let y = [1.5, 2.25, 2.625]
    return (1...3).map { i -> T in T(y[i - 1]) - x[0] * (1 - T.pow(x[1], i)) }
  }

  /// Problem 6.
  static func jennrichSampson<T: Scalar>(_ x: [T], _ m: Int) -> [T] {
    (1...m).map { i -> T in
      let k = T(Double(i))
      return 2 + 2 * k - (T.exp(k * x[0]) + T.exp(k * x[1]))
    }
  }

  /// Problem 7.
  static func helicalValley<T: Scalar>(_ x: [T]) -> [T] {
    let radius: T = .sqrt(square(x[0]) + square(x[1]))
    return [10 * (x[2] - 10 * turns(x[0], x[1])), 10 * (radius - 1), x[2]]
  }

  /// The angle of the point (`a`, `b`) in turns, from -1/4 to 3/4.
  ///
  /// The paper leaves out `a` = 0, where the angle's limit from the right is
  /// taken, in a form that has the limit's derivatives too.
  private static func turns<T: Scalar>(_ a: T, _ b: T) -> T {
    let turn = T(2 * Double.pi)
    if a > 0 { return .atan(b / a) / turn }
    if a < 0 { return .atan(b / a) / turn + 0.5 }
    let quarter: T = b < 0 ? -0.25 : 0.25
    return quarter - .atan(a / b) / turn
  }

  /// Problem 11. The paper prints "y_i m i x_2" for "y_i - x_2".
  static func gulf<T: Scalar>(_ x: [T], _ m: Int) -> [T] {
    (1...m).map { i -> T in
      let t = Double(i) / 100
      let y = 25 + Double.pow(-50 * Double.log(t), 2.0 / 3)
      let distance = (T(y) - x[1]).magnitude
      return .exp(-(.pow(distance, x[2]) / x[0])) - T(t)
    }
  }

  /// Problem 12.
  static func boxThreeDimensional<T: Scalar>(_ x: [T], _ m: Int) -> [T] {
    (1...m).map { i -> T in
      let t = Double(i) / 10
      let factor = T(Double.exp(-t) - Double.exp(-10 * t))
      return T.exp(-T(t) * x[0]) - T.exp(-T(t) * x[1]) - x[2] * factor
    }
  }

  /// Problems 13 and 22: each four variables give four residuals.
  static func powellSingular<T: Scalar>(_ x: [T]) -> [T] {
    let root5 = T(Double.sqrt(5))
    let root10 = T(Double.sqrt(10))
    return stride(from: 0, to: x.count, by: 4).flatMap { i -> [T] in
      let first: T = x[i] + 10 * x[i + 1]
      let second: T = root5 * (x[i + 2] - x[i + 3])
      let third: T = square(x[i + 1] - 2 * x[i + 2])
      return [first, second, third, root10 * square(x[i] - x[i + 3])]
    }
  }

  /// Problem 14.
  static func wood<T: Scalar>(_ x: [T]) -> [T] {
    let root10 = T(Double.sqrt(10))
    let first: T = 10 * (x[1] - square(x[0]))
    let third: T = T(Double.sqrt(90)) * (x[3] - square(x[2]))
    let fifth: T = root10 * (x[1] + x[3] - 2)
    return [first, 1 - x[0], third, 1 - x[2], fifth, (x[1] - x[3]) / root10]
  }

  /// Problem 16.
  static func brownDennis<T: Scalar>(_ x: [T], _ m: Int) -> [T] {
    (1...m).map { i -> T in
      let t = Double(i) / 5
      let first: T = x[0] + T(t) * x[1] - T(Double.exp(t))
      let second: T = x[2] + T(Double.sin(t)) * x[3] - T(Double.cos(t))
      return square(first) + square(second)
    }
  }

  /// Problem 18.
  static func biggsEXP6<T: Scalar>(_ x: [T], _ m: Int) -> [T] {
    (1...m).map { i -> T in
      let t = Double(i) / 10
      let y = Double.exp(-t) - 5 * Double.exp(-10 * t) + 3 * Double.exp(-4 * t)
      func decay(_ rate: T) -> T { .exp(-T(t) * rate) }
      let model: T = x[2] * decay(x[0]) - x[3] * decay(x[1]) + x[5] * decay(x[4])
      return model - T(y)
    }
  }
}
