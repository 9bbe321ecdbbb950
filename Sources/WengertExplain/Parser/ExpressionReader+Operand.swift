// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

extension ExpressionReader {
  /// Goes on with `token` where an operand, or a sign before one, is expected.
  mutating func readOperand(_ token: Token) throws(ParseError) {
    if statement.itemStart == nil, try readBetweenItems(token) { return }
    switch token.kind {
    case .number:
      // A token of digits is what the initializer takes, whatever its size.
      let value = Double(String(decoding: text(token), as: UTF8.self)) ?? .nan
      if options.hasExtensions, value.isInfinite {
        throw .numberTooLarge(text(token), at: token.start)
      }
      builder.push(.literal(value))
      expectsOperand = false
    case .name:
      try readName(token)
    case .operation(.add):
      waiting.append(Waiting(kind: .operation(.plusSign), start: token.start))
    case .operation(.subtract):
      waiting.append(Waiting(kind: .operation(.minusSign), start: token.start))
    case .operation(.squareRoot):
      waiting.append(Waiting(kind: .operation(.squareRoot), start: token.start))
    case .open:
      open(.group, at: token.start)
    case .bar:
      open(.bar, at: token.start)
    case .close:
      throw misplacedClose(token)
    case .end:
      throw .unexpectedEnd(at: token.start)
    default:
      throw .expectedOperand(text(token), at: token.start)
    }
  }

  /// A variable, a constant, or a function with the parenthesis after it.
  private mutating func readName(_ token: Token) throws(ParseError) {
    let name = text(token)
    let isOneLine = options.hasExtensions && openCount == 0
    let isCalled = lexer.isBeforeParenthesis(onSameLine: isOneLine)
    switch symbols.find(name).map({ symbols[$0] }) {
    case .function(let function):
      // What is no token at all is a mistake before the missing parenthesis is one.
      _ = try lexer.next()
      guard isCalled else { throw .missingArguments(of: name, at: token.start) }
      open(.call(function, arguments: 0), at: token.start)
      return
    case nil:
      if isCalled, !isNewFactor(name) { throw .unknownFunction(name, symbols, at: token.start) }
      if options.variables != nil { throw .unknownVariable(name, symbols, at: token.start) }
      let variable = builder.graph.input(String(decoding: name, as: UTF8.self))
      symbols.define(name, as: .variable(variable.index))
      builder.push(variable)
    case _ where isCalled && !options.hasExtensions:
      throw .calledValue(name, at: token.start)
    case .constant(let value):
      builder.push(builder.graph.constant(value))
    case .variable(let line), .named(let line):
      builder.push(.line(line))
    case .undefined:
      throw .ownDefinition(of: name, at: token.start)
    }
    expectsOperand = false
  }

  /// Whether a name that is seen for the first time, before a parenthesis, is a variable that the
  /// parenthesis is multiplied by, as in `x(x + 1)`: one letter and digits are, except for the letters
  /// that functions are called by. A longer name is rather a function that there is not.
  private func isNewFactor(_ name: ArraySlice<UInt8>) -> Bool {
    guard options.hasExtensions, options.variables == nil, let letter = name.first else { return false }
    let isFunctionLetter = UInt8(ascii: "f")...UInt8(ascii: "h") ~= letter | 0x20
    return !isFunctionLetter && name.dropFirst().allSatisfy { $0.isDigit || $0 == UInt8(ascii: "_") }
  }

  /// What is wrong with a `)` where an operand is expected.
  private func misplacedClose(_ token: Token) -> ParseError {
    let last = waiting.last
    return switch last?.kind {
    case .group: .emptyParentheses(at: token.start)
    case .call(let function, arguments: 0):
      .wrongArgumentCount(function, found: 0, at: last?.start ?? token.start)
    default: .expectedOperand(text(token), at: token.start)
    }
  }
}
