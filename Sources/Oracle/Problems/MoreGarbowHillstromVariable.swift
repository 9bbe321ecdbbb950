// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

// The problems of variable dimension, but 21 and 22, which are problems 1
// and 13 repeated. Comments count from 1, as the paper does.
extension MoreGarbowHillstrom {
  /// Problem 20.
  static func watson<T: Scalar>(_ x: [T]) -> [T] {
    var residuals = (1...29).map { i -> T in
      let t = T(Double(i) / 29)
      var (value, slope): (T, T) = (0, 0)
      for coefficient in x.reversed() {
        slope = slope * t + value
        value = value * t + coefficient
      }
      return slope - square(value) - 1
    }
    residuals.append(x[0])
    residuals.append(x[1] - square(x[0]) - 1)
    return residuals
  }

  /// Problem 23.
  static func penalty1<T: Scalar>(_ x: [T]) -> [T] {
    let weight = T(Double.sqrt(1e-5))
    return x.map { weight * ($0 - 1) } + [sum(x.map { square($0) }) - 0.25]
  }

  /// Problem 24.
  static func penalty2<T: Scalar>(_ x: [T]) -> [T] {
    let n = x.count
    let weight = T(Double.sqrt(1e-5))
    let powers = x.map { T.exp($0 / 10) }
    func constant(_ i: Int) -> Double { .exp(Double(i) / 10) }
    let pairs = (1..<n).map { i -> T in
      weight * (powers[i] + powers[i - 1] - T(constant(i + 1) + constant(i)))
    }
    let singles = (1..<n).map { i -> T in weight * (powers[i] - T(constant(-1))) }
    let squares = (0..<n).map { j -> T in T(Double(n - j)) * square(x[j]) }
    return [x[0] - 0.2] + pairs + singles + [sum(squares) - 1]
  }

  /// Problem 25.
  static func variablyDimensioned<T: Scalar>(_ x: [T]) -> [T] {
    let weighted = sum(x.indices.map { j -> T in T(Double(j + 1)) * (x[j] - 1) })
    return x.map { $0 - 1 } + [weighted, square(weighted)]
  }

  /// Problem 26. The paper's 1 - cos x is written 2 sin(x/2)^2, which does
  /// not cancel.
  static func trigonometric<T: Scalar>(_ x: [T]) -> [T] {
    let versines = x.map { angle -> T in 2 * square(.sin(angle / 2)) }
    let shared = sum(versines)
    return x.indices.map { i -> T in
      let weighted: T = T(Double(i + 1)) * versines[i]
      return shared + weighted - .sin(x[i])
    }
  }

  /// Problem 27.
  static func brownAlmostLinear<T: Scalar>(_ x: [T]) -> [T] {
    let shared: T = sum(x) - T(Double(x.count + 1))
    return x.dropLast().map { $0 + shared } + [x.reduce(1, *) - 1]
  }

  /// Problem 28.
  static func discreteBoundaryValue<T: Scalar>(_ x: [T]) -> [T] {
    let n = x.count
    let h = node(1, of: n)
    return x.indices.map { i -> T in
      var residual: T = 2 * x[i]
      if i > 0 { residual -= x[i - 1] }
      if i < n - 1 { residual -= x[i + 1] }
      return residual + T(h * h / 2) * cube(x[i] + T(node(i + 1, of: n) + 1))
    }
  }

  /// Problem 29.
  static func discreteIntegralEquation<T: Scalar>(_ x: [T]) -> [T] {
    let n = x.count
    let t = (1...n).map { node($0, of: n) }
    let cubes = x.indices.map { j -> T in cube(x[j] + T(t[j] + 1)) }
    // The sums of t_j c_j up to i, and of (1 - t_j) c_j beyond i.
    var (lower, upper): (T, T) = (0, 0)
    var (below, above): ([T], [T]) = ([], [])
    for i in 0..<n {
      lower += T(t[i]) * cubes[i]
      below.append(lower)
      above.append(upper)
      upper += T(1 - t[n - 1 - i]) * cubes[n - 1 - i]
    }
    let halfStep = T(node(1, of: n) / 2)
    return (0..<n).map { i -> T in
      let integral: T = T(1 - t[i]) * below[i] + T(t[i]) * above[n - 1 - i]
      return x[i] + halfStep * integral
    }
  }

  /// Problem 30.
  static func broydenTridiagonal<T: Scalar>(_ x: [T]) -> [T] {
    x.indices.map { i -> T in
      var residual: T = (3 - 2 * x[i]) * x[i] + 1
      if i > 0 { residual -= x[i - 1] }
      if i < x.count - 1 { residual -= 2 * x[i + 1] }
      return residual
    }
  }

  /// Problem 31: five variables before each and one after it.
  static func broydenBanded<T: Scalar>(_ x: [T]) -> [T] {
    x.indices.map { i -> T in
      var residual: T = x[i] * (2 + 5 * square(x[i])) + 1
      for j in max(0, i - 5)...min(x.count - 1, i + 1) where j != i {
        residual -= x[j] * (1 + x[j])
      }
      return residual
    }
  }

  /// Problem 32.
  static func linearFullRank<T: Scalar>(_ x: [T], _ m: Int) -> [T] {
    let shared: T = T(2 / Double(m)) * sum(x) + 1
    return (0..<m).map { i -> T in i < x.count ? x[i] - shared : -shared }
  }

  /// Problem 33.
  static func linearRank1<T: Scalar>(_ x: [T], _ m: Int) -> [T] {
    let weighted = sum(x.indices.map { j -> T in T(Double(j + 1)) * x[j] })
    return (1...m).map { i -> T in T(Double(i)) * weighted - 1 }
  }

  /// Problem 34: the first and last variable and residual play no part.
  static func linearRank1Zero<T: Scalar>(_ x: [T], _ m: Int) -> [T] {
    let inner = x.indices.dropFirst().dropLast()
    let weighted = sum(inner.map { j -> T in T(Double(j + 1)) * x[j] })
    return (0..<m).map { i -> T in
      i == 0 || i == m - 1 ? -1 : T(Double(i)) * weighted - 1
    }
  }

  /// Problem 35: means of the Chebyshev polynomials shifted to 0 to 1, less
  /// their integrals.
  static func chebyquad<T: Scalar>(_ x: [T], _ m: Int) -> [T] {
    var sums = [T](repeating: 0, count: m)
    for variable in x {
      let argument: T = 2 * variable - 1
      var (previous, current): (T, T) = (1, argument)
      for i in 0..<m {
        sums[i] += current
        (previous, current) = (current, 2 * argument * current - previous)
      }
    }
    return (1...m).map { i -> T in
      let mean: T = sums[i - 1] / T(Double(x.count))
      return i % 2 == 0 ? mean + T(1 / Double(i * i - 1)) : mean
    }
  }
}
