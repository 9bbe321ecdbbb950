// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Reads formulas that people type.
///
/// ```swift
/// let f = try ExpressionParser.parse("(x + y) * (x + 2y)")
/// f.variables                                             // ["x", "y"]
/// f.graph.instructions.values(at: [2.0, 3.0]).last        // 40
/// ```
///
/// ### Numbers and operators
///
/// | written | meaning |
/// |---|---|
/// | `2`, `.5`, `1.`, `6.02e23` | the nearest double; `1e400` is infinite, see below |
/// | `pi`, `e` | the nearest doubles |
/// | `+` `-` `*` `/` | from left to right: `1 - 2 - 3` is `(1 - 2) - 3` |
/// | `-x` | binds tighter than `*`, looser than `^`: `-x^2` is `-(x^2)` |
/// | `^` | from right to left: `2^3^2` is `2^(3^2)`; `2^-1` is allowed |
/// | `sin(x)`, `atan2(y, x)` | every function of ``ElementaryFunction``, by its name there |
/// | `root(3, x)`, `polygamma(1, x)` | functions with an integer take it first, as a literal |
///
/// An exponent that is an integer literal, `x^-3` or `pow(x, 2)`, is one of
/// ``ElementaryFunction/integerPower``; others are of ``ElementaryFunction/power``.
///
/// ### Extensions
///
/// What follows is part of the grammar unless ``Options/hasExtensions`` is false:
///
/// | written | meaning |
/// |---|---|
/// | `2x`, `x y`, `2(x + y)`, `x(x + 1)`, `(x + 1)y`, `2 sin(x)` | a product, as if `*` were there |
/// | `2x^2`, `1/2x` | so these are `2*(x^2)`, and `(1/2)*x`: from left to right |
/// | `1e400` | an error, since no finite double is near |
/// | `2e`, `2e3` | twice the constant `e`; but 2000, since a number is read as far as it goes |
/// | `x**2`, `x²`, `x⁻¹⁰`, `a·b`, `a×b`, `a÷b`, `a−b`, `π`, `≤` | the same as in ASCII |
/// | `√x`, `√x^2` | the root binds as a sign does: the second is `sqrt(x^2)`, and `√x y` is `sqrt(x)*y` |
/// | `\|x\|` | the absolute value; a `\|` behind an operand ends the innermost one that is open |
/// | `arctan(x)`, `arsinh(x)`, `sgn(x)`, … | other names of `atan`, `asinh`, `sign`, … |
/// | `a < b`, `<=`, `>`, `>=`, `==`, `!=` | 1 or 0; below all other operators, and not chained |
/// | `where(c, a, b)`, `clip(x, lower, upper)`, `sinc(x)`, … | functions made of others |
/// | `k = 2y; (x + y)(x + k)` | a named intermediate value, then the output |
/// | `r = hypot(x, y), phi = atan2(y, x)` | several outputs, with or without names |
///
/// A name is read as far as its letters go: `xy` is one variable, and `sinx` another. A function
/// needs its parentheses: `sin x` is an error. A parenthesis after a name that is seen for the first
/// time is multiplied by a variable if the name is a letter other than `f`, `g` and `h`; after a longer
/// one it is an error, since that may be a function whose name is misspelled. Nor is there a product
/// before a number: `x 2` is an error.
///
/// Statements end at `;`, and at the end of a line where they are complete: outside of
/// parentheses, and unless an operator other than a sign comes next. The outputs are the parts of
/// the last statement; a value without a name in an earlier one is an error.
///
/// The method is Dijkstra's shunting yard: operators wait on a stack until one that binds looser
/// arrives. Nothing recurses, so a million parentheses are as safe as one.
public enum ExpressionParser {
  /// What the parser accepts.
  public struct Options: Sendable {
    /// Whether the notations that people like are part of the grammar: implicit products,
    /// comparisons, statements, several outputs, and a few characters outside of ASCII.
    public var hasExtensions: Bool

    /// The variables that there are, which become the inputs in this order, used or not.
    ///
    /// A variable hides a constant or function of the same name. If this is nil, every name that
    /// is not known otherwise is a variable; they become inputs in order of appearance.
    public var variables: [String]?

    /// The length, in bytes, from which on a text is rejected unread.
    public var maximumByteCount: Int = 1 << 28

    public init(hasExtensions: Bool = true, variables: [String]? = nil) {
      self.hasExtensions = hasExtensions
      self.variables = variables
    }

    /// The grammar for people: everything.
    public static let standard = Options()

    /// The common core of the notations of many programs, and nothing else.
    public static let strict = Options(hasExtensions: false)
  }

  /// Reads `source`, UTF-8 that need not be valid, into a list that has one line for each
  /// operation that was written, none of them simplified.
  ///
  /// - Throws: A ``ParseError`` at the first place from which no continuation can be right.
  /// - Complexity: linear in the length of the text; the stack is never deep.
  public static func parse(
    _ source: [UInt8], options: Options = .standard
  ) throws(ParseError) -> ParsedExpression {
    guard source.count <= options.maximumByteCount else {
      throw .tooLong(source.count, limit: options.maximumByteCount)
    }
    var reader = ExpressionReader(source, options)
    return try reader.read()
  }

  /// Reads `source` into a list that has one line for each operation that was written, none of
  /// them simplified.
  ///
  /// - Throws: A ``ParseError`` at the first place from which no continuation can be right.
  /// - Complexity: linear in the length of the text; the stack is never deep.
  public static func parse(
    _ source: String, options: Options = .standard
  ) throws(ParseError) -> ParsedExpression {
    try parse(Array(source.utf8), options: options)
  }
}
