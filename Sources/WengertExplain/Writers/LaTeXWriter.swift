// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension Document {
  /// The document in LaTeX: the body of an article, or a whole one that compiles by itself.
  ///
  /// The body needs the packages `amsmath` and `longtable`, and a compiler that reads UTF-8.
  public func latex(standalone: Bool = false) -> String {
    var body = ""
    for block in blocks { body += block.latex + "\n\n" }
    let title = LaTeXWriter.text(title)
    if !standalone { return "\\section*{\(title)}\n\n" + body }
    return """
      \\documentclass{article}
      \\usepackage[utf8]{inputenc}
      \\usepackage[T1]{fontenc}
      \\usepackage{amsmath,amssymb,longtable,array}
      \\usepackage[margin=2.2cm]{geometry}
      \\setlength{\\parindent}{0pt}
      \\setlength{\\parskip}{6pt}
      \\allowdisplaybreaks
      \\title{\(title)}
      \\date{}
      \\begin{document}
      \\maketitle

      \(body)\\end{document}

      """
  }
}

enum LaTeXWriter {
  static func text(_ text: RichText) -> String {
    var result = ""
    for run in text.runs {
      switch run {
      case .text(let part): result += escaped(part)
      case .strong(let part): result += "\\textbf{\(escaped(part))}"
      case .code(let part): result += "\\texttt{\(escaped(part))}"
      case .math(let math):
        let latex = math.latex
        if !latex.isEmpty { result += "$\(latex)$" }
      }
    }
    return result
  }

  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\textbackslash{}"
      case "&", "%", "$", "#", "_", "{", "}": result += "\\\(scalar)"
      case "~": result += "\\textasciitilde{}"
      case "^": result += "\\textasciicircum{}"
      case "<": result += "$<$"
      case ">": result += "$>$"
      default: result += symbol(scalar) ?? String(Character(scalar))
      }
    }
    return result
  }

  /// Mathematical characters that text may have, which fonts for text do not.
  private static func symbol(_ scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "ε": "$\\epsilon$"
    case "∂": "$\\partial$"
    case "≥": "$\\ge$"
    case "≤": "$\\le$"
    case "≠": "$\\ne$"
    case "∞": "$\\infty$"
    case "−": "$-$"
    case "·": "$\\cdot$"
    case "×": "$\\times$"
    case "′": "$'$"
    case "²": "$^2$"
    case "³": "$^3$"
    case "ⁿ": "$^n$"
    case "½": "$\\frac12$"
    case "…": "\\dots{}"
    default: nil
    }
  }
}

extension Document.Block {
  fileprivate var latex: String {
    switch self {
    case .heading(let level, let text):
      (level > 2 ? "\\subsubsection*{" : "\\subsection*{") + LaTeXWriter.text(text) + "}"
    case .paragraph(let text): LaTeXWriter.text(text)
    case .note(let text): "\\begin{quote}\\small " + LaTeXWriter.text(text) + "\\end{quote}"
    case .warning(let text):
      "\\begin{quote}\\textbf{Warning:} " + LaTeXWriter.text(text) + "\\end{quote}"
    case .list(let items):
      "\\begin{itemize}\n" + items.map { "\\item " + LaTeXWriter.text($0) + "\n" }.joined()
        + "\\end{itemize}"
    case .equations(let equations):
      "\\begin{align*}\n" + equations.map { $0.latex }.joined(separator: " \\\\\n")
        + "\n\\end{align*}"
    case .table(let table): table.latex
    }
  }
}

extension Document.Table {
  fileprivate var latex: String {
    let columns = alignments.map { $0 == .leading ? "l" : "r" }.joined()
    func line(_ cells: [RichText]) -> String {
      cells.map(LaTeXWriter.text).joined(separator: " & ") + " \\\\\n"
    }
    return "{\\small\\renewcommand{\\arraystretch}{1.5}\n\\begin{longtable}{\(columns)}\n"
      + line(titles) + "\\hline\n" + rows.map(line).joined() + "\\end{longtable}}"
  }
}
