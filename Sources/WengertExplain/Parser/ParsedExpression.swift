// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertScalars

/// What a text means: formulas on one list, and what the writer called things.
public struct ParsedExpression {
  /// The list, verbatim: equal parts of the text are one line, but nothing is simplified.
  public let graph: ExpressionGraph

  /// The names of the variables, in the order of the graph's inputs.
  public let variables: [String]

  /// The values that the text is about, at least one.
  public let outputs: [Expression]

  /// The names that the text gives to the ``outputs``.
  public let outputNames: [String?]

  /// The names that the text gives to values, in order; of outputs too.
  ///
  /// A line has several names if the text names equal values differently.
  public let names: [NamedLine]

  /// A line of a list, and what its value was called.
  public struct NamedLine: Equatable, Sendable {
    public let line: Int32
    public let name: String
  }
}
