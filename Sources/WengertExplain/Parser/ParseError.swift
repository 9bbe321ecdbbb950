// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Why a text is not an expression, and where.
///
/// ```swift
/// do { _ = try ExpressionParser.parse("2*sine(x)") } catch {
///   print(error.rendered(in: "2*sine(x)"))
/// }
/// // unknown function `sine`; did you mean `sin`?
/// //   2*sine(x)
/// //     ^
/// ```
public struct ParseError: Error, Equatable, CustomStringConvertible {
  /// Where no continuation is right any more: the number of bytes before it.
  public let offset: Int

  /// What is wrong, for programs.
  public let kind: Kind

  /// What is wrong, for people: one sentence, safe to print whatever the text was.
  public let message: String

  public var description: String { message }

  /// The kinds of errors.
  public enum Kind: Equatable, Sendable, CaseIterable {
    /// Nothing but space.
    case emptyExpression
    /// The text ends where an operand is expected.
    case unexpectedEnd
    /// A token stands where it cannot.
    case unexpectedToken
    /// A character that no token starts with.
    case unexpectedCharacter
    /// Bytes that encode no character.
    case invalidUTF8
    /// `1.2.3`.
    case malformedNumber
    /// `1e400`, beyond all doubles, which the core of the grammar takes for infinity; and a raised
    /// exponent of more than nine digits.
    case numberTooLarge
    /// `()`.
    case emptyParentheses
    /// `(1`.
    case unclosedParenthesis
    /// `1)`.
    case unopenedParenthesis
    /// A name that is none of the variables.
    case unknownVariable
    /// A name before a parenthesis that is no function.
    case unknownFunction
    /// A variable or constant before a parenthesis, where products need their sign.
    case calledValue
    /// A function without a parenthesis after it.
    case missingArguments
    /// `sin(1, 2)`.
    case wrongArgumentCount
    /// `polygamma(x, y)`: the integer of an indexed function is none, or out of range.
    case invalidOrder
    /// `a < b < c`.
    case chainedComparison
    /// `=` where nothing can be given a name, or a name that is taken.
    case invalidAssignment
    /// A statement before the last that names nothing.
    case unusedValue
    /// More bytes than ``ExpressionParser/Options/maximumByteCount``.
    case tooLong
  }
}
