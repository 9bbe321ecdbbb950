// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// One of the 35 test problems of Moré, Garbow and Hillstrom, "Testing
/// Unconstrained Optimization Software", ACM TOMS 7(1), 1981, pages 17 to 41.
///
/// A problem is a vector of residuals `f_1 ... f_m` of `n` variables; its
/// objective is the sum of their squares.
struct MoreGarbowHillstrom: Sendable {
  /// The problem's number in the paper, from 1 to 35.
  let number: Int
  let name: String
  /// The number of variables: the paper's, or the default where it may vary.
  let dimension: Int
  /// The number of residuals that goes with `dimension`.
  let count: Int

  init(_ number: Int, _ name: String, _ dimension: Int, _ count: Int) {
    self.number = number
    self.name = name
    self.dimension = dimension
    self.count = count
  }

  /// All the problems, by number: the first has the index 0.
  static let problems: [MoreGarbowHillstrom] = [
    .init(1, "Rosenbrock", 2, 2),
    .init(2, "Freudenstein and Roth", 2, 2),
    .init(3, "Powell badly scaled", 2, 2),
    .init(4, "Brown badly scaled", 2, 3),
    .init(5, "Beale", 2, 3),
    .init(6, "Jennrich and Sampson", 2, 10),
    .init(7, "Helical valley", 3, 3),
    .init(8, "Bard", 3, 15),
    .init(9, "Gaussian", 3, 15),
    .init(10, "Meyer", 3, 16),
    .init(11, "Gulf research and development", 3, 99),
    .init(12, "Box three-dimensional", 3, 10),
    .init(13, "Powell singular", 4, 4),
    .init(14, "Wood", 4, 6),
    .init(15, "Kowalik and Osborne", 4, 11),
    .init(16, "Brown and Dennis", 4, 20),
    .init(17, "Osborne 1", 5, 33),
    .init(18, "Biggs EXP6", 6, 13),
    .init(19, "Osborne 2", 11, 65),
    .init(20, "Watson", 6, 31),
    .init(21, "Extended Rosenbrock", 10, 10),
    .init(22, "Extended Powell singular", 12, 12),
    .init(23, "Penalty I", 4, 5),
    .init(24, "Penalty II", 4, 8),
    .init(25, "Variably dimensioned", 10, 12),
    .init(26, "Trigonometric", 10, 10),
    .init(27, "Brown almost linear", 10, 10),
    .init(28, "Discrete boundary value", 10, 10),
    .init(29, "Discrete integral equation", 10, 10),
    .init(30, "Broyden tridiagonal", 10, 10),
    .init(31, "Broyden banded", 10, 10),
    .init(32, "Linear full rank", 10, 10),
    .init(33, "Linear rank 1", 10, 10),
    .init(34, "Linear rank 1 with zero columns and rows", 10, 10),
    .init(35, "Chebyquad", 8, 8),
  ]

  /// The paper's starting point for `dimension` variables.
  var standardStart: [Double] { standardStart(dimension: dimension) }

  /// The paper's starting point for `n` variables; `n` matters only to the
  /// problems of variable dimension.
  func standardStart(dimension n: Int) -> [Double] {
    switch number {
    case 1: [-1.2, 1]
    case 2: [0.5, -2]
    case 3: [0, 1]
    case 4, 5: [1, 1]
    case 6: [0.3, 0.4]
    case 7: [-1, 0, 0]
    case 8: [1, 1, 1]
    case 9: [0.4, 1, 0]
    case 10: [0.02, 4000, 250]
    case 11: [5, 2.5, 0.15]
    case 12: [0, 10, 20]
    case 13: [3, -1, 0, 1]
    case 14: [-3, -1, -3, -1]
    case 15: [0.25, 0.39, 0.415, 0.39]
    case 16: [25, 5, -5, -1]
    case 17: [0.5, 1.5, -1, 0.01, 0.02]
    case 18: [1, 2, 1, 1, 1, 1]
    case 19: [1.3, 0.65, 0.65, 0.7, 0.6, 3, 5, 7, 2, 4.5, 5.5]
    case 20: Array(repeating: 0, count: n)
    case 21: (0..<n).map { [-1.2, 1][$0 % 2] }
    case 22: (0..<n).map { [3, -1, 0, 1][$0 % 4] }
    case 23: (1...n).map { Double($0) }
    case 24, 27: Array(repeating: 0.5, count: n)
    case 25: (1...n).map { 1 - Double($0) / Double(n) }
    case 26: Array(repeating: 1 / Double(n), count: n)
    case 28, 29: (1...n).map { Self.node($0, of: n) * (Self.node($0, of: n) - 1) }
    case 30, 31: Array(repeating: -1, count: n)
    case 32, 33, 34: Array(repeating: 1, count: n)
    case 35: (1...n).map { Self.node($0, of: n) }
    default: preconditionFailure("no problem \(number)")
    }
  }

  /// The residuals at `x`.
  ///
  /// The problems of variable dimension take it from `x.count`; those with
  /// any number of residuals (6, 11, 12, 16, 18 and 32 to 35) give `m` of
  /// them; to all others `m` does not matter.
  func residuals<T: Scalar>(at x: [T], count m: Int) -> [T] {
    switch number {
    case 1: Self.rosenbrock(x)
    case 2: Self.freudensteinRoth(x)
    case 3: Self.powellBadlyScaled(x)
    case 4: Self.brownBadlyScaled(x)
    case 5: Self.beale(x)
    case 6: Self.jennrichSampson(x, m)
    case 7: Self.helicalValley(x)
    case 8: Self.bard(x)
    case 9: Self.gaussian(x)
    case 10: Self.meyer(x)
    case 11: Self.gulf(x, m)
    case 12: Self.boxThreeDimensional(x, m)
    case 13, 22: Self.powellSingular(x)
    case 14: Self.wood(x)
    case 15: Self.kowalikOsborne(x)
    case 16: Self.brownDennis(x, m)
    case 17: Self.osborne1(x)
    case 18: Self.biggsEXP6(x, m)
    case 19: Self.osborne2(x)
    case 20: Self.watson(x)
    case 21: Self.rosenbrock(x)
    case 23: Self.penalty1(x)
    case 24: Self.penalty2(x)
    case 25: Self.variablyDimensioned(x)
    case 26: Self.trigonometric(x)
    case 27: Self.brownAlmostLinear(x)
    case 28: Self.discreteBoundaryValue(x)
    case 29: Self.discreteIntegralEquation(x)
    case 30: Self.broydenTridiagonal(x)
    case 31: Self.broydenBanded(x)
    case 32: Self.linearFullRank(x, m)
    case 33: Self.linearRank1(x, m)
    case 34: Self.linearRank1Zero(x, m)
    case 35: Self.chebyquad(x, m)
    default: preconditionFailure("no problem \(number)")
    }
  }
}

// MARK: - Shared by several problems

extension MoreGarbowHillstrom {
  static func sum<T: Scalar>(_ terms: some Sequence<T>) -> T {
    terms.reduce(0, +)
  }

  static func square<T: Scalar>(_ x: T) -> T { x * x }

  static func cube<T: Scalar>(_ x: T) -> T { x * x * x }

  /// The `i`th of `n` equally spaced points strictly between 0 and 1.
  static func node(_ i: Int, of n: Int) -> Double { Double(i) / Double(n + 1) }
}
