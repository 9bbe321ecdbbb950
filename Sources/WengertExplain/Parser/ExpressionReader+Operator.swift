// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension ExpressionReader {
  /// Goes on with `token` where an operand has just ended.
  mutating func readOperator(_ token: Token) throws(ParseError) {
    switch token.kind {
    // A product without a sign; the root is of the extended grammar anyway.
    case .operation(.squareRoot),
      .name where options.hasExtensions, .open where options.hasExtensions:
      try pushFactor(token)
    case .operation(let operation):
      try push(operation, at: token.start)
    case .superscript(let exponent):
      builder.raise(to: exponent)
    case .bar:
      try readBar(token)
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
      if let last = waiting.last { throw unclosed(last, at: token.start) }
      endStatement()
    default:
      throw .expectedOperator(text(token), at: token.start)
    }
  }

  /// Begins a factor that stands without a sign behind another.
  private mutating func pushFactor(_ token: Token) throws(ParseError) {
    try push(.multiply, at: token.start)
    try readOperand(token)
  }

  /// A bar ends the absolute value that is being read, if there is one; else it begins a factor.
  private mutating func readBar(_ token: Token) throws(ParseError) {
    let innermost = waiting.last {
      if case .operation = $0.kind { false } else { true }
    }
    guard case .bar? = innermost?.kind else { return try pushFactor(token) }
    applyWaiting()
    waiting.removeLast()
    openCount -= 1
    builder.takeAbsoluteValue()
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
    if case .bar = last.kind { throw unclosed(last, at: start) }
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
      throw .misplacedComma(closing: ")", "these parentheses are not of a function", at: token.start)
    case .bar:
      throw .misplacedComma(closing: "|", "an absolute value is of one number", at: token.start)
    default:
      throw .expectedOperator(text(token), at: token.start)
    }
  }

  private func unclosed(_ entry: Waiting, at start: Int) -> ParseError {
    if case .bar = entry.kind { return .unclosedBar(in: bytes, openedAt: entry.start, at: start) }
    // The parenthesis itself comes after the name of a function.
    let opening = bytes[entry.start...].firstIndex(of: UInt8(ascii: "(")) ?? entry.start
    return .unclosedParenthesis(in: bytes, openedAt: opening, at: start)
  }
}
