// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertPrograms

extension Program {
  /// The program of a parsed text, with the names that the text gives to intermediate results.
  ///
  /// ```swift
  /// let f = try Program(ExpressionParser.parse("k = 2*y; (x + y)*(x + k)"))
  /// ```
  public init(_ parsed: ParsedExpression) {
    var names: [Int32: String] = [:]
    for named in parsed.names where names[named.line] == nil { names[named.line] = named.name }
    self.init(parsed.outputs, inputs: parsed.variables, names: names)
  }
}
