// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension Document {
  /// The document in GitHub's Markdown, with formulas between dollar signs.
  public var markdown: String {
    var text = "# " + title.markdown() + "\n"
    for block in blocks { text += "\n" + block.markdown + "\n" }
    return text
  }
}

extension Document.Block {
  fileprivate var markdown: String {
    switch self {
    case .heading(let level, let text): String(repeating: "#", count: level) + " " + text.markdown()
    case .paragraph(let text): text.markdown()
    case .note(let text): "> " + text.markdown()
    case .warning(let text): "> **Warning:** " + text.markdown()
    case .list(let items): items.map { "- " + $0.markdown() }.joined(separator: "\n")
    case .equations(let equations):
      "$$\n\\begin{aligned}\n" + equations.map { $0.latex }.joined(separator: " \\\\\n")
        + "\n\\end{aligned}\n$$"
    case .table(let table): table.markdown
    }
  }
}

extension Document.Equation {
  /// A line of an environment that aligns.
  var latex: String {
    let line = formula.latex(aligned: true)
    return remark.isEmpty ? line : line + " && \\text{\(LaTeXWriter.escaped(remark))}"
  }
}

extension Document.Table {
  fileprivate var markdown: String {
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    let rule = line(alignments.map { $0 == .leading ? ":--" : "--:" })
    let head = line(titles.map { $0.markdown(inTable: true) })
    let body = rows.map { row in line(row.map { $0.markdown(inTable: true) }) }
    return ([head, rule] + body).joined(separator: "\n")
  }
}

extension RichText {
  /// - Parameter inTable: Whether a `|` would end the cell.
  fileprivate func markdown(inTable: Bool = false) -> String {
    var text = ""
    for run in runs {
      switch run {
      case .text(let part): text += Self.escaped(part)
      case .strong(let part): text += "**" + Self.escaped(part) + "**"
      case .code(let part): text += "`" + (inTable ? part.replacing("|", with: "\\|") : part) + "`"
      case .math(let math):
        let latex = math.latex
        if !latex.isEmpty {
          text += "$" + (inTable ? latex.replacing("|", with: "\\vert ") : latex) + "$"
        }
      }
    }
    return text
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", "*", "_", "`", "|", "<", "#", "$", "[", "]": result += "\\\(scalar)"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension String {
  /// The text with something else in place of a character.
  func replacing(_ old: Unicode.Scalar, with new: String) -> String {
    var result = ""
    for scalar in unicodeScalars {
      if scalar == old { result += new } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }
}
