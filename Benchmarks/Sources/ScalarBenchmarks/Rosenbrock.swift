// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// The chained Rosenbrock function of any number of variables.
@inlinable
func rosenbrock<T: Scalar>(_ x: [T]) -> T {
  var sum: T = 0
  for i in 0..<x.count - 1 {
    let a = x[i + 1] - x[i] * x[i]
    let b = 1 - x[i]
    sum += 100 * (a * a) + b * b
  }
  return sum
}

/// The point at which the peers evaluate it too.
func rosenbrockPoint(_ n: Int) -> [Double] { (0..<n).map { i in i % 2 == 0 ? -1.2 : 1 } }
