// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import WengertScalars

/// The library's formula writer; tests have a `Formula` of their own.
typealias FormulaText = WengertScalars.Formula

/// Expressions of random operations on the inputs `x`, `y` and `z`.
struct RandomExpressions {
  static let names = ["x", "y", "z"]

  var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// An expression of `size` operations, on a list that keeps every one of them.
  mutating func verbatim(size: Int) -> Expression {
    let graph = ExpressionGraph(simplifying: false)
    var pool = Self.names.map { graph.input($0) }
    for number in [2, -3, 0.5, 1, 0.3, .pi] { pool.append(graph.constant(number)) }
    for _ in 0..<size {
      pool.append(operation(recent(pool), recent(pool)))
    }
    return pool[pool.count - 1]
  }

  /// One of the pool, the last ones preferred.
  private mutating func recent(_ pool: [Expression]) -> Expression {
    let count = Bool.random(using: &generator) ? min(3, pool.count) : pool.count
    return pool[Int.random(in: (pool.count - count)..<pool.count, using: &generator)]
  }

  private mutating func operation(_ a: Expression, _ b: Expression) -> Expression {
    switch Int.random(in: 0..<24, using: &generator) {
    case 0, 1, 2: a + b
    case 3, 4: a - b
    case 5, 6, 7, 8: a * b
    case 9, 10: a / b
    case 11: -a
    case 12: .pow(a, Int.random(in: -2...3, using: &generator))
    case 13: .power(a, b)
    case 14: .sin(a)
    case 15: .cos(a)
    case 16: .sqrt(a)
    case 17: .exp(a)
    case 18: .log(a)
    case 19: .abs(a)
    case 20: .tanh(a)
    case 21: .square(.sinh(a)) - .square(.cosh(b))
    case 22: .square(.sin(a)) + .square(.cos(a)) * b
    default: .select(.less(a, b), a, .maximum(b, 1))
    }
  }

  mutating func point() -> [Double] {
    Self.names.map { _ in Double.random(in: 0.2...2.5, using: &generator) }
  }
}
