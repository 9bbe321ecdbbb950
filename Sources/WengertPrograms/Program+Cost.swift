// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

/// What one evaluation of a program costs.
public struct ProgramCost: Hashable, Sendable {
  /// Additions, subtractions and negations.
  public var additions = 0
  /// Multiplications.
  public var multiplications = 0
  /// Divisions and square roots.
  public var divisions = 0
  /// Comparisons, choices and roundings.
  public var choices = 0
  /// Exponentials, logarithms and all other functions.
  public var functions = 0

  /// All operations.
  public var operations: Int { additions + multiplications + divisions + choices + functions }
}

extension Program {
  /// The number of operations of each kind.
  public var cost: ProgramCost {
    var cost = ProgramCost()
    for case .function(let function) in instructions.lazy.map({ $0.operation }) {
      switch function {
      case .add, .subtract, .negate: cost.additions += 1
      case .multiply, .square: cost.multiplications += 1
      case .integerPower: cost.multiplications += 1
      case .divide, .reciprocal, .squareRoot: cost.divisions += 1
      case .maximum, .minimum, .rectifier, .absoluteValue, .sign, .copySign, .floor, .ceiling,
        .round, .truncate, .less, .lessOrEqual, .equal, .precedes, .select, .modulo:
        cost.choices += 1
      default: cost.functions += 1
      }
    }
    return cost
  }
}
