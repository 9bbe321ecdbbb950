// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Formulas as text: how expressions and single lines are written for people.
public enum Formula {
  /// The language that a formula is written in.
  public enum Style: Sendable {
    /// `2x + 3y`: one line of text, which the expression parser reads back to the same operations.
    case plain

    /// `\frac{x}{2}`: the contents of a formula in LaTeX's math mode.
    case latex

    /// Presentation MathML, a `<math>` element to stand in a line of text.
    case mathML

    /// Presentation MathML, a `<math>` element on a line of its own.
    case displayMathML

    /// The contents of a `<math>` element, to be combined with others into one.
    case mathMLContent
  }

  /// The length that a formula is cut at unless another is asked for.
  public static let defaultLimit = 20_000

  /// One line of a list, written with the names of its operands: `x + k`.
  ///
  /// ```swift
  /// let instruction = Instruction(.function(.add), x: 0, y: 1)
  /// Formula.line(instruction, operandNames: ["x", "k"])      // x + k
  /// ```
  ///
  /// - Parameters:
  ///   - instruction: The line; where it stands on its list is of no importance.
  ///   - operandNames: What the operands are called, in order: identifiers, or numbers.
  ///   - inputNames: What the inputs of the list are called, for a line that is one.
  public static func line(
    _ instruction: Instruction, operandNames: [String], inputNames: [String] = [],
    _ style: Style = .plain
  ) -> String {
    precondition(
      operandNames.count >= instruction.operandCount, "A line is written with a name an operand.")
    var instruction = instruction
    for i in 0..<instruction.operandCount { instruction[operand: i] = Int32(i) }
    var lines = ContiguousArray(repeating: Instruction(.input), count: operandNames.count)
    lines.append(instruction)
    var writer = FormulaWriter(lines, inputNames: inputNames, style: style) { operandNames[$0] }
    return writer.write(operandNames.count, limit: defaultLimit)
  }
}

extension Expression {
  /// The expression as a person would write it.
  ///
  /// ```swift
  /// let (x, y) = Expression.variables("x", "y")
  /// let f = 2 * x / .sqrt(y)
  /// f.formatted()               // 2x/sqrt(y)
  /// f.formatted(.latex)         // \frac{2x}{\sqrt{y}}
  /// ```
  ///
  /// An expression is a list with sharing, a formula a tree, which can be exponentially larger; so
  /// a formula longer than `limit` is cut there with `…`. What was opened by then is closed, so
  /// even a formula that was cut is well-formed LaTeX or MathML.
  ///
  /// - Parameters:
  ///   - style: The language to write.
  ///   - limit: How many characters, in UTF-8, are written before the formula is cut.
  ///   - names: What to write in place of a line, for lines that have a name of their own; nil for
  ///     lines that are to be written out. The line of the expression itself is always written
  ///     out.
  ///   - tags: What a line is called where it is written out: in MathML its part of the formula is
  ///     an element with this as `data-node`, by which a page can find it.
  /// - Complexity: O(*d* + `limit`) for an expression of depth *d*; the stack does not grow.
  public func formatted(
    _ style: Formula.Style = .plain, limit: Int = Formula.defaultLimit,
    names: (Int) -> String? = { _ in nil }, tags: (Int) -> String? = { _ in nil }
  ) -> String {
    withoutActuallyEscaping(names) { names in
      withoutActuallyEscaping(tags) { tags in
        var writer = FormulaWriter(
          graph?.instructions ?? [instruction], inputNames: graph?.inputNames ?? [], style: style,
          names: names, tags: tags)
        return writer.write(Int(max(index, 0)), limit: limit)
      }
    }
  }
}

extension Expression: CustomStringConvertible {
  /// The formula in plain text.
  public var description: String { formatted() }
}
