// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Every sentence that the parser says to people.
extension ParseError {
  static var emptyExpression: ParseError {
    ParseError(offset: 0, kind: .emptyExpression, message: "there is no expression")
  }

  static func tooLong(_ count: Int, limit: Int) -> ParseError {
    ParseError(
      offset: limit, kind: .tooLong,
      message: "the text has \(count) bytes; the limit is \(limit)")
  }

  // MARK: Characters and numbers

  static func invalidUTF8(at offset: Int) -> ParseError {
    ParseError(offset: offset, kind: .invalidUTF8, message: "the text is not valid UTF-8 here")
  }

  static func unexpectedCharacter(in bytes: [UInt8], at offset: Int) -> ParseError {
    let (scalar, length) = bytes.scalar(at: offset) ?? ("\u{FFFD}", 1)
    var message = "unexpected character " + quoted(bytes[offset..<offset + length])
    if !(0x20..<0x7F ~= scalar.value) { message += " (U+" + scalar.hexadecimal + ")" }
    switch bytes[offset] {
    case UInt8(ascii: "|"): message += "; an absolute value is `abs(…)`"
    case UInt8(ascii: "["), UInt8(ascii: "{"): message += "; only `(` and `)` are parentheses"
    default: break
    }
    return ParseError(offset: offset, kind: .unexpectedCharacter, message: message)
  }

  static func malformedNumber(in bytes: [UInt8], at offset: Int) -> ParseError {
    let end = bytes[offset...].firstIndex { !($0.isDigit || $0.isLetter || $0 == 0x2E) }
    return ParseError(
      offset: offset, kind: .malformedNumber,
      message: "malformed number " + quoted(bytes[offset..<(end ?? bytes.count)]))
  }

  static func numberTooLarge(_ number: ArraySlice<UInt8>, at offset: Int) -> ParseError {
    ParseError(
      offset: offset, kind: .numberTooLarge,
      message: "the number " + quoted(number) + " is too large for double precision")
  }

  static func exponentTooLarge(_ digits: ArraySlice<UInt8>, at offset: Int) -> ParseError {
    ParseError(
      offset: offset, kind: .numberTooLarge,
      message: "the exponent " + quoted(digits) + " has more than nine digits")
  }

  // MARK: Operands, operators and parentheses

  static func unexpectedEnd(at offset: Int) -> ParseError {
    ParseError(
      offset: offset, kind: .unexpectedEnd,
      message: "the expression ends where an operand is expected")
  }

  static func expectedOperand(_ found: ArraySlice<UInt8>, at offset: Int) -> ParseError {
    ParseError(
      offset: offset, kind: .unexpectedToken,
      message: "expected a number, a name or `(`, found " + quoted(found))
  }

  static func expectedOperator(_ found: ArraySlice<UInt8>, at offset: Int) -> ParseError {
    ParseError(
      offset: offset, kind: .unexpectedToken,
      message: "expected an operator, found " + quoted(found))
  }

  static func misplacedComma(closing: String, _ reason: String, at offset: Int) -> ParseError {
    ParseError(
      offset: offset, kind: .unexpectedToken,
      message: "expected an operator or `\(closing)`, found `,`: \(reason)")
  }

  static func emptyParentheses(at offset: Int) -> ParseError {
    ParseError(
      offset: offset, kind: .emptyParentheses, message: "there is nothing in the parentheses")
  }

  static func unclosedParenthesis(
    in bytes: [UInt8], openedAt opening: Int, at offset: Int
  ) -> ParseError {
    ParseError(
      offset: offset, kind: .unclosedParenthesis,
      message: "the parenthesis at \(position(of: opening, in: bytes)) is never closed")
  }

  static func unclosedBar(in bytes: [UInt8], openedAt opening: Int, at offset: Int) -> ParseError {
    ParseError(
      offset: offset, kind: .unclosedParenthesis,
      message: "the `|` at \(position(of: opening, in: bytes)) begins an absolute value that never ends")
  }

  static func unopenedParenthesis(at offset: Int) -> ParseError {
    ParseError(
      offset: offset, kind: .unopenedParenthesis,
      message: "there is no open parenthesis that this `)` could close")
  }

  static func chainedComparison(at offset: Int) -> ParseError {
    ParseError(
      offset: offset, kind: .chainedComparison,
      message: "comparisons do not chain; `a < b < c` is `(a < b)*(b < c)`")
  }

  // MARK: Names and calls

  static func unknownVariable(
    _ name: ArraySlice<UInt8>, _ symbols: SymbolTable, at offset: Int
  ) -> ParseError {
    var message = "unknown variable " + quoted(name)
    let variables = symbols.names { if case .variable = $0 { true } else { false } }
    let values = symbols.names { if case .function = $0 { false } else { true } }
    if let nearest = nearest(name, values) {
      message += "; did you mean `\(nearest)`?"
    } else if variables.isEmpty {
      message += "; there are no variables"
    } else {
      message += variables.count == 1 ? "; the only one is " : "; the variables are "
      message += list(variables)
    }
    return ParseError(offset: offset, kind: .unknownVariable, message: message)
  }

  static func unknownFunction(
    _ name: ArraySlice<UInt8>, _ symbols: SymbolTable, at offset: Int
  ) -> ParseError {
    var message = "unknown function " + quoted(name)
    let functions = symbols.names { if case .function = $0 { true } else { false } }
    if let nearest = nearest(name, functions) { message += "; did you mean `\(nearest)`?" }
    return ParseError(offset: offset, kind: .unknownFunction, message: message)
  }

  static func calledValue(_ name: ArraySlice<UInt8>, at offset: Int) -> ParseError {
    let name = printable(name, limit: longestName)
    return ParseError(
      offset: offset, kind: .calledValue,
      message: "`\(name)` is not a function; a product is `\(name)*(…)`")
  }

  static func missingArguments(of name: ArraySlice<UInt8>, at offset: Int) -> ParseError {
    let name = printable(name, limit: longestName)
    return ParseError(
      offset: offset, kind: .missingArguments,
      message: "`\(name)` is a function and needs arguments: `\(name)(…)`")
  }

  static func wrongArgumentCount(
    _ function: Callable, found: Int, at offset: Int
  ) -> ParseError {
    let expected = function.argumentCount
    let noun = expected == 1 ? "argument" : "arguments"
    return ParseError(
      offset: offset, kind: .wrongArgumentCount,
      message: "`\(function.name)` takes \(expected) \(noun), found \(found)")
  }

  static func invalidOrder(of function: Callable, at offset: Int) -> ParseError {
    let orders = ExpressionBuilder.orders
    return ParseError(
      offset: offset, kind: .invalidOrder,
      message: """
        the first argument of `\(function.name)` must be an integer, written out, from \
        \(orders.lowerBound) to \(orders.upperBound)
        """)
  }

  // MARK: Statements

  static func misplacedAssignment(at offset: Int) -> ParseError {
    ParseError(
      offset: offset, kind: .invalidAssignment,
      message: "`=` can only follow a name that starts a statement; a comparison is `==`")
  }

  static func takenName(
    _ name: ArraySlice<UInt8>, _ meaning: SymbolTable.Meaning, at offset: Int
  ) -> ParseError {
    let reason =
      switch meaning {
      case .constant: " is a constant"
      case .function: " is a function"
      case .variable: " is a variable"
      case .named, .undefined: " already has a value"
      }
    return ParseError(
      offset: offset, kind: .invalidAssignment,
      message: quoted(name) + reason + "; give the new value another name")
  }

  static func ownDefinition(of name: ArraySlice<UInt8>, at offset: Int) -> ParseError {
    ParseError(
      offset: offset, kind: .invalidAssignment,
      message: quoted(name) + " is used in its own definition")
  }

  static func unusedValue(at offset: Int) -> ParseError {
    ParseError(
      offset: offset, kind: .unusedValue,
      message: """
        another statement follows, but this one gives its value no name; write `a = …`, or put \
        `,` between outputs
        """)
  }

  // MARK: Parts of sentences

  private static func nearest(_ name: ArraySlice<UInt8>, _ candidates: [String]) -> String? {
    guard name.count <= 64 else { return nil }
    return Spelling.nearest(to: String(decoding: name, as: UTF8.self), among: candidates)
  }

  /// `column 3`, with the line in front if there are several; both are counted from 1.
  private static func position(of place: Int, in bytes: [UInt8]) -> String {
    let newline = UInt8(ascii: "\n")
    let before = bytes[..<place]
    let lineStart = before.lastIndex(of: newline).map { $0 + 1 } ?? 0
    // Bytes 10xxxxxx continue a character.
    let column = before[lineStart...].reduce(1) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
    guard bytes.contains(newline) else { return "column \(column)" }
    let line = before.reduce(1) { $1 == newline ? $0 + 1 : $0 }
    return "line \(line), column \(column)"
  }

  /// Names between commas, of which there may be any number.
  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(8).map { printable(Array($0.utf8)[...], limit: longestName) }
    return shown.joined(separator: ", ") + (names.count > shown.count ? ", …" : "")
  }

  /// Text between backticks, cut if it is long.
  private static func quoted(_ bytes: ArraySlice<UInt8>) -> String {
    "`" + printable(bytes, limit: longestName) + "`"
  }

  /// How many characters of a name are shown.
  private static var longestName: Int { 24 }
}
