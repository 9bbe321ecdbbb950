// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A short text with headings, formulas and tables, to be written in several formats.
///
/// ```swift
/// let program = Program(inputs: ["x", "y"]) { v in v[0] * v[1] }
/// let document = Explanation(of: program, at: [2, 3]).document
/// document.text(width: 100)       // for a terminal
/// document.markdown               // for GitHub
/// document.latex(standalone: true)
/// document.html
/// ```
public struct Document: Sendable, Equatable {
  /// A part of a document.
  public enum Block: Sendable, Equatable {
    /// A heading of level 2 or 3; the title is the one of level 1.
    case heading(Int, RichText)
    case paragraph(RichText)
    /// Formulas one below the other.
    case equations([Equation])
    case table(Table)
    case list([RichText])
    /// A remark that is set apart.
    case note(RichText)
    /// A remark on something that went wrong.
    case warning(RichText)
  }

  /// A displayed formula and what there is to say of it.
  public struct Equation: Sendable, Equatable {
    public let formula: MathText
    public let remark: String

    public init(_ formula: MathText, _ remark: String = "") {
      self.formula = formula
      self.remark = remark
    }
  }

  /// A table with a row of titles.
  public struct Table: Sendable, Equatable {
    public enum Alignment: Sendable { case leading, trailing }

    public let titles: [RichText]
    public let alignments: [Alignment]
    public var rows: [[RichText]] = []

    /// A table without rows, whose columns have these titles.
    ///
    /// - Parameter trailing: The columns of numbers, which are set to the right.
    public init(_ titles: RichText..., trailing: [Int] = []) {
      self.init(titles, trailing: trailing)
    }

    init(_ titles: [RichText], trailing: [Int] = []) {
      self.titles = titles
      alignments = titles.indices.map { trailing.contains($0) ? .trailing : .leading }
    }
  }

  public let title: RichText
  public var blocks: [Block] = []

  public init(title: RichText) { self.title = title }

  mutating func heading(_ text: RichText) { blocks.append(.heading(2, text)) }
  mutating func subheading(_ text: RichText) { blocks.append(.heading(3, text)) }
  mutating func paragraph(_ text: RichText) { blocks.append(.paragraph(text)) }
  mutating func note(_ text: RichText) { blocks.append(.note(text)) }

  mutating func equations(_ equations: [Equation]) {
    if !equations.isEmpty { blocks.append(.equations(equations)) }
  }

  mutating func table(_ table: Table) {
    if !table.rows.isEmpty { blocks.append(.table(table)) }
  }

  /// Says how much was cut off a list, if anything was.
  mutating func noteOmission(_ count: Int, _ things: String) {
    if count > 0 { note("\(count) more \(things) are not shown.") }
  }
}

extension RichText {
  /// A formula alone.
  static func math(_ math: MathText) -> RichText { RichText(.math(math)) }

  /// A number alone, to six digits.
  static func number(_ value: Double) -> RichText { RichText(.math(.number(value))) }

  /// A name alone, as a formula.
  static func name(_ name: String) -> RichText { RichText(.math(.name(name))) }
}
