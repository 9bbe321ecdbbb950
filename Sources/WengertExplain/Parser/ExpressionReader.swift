// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

/// Reads one text: Dijkstra's shunting yard, with a few stacks in place of recursion.
///
/// At every token the reader expects either an operand or an operator; the two halves are in
/// files of their own.
struct ExpressionReader {
  let bytes: [UInt8]
  let options: ExpressionParser.Options
  var lexer: Lexer
  var symbols: SymbolTable
  var builder: ExpressionBuilder

  /// Operators that wait for their right operand, and parentheses that wait for their end.
  var waiting: ContiguousArray<Waiting> = []

  /// How many of ``waiting`` are parentheses or bars.
  var openCount = 0

  var expectsOperand = true

  var statement = Statement()
  var names: [ParsedExpression.NamedLine] = []

  /// Something on the stack, and the place in the text where it was written.
  struct Waiting {
    enum Kind {
      case operation(Operator)
      case group
      /// The `|` before an absolute value.
      case bar
      /// A function, and how many of its arguments have ended.
      case call(Callable, arguments: Int)
    }
    var kind: Kind
    var start: Int
  }

  /// The statement being read, or the last one if no other has started.
  struct Statement {
    /// A part between commas.
    struct Item {
      var value: Expression
      var name: String?
      var start: Int
    }

    /// The items that have ended.
    var items: [Item] = []

    /// Where the item being read starts, nil if nothing of it was read.
    var itemStart: Int?

    /// The name that the item being read defines.
    var definition: (symbol: Int, name: String)?

    var hasEnded = false
  }

  init(_ bytes: [UInt8], _ options: ExpressionParser.Options) {
    self.bytes = bytes
    self.options = options
    lexer = Lexer(bytes, hasExtensions: options.hasExtensions)
    symbols = SymbolTable(hasExtensions: options.hasExtensions)
    builder = ExpressionBuilder(ExpressionGraph(simplifying: false))
    for name in options.variables ?? [] {
      symbols.define(name.utf8, as: .variable(builder.graph.input(name).index))
    }
  }

  mutating func read() throws(ParseError) -> ParsedExpression {
    while true {
      let token = try lexer.next()
      if !expectsOperand, endsLine(before: token) { endStatement() }
      let isAtEnd = token.kind == .end
      if expectsOperand { try readOperand(token) } else { try readOperator(token) }
      if isAtEnd { break }
    }
    return ParsedExpression(
      graph: builder.graph, variables: builder.graph.inputNames,
      outputs: statement.items.map { $0.value }, outputNames: statement.items.map { $0.name },
      names: names)
  }

  /// Whether the end of a line before `token` ends a statement.
  private func endsLine(before token: Token) -> Bool {
    options.hasExtensions && token.followsNewline && openCount == 0 && token.canStartOperand
  }

  /// The text of a token.
  func text(_ token: Token) -> ArraySlice<UInt8> { bytes[token.start..<token.end] }

  mutating func open(_ kind: Waiting.Kind, at start: Int) {
    waiting.append(Waiting(kind: kind, start: start))
    openCount += 1
  }

  /// Applies the operators that wait after the last open parenthesis.
  mutating func applyWaiting() {
    while case .operation(let operation)? = waiting.last?.kind {
      waiting.removeLast()
      builder.apply(operation)
    }
  }
}
