// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The least piece of an expression that means something.
struct Token {
  enum Kind: Equatable {
    case number, name
    case operation(Operator)
    /// `²`, `⁻¹`, `¹⁰`.
    case superscript(Int32)
    /// `|`, which begins or ends an absolute value.
    case bar
    case open, close, comma, semicolon, assignment
    case end
  }

  var kind: Kind

  /// The place of the first byte, and of the one after the last.
  var start: Int
  var end: Int

  /// Whether a line ended between the token before and this one.
  var followsNewline: Bool

  /// Whether an operand can start with the token.
  var canStartOperand: Bool {
    switch kind {
    case .number, .name, .open, .bar, .operation(.add), .operation(.subtract),
      .operation(.squareRoot):
      true
    default: false
    }
  }
}

/// What stands between operands, and the signs and roots before one.
enum Operator: Equatable {
  case less, lessOrEqual, greater, greaterOrEqual, equal, notEqual
  case add, subtract, multiply, divide, plusSign, minusSign, squareRoot, power

  /// Operators of a higher precedence bind tighter.
  var precedence: Int {
    switch self {
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: 1
    case .add, .subtract: 2
    case .multiply, .divide: 3
    case .plusSign, .minusSign, .squareRoot: 4
    case .power: 5
    }
  }

  var isComparison: Bool { precedence == 1 }

  /// Whether `self`, waiting on the left of an operand, takes it before `next` on the right does.
  func bindsBefore(_ next: Operator) -> Bool {
    precedence > next.precedence || (precedence == next.precedence && next != .power)
  }
}
