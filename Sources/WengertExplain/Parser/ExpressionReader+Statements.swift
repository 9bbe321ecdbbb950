// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

/// Statements, and the items between the commas of one.
extension ExpressionReader {
  /// Goes on with `token` where an item may start.
  ///
  /// - Returns: Whether the token is done with; if it is not, it starts an operand.
  mutating func readBetweenItems(_ token: Token) throws(ParseError) -> Bool {
    let isBetweenStatements = statement.hasEnded || statement.items.isEmpty
    switch token.kind {
    case .semicolon where isBetweenStatements:
      return true
    case .end where isBetweenStatements:
      if statement.items.isEmpty { throw .emptyExpression }
      return true
    default:
      break
    }
    if statement.hasEnded {
      for item in statement.items where item.name == nil { throw .unusedValue(at: item.start) }
      statement = Statement()
    }
    statement.itemStart = token.start
    guard options.hasExtensions, token.kind == .name, lexer.isBeforeAssignment() else {
      return false
    }
    try startDefinition(token)
    return true
  }

  /// Ends the statement being read. What it computes are the outputs, unless another one starts.
  mutating func endStatement() {
    endItem()
    statement.hasEnded = true
  }

  /// Ends the item being read.
  mutating func endItem() {
    applyWaiting()
    let value = builder.pop()
    if let (symbol, name) = statement.definition {
      symbols[symbol] = .named(value.index)
      names.append(ParsedExpression.NamedLine(line: value.index, name: name))
    }
    statement.items.append(
      Statement.Item(
        value: value, name: statement.definition?.name, start: statement.itemStart ?? 0))
    statement.itemStart = nil
    statement.definition = nil
    expectsOperand = true
  }

  /// Goes on after the `=` that follows the name `token`.
  private mutating func startDefinition(_ token: Token) throws(ParseError) {
    let name = text(token)
    if let symbol = symbols.find(name) {
      throw .takenName(name, symbols[symbol], at: token.start)
    }
    _ = try lexer.next()
    symbols.define(name, as: .undefined)
    if let symbol = symbols.find(name) {
      statement.definition = (symbol, String(decoding: name, as: UTF8.self))
    }
  }
}
