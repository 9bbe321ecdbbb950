// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// What a line looks like in a formula, which is less than what it computes: `x²` is a power
/// whether the line squares, or raises to a constant, or to an integer.
enum FormulaShape {
  case name(String)
  case number(Double)
  case pi
  case sum, difference, product, fraction, negation, squareRoot, absolute, relation
  /// A quotient whose numerator is 1.
  case reciprocal
  /// A power of the first operand; nil if the exponent is the second operand.
  case power(Int?)
  case root(Int)
  /// A function call; nil if the function has no integer parameter.
  case call(index: Int?)

  /// The shape of a line that applies `function`, by the form of the function's notation.
  ///
  /// The few functions without a form of their own that people nevertheless write with signs are
  /// named here; every other one is written by its notation.
  init(_ function: ElementaryFunction, parameter: Int32) {
    let index = function.isIndexed ? Int(parameter) : nil
    switch function {
    case .square: self = .power(2)
    case .reciprocal: self = .reciprocal
    case .root: self = .root(Int(parameter))
    default:
      switch function.notation.form {
      case .sum: self = .sum
      case .difference: self = .difference
      case .product: self = .product
      case .fraction: self = .fraction
      case .negation: self = .negation
      case .power: self = .power(index)
      case .squareRoot: self = .squareRoot
      case .absolute: self = .absolute
      case .relation: self = .relation
      case .call: self = .call(index: index)
      }
    }
  }

  /// How tightly a shape holds together: one that is looser than its surroundings gets
  /// parentheses.
  enum Binding: Int, Comparable {
    case relation, sum, negation, product, power, atom

    static func < (a: Binding, b: Binding) -> Bool { a.rawValue < b.rawValue }
  }

  /// How tightly the shape holds together in `style`.
  func binding(in markup: FormulaMarkup) -> Binding {
    switch self {
    case .relation: return .relation
    case .sum, .difference: return .sum
    case .negation: return .negation
    case .product: return .product
    case .fraction, .reciprocal: return markup.fraction == nil ? .product : .power
    case .power: return .power
    case .name(let name): return name.utf8.first == UInt8(ascii: "-") ? .negation : .atom
    case .number(let value):
      if value.sign == .minus, !value.isNaN { return .negation }
      return markup.isPlain || FormulaNumber(value).exponent == nil ? .atom : .product
    case .pi, .squareRoot, .absolute, .root, .call: return .atom
    }
  }

  /// Whether the shape is several elements side by side in MathML.
  var isRow: Bool {
    switch self {
    case .sum, .difference, .product, .negation, .relation, .call: true
    case .number(let value): value.sign == .minus || FormulaNumber(value).exponent != nil
    default: false
    }
  }
}
