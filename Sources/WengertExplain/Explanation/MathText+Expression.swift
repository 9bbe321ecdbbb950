// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertScalars

extension MathText {
  /// The formula of `expression`, cut if it is very long.
  ///
  /// An input of the name `epsilon` is written as that letter.
  public init(_ expression: Expression) {
    let limit = 300
    let epsilons = expression.graph?.inputNames.contains("epsilon") ?? false
    self.init(
      .formula(
        Rendering(
          plain: expression.formatted(.plain, limit: limit) { line in
            guard epsilons, let graph = expression.graph else { return nil }
            let instruction = graph.instructions[line]
            return instruction.operation == .input
              && graph.inputNames[Int(instruction.parameter)] == "epsilon" ? "ε" : nil
          },
          latex: expression.formatted(.latex, limit: 2 * limit),
          mathML: expression.formatted(.mathMLContent, limit: 20 * limit))))
  }

  /// The formula of `expression` as a factor of a product.
  static func factor(_ expression: Expression) -> Self {
    expression.isSum ? MathText(expression).parenthesized : MathText(expression)
  }

  /// `partial · rest`, without a factor 1, and with the sign alone of a factor −1; nil if the
  /// partial derivative is 0.
  static func term(_ partial: Expression, times rest: Self) -> Self? {
    switch partial.constant {
    case 0: nil
    case 1: rest
    case -1: Self(.minus) + rest
    default: factor(partial) + Self(.times) + rest
    }
  }
}

extension Expression {
  /// Whether the formula needs parentheses as a factor.
  fileprivate var isSum: Bool {
    guard let form = instruction.function?.notation.form else { return (constant ?? 0) < 0 }
    return form == .sum || form == .difference || form == .negation || form == .relation
  }
}
