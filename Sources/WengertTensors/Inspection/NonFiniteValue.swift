// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// Where a computation leaves the finite numbers: the line that first makes an infinity or a nan
/// out of numbers, and what it made it from.
public struct NonFiniteValue: Sendable {
  /// A pass over the lines of a function.
  public enum Pass: Sendable { case forward, backward }

  /// What the line read.
  public struct Operand: Sendable {
    /// What it is called: a parameter's path, or the name in listings.
    public let name: String
    /// Its shape and element type.
    public let type: ArrayType
    /// The element that the result's element was computed from, where there is one.
    public let element: (index: [Int], value: Double)?
    /// The least and the greatest element that is not nan; nil if there is none.
    public let range: (least: Double, greatest: Double)?
  }

  /// The pass that the line belongs to; nil for a program, which is one pass.
  public let pass: Pass?

  /// The line: `v4: float64[3] = log(v3)`.
  public let line: String

  /// The first element of the line's value that is not finite: an infinity or nan.
  public let value: Double

  /// The place of that element.
  public let index: [Int]

  /// How many elements of the line's value are not finite.
  public let count: Int

  /// What the line read. Numbers that are written in the line are left out.
  public let operands: [Operand]

  /// The formula of the operation, and where it is defined: `log(x), for x > 0`; for a line of the
  /// backward pass that of the local derivative, if it is known.
  public let formula: String

  /// The line of the forward pass whose derivative the line is a part of.
  public let differentiatedLine: String?

  /// The path of the nearest parameter that the line depends on.
  public let path: String?

  /// The nearest label (``Tensor/named(_:)``).
  public let label: String?
}

extension NonFiniteValue: CustomStringConvertible {
  /// A few lines of text: what, where, from which numbers, and by which formula.
  public var description: String {
    var text = "The first value that is not finite is \(value)"
    if !index.isEmpty { text += ", at \(Shape(index))" }
    text += " of\n  \(line)\n"
    switch pass {
    case .forward: text += "in the forward pass"
    case .backward: text += "in the backward pass"
    case nil: text += "in the program"
    }
    if let label { text += ", near \"\(label)\"" }
    if let path { text += path == label ? "" : ", which depends on \(path)" }
    text += count > 1 ? "; \(count) elements are not finite.\n" : ".\n"
    for operand in operands { text += "  \(operand)\n" }
    if let differentiatedLine { text += "  derivative of: \(differentiatedLine)\n" }
    if !formula.isEmpty { text += "  formula: \(formula)\n" }
    return String(text.dropLast())
  }
}

extension NonFiniteValue.Operand: CustomStringConvertible {
  /// `v3[1] = 0.0`, or the range of the elements.
  public var description: String {
    if let element {
      return name + (element.index.isEmpty ? "" : "\(Shape(element.index))") + " = \(element.value)"
    }
    guard let range else { return "\(name): \(type), without a number" }
    return "\(name): \(type), from \(range.least) to \(range.greatest)"
  }
}
