// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A text with formulas, code and emphasis in it, which every writer sets in its own syntax.
///
/// ```swift
/// let text: RichText = "At this point the derivative is \(strong: "exact")."
/// ```
public struct RichText: Hashable, Sendable, ExpressibleByStringInterpolation {
  /// A part of the text.
  public enum Run: Hashable, Sendable {
    case text(String)
    case strong(String)
    case code(String)
    case math(MathText)
  }

  /// The parts, in order.
  public var runs: [Run]

  /// The text of the given parts.
  public init(_ runs: Run...) { self.runs = runs }

  public init(stringLiteral value: String) { runs = value.isEmpty ? [] : [.text(value)] }

  public init(stringInterpolation: Interpolation) { runs = stringInterpolation.runs }

  /// Collects the parts of a literal.
  public struct Interpolation: StringInterpolationProtocol {
    var runs: [Run] = []

    public init(literalCapacity: Int, interpolationCount: Int) {}

    public mutating func appendLiteral(_ literal: String) {
      if !literal.isEmpty { runs.append(.text(literal)) }
    }
    public mutating func appendInterpolation(_ text: String) { runs.append(.text(text)) }
    public mutating func appendInterpolation(_ number: Int) { runs.append(.text("\(number)")) }
    public mutating func appendInterpolation(_ math: MathText) { runs.append(.math(math)) }
    public mutating func appendInterpolation(code: String) { runs.append(.code(code)) }
    public mutating func appendInterpolation(strong: String) { runs.append(.strong(strong)) }
    public mutating func appendInterpolation(_ text: RichText) { runs += text.runs }
  }
}
