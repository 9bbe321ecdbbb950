// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension ExpressionReader {
  /// Goes on with `token` where an operand has just ended.
  mutating func readOperator(_ token: Token) throws(ParseError) {
    switch token.kind {
    case .operation(let operation):
      try push(operation, at: token.start)
    case .superscript(let exponent):
      builder.raise(to: exponent)
    case .name where isImplicitProduct, .open where isImplicitProduct:
      try push(.multiply, at: token.start)
      try readOperand(token)
    case .close:
      try close(at: token.start)
    case .comma:
      try readComma(token)
    case .semicolon where openCount == 0:
      endStatement()
    case .assignment:
      throw .misplacedAssignment(at: token.start)
    case .end:
      applyWaiting()
      if let last = waiting.last {
        throw .unclosedParenthesis(in: bytes, openedAt: parenthesis(of: last), at: token.start)
      }
      endStatement()
    default:
      throw .expectedOperator(text(token), at: token.start)
    }
  }

  /// Whether a factor may follow the token before without a sign.
  private var isImplicitProduct: Bool {
    guard options.hasExtensions else { return false }
    switch previous {
    case .number, .close, .superscript: return true
    default: return false
    }
  }

  private mutating func push(_ operation: Operator, at start: Int) throws(ParseError) {
    while case .operation(let last)? = waiting.last?.kind, last.bindsBefore(operation) {
      if operation.isComparison, last.isComparison { throw .chainedComparison(at: start) }
      waiting.removeLast()
      builder.apply(last)
    }
    waiting.append(Waiting(kind: .operation(operation), start: start))
    expectsOperand = true
  }

  private mutating func close(at start: Int) throws(ParseError) {
    applyWaiting()
    guard let last = waiting.popLast() else { throw .unopenedParenthesis(at: start) }
    openCount -= 1
    guard case .call(let function, let arguments) = last.kind else { return }
    guard arguments + 1 == function.argumentCount else {
      throw .wrongArgumentCount(function, found: arguments + 1, at: last.start)
    }
    guard builder.call(function) else { throw .invalidOrder(of: function, at: last.start) }
  }

  /// A comma between arguments, or between outputs.
  private mutating func readComma(_ token: Token) throws(ParseError) {
    applyWaiting()
    switch waiting.last?.kind {
    case .call(let function, let arguments):
      waiting[waiting.count - 1].kind = .call(function, arguments: arguments + 1)
      expectsOperand = true
    case nil where options.hasExtensions:
      endItem()
    case .group:
      throw .misplacedComma(at: token.start)
    default:
      throw .expectedOperator(text(token), at: token.start)
    }
  }

  /// The place of the parenthesis itself, which comes after the name of a function.
  private func parenthesis(of entry: Waiting) -> Int {
    bytes[entry.start...].firstIndex(of: UInt8(ascii: "(")) ?? entry.start
  }
}
