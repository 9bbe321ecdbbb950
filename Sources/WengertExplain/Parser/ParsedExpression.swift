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

extension ParsedExpression {
  /// What the outputs are called where each needs a name: `f` if the text does not say, and `f1`,
  /// `f2`, … of several.
  public var outputTitles: [String] {
    var taken: Set<String> = []
    for name in variables { taken.insert(name) }
    for named in names { taken.insert(named.name) }
    let letter = ["f", "g", "h", "F", "G", "H"].first { !taken.contains($0) } ?? "f"
    return outputNames.enumerated().map { number, name in
      if let name { return name }
      if outputs.count == 1 { return letter }
      var numbered = "\(letter)\(number + 1)"
      while taken.contains(numbered) { numbered += "_" }
      return numbered
    }
  }
}
