// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

/// A function that an expression can call.
enum Callable {
  case elementary(ElementaryFunction)
  case derived(DerivedFunction)

  var name: String {
    switch self {
    case .elementary(let function): function.notation.name
    case .derived(let function): function.name
    }
  }

  /// How many arguments it takes; the integer of an indexed function is one of them.
  var argumentCount: Int {
    switch self {
    case .elementary(let function): function.arity + (function.isIndexed ? 1 : 0)
    case .derived(let function): function.argumentCount
    }
  }
}

/// Functions that are made of those of the table, for convenience.
enum DerivedFunction: CaseIterable {
  case naturalLogarithm, choice, clip, sinc, cappedRectifier, leakyRectifier, exponentialUnit

  var name: String {
    switch self {
    case .naturalLogarithm: "ln"
    case .choice: "where"
    case .clip: "clip"
    case .sinc: "sinc"
    case .cappedRectifier: "relu6"
    case .leakyRectifier: "leaky"
    case .exponentialUnit: "elu"
    }
  }

  var argumentCount: Int {
    switch self {
    case .choice, .clip: 3
    default: 1
    }
  }

  /// The value for the arguments `x`, `y` and `z`; the superfluous ones are not looked at.
  func callAsFunction(_ x: Expression, _ y: Expression, _ z: Expression) -> Expression {
    switch self {
    case .naturalLogarithm: .log(x)
    case .choice: .select(x, y, z)
    case .clip: .clip(x, y, z)
    case .sinc: .sphericalBessel(0, Expression(Double.pi) * x)
    case .cappedRectifier: .select(.lessOrEqual(6, x), 6, .relu(x))
    case .leakyRectifier: .select(.less(0, x), x, 0.01 * x)
    case .exponentialUnit: .select(.less(0, x), x, .expMinusOne(x))
    }
  }
}
