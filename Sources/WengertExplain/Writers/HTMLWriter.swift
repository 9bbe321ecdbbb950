// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension Document {
  /// The document as a web page that needs nothing else: formulas are MathML, and the colors follow
  /// the reader's choice of light or dark.
  public var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(escaped(title.plain))</title>
    <style>
    \(HTMLWriter.style)
    </style>
    </head>
    <body>
    <main>
    \(htmlBody)</main>
    </body>
    </html>

    """
  }

  /// What stands in the page, to be put into another one.
  public var htmlBody: String {
    var text = "<h1>\(HTMLWriter.text(title))</h1>\n"
    for block in blocks { text += block.html + "\n" }
    return text
  }
}

enum HTMLWriter {
  static let style = """
    :root { color-scheme: light dark; --ink: #1d2330; --paper: #fdfdfb; --line: #d5d9e0;
      --soft: #f1f3f6; --accent: #1f5fa8; --alert: #9a5b00; }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #dfe4ec; --paper: #14171d; --line: #363c47; --soft: #1e232b;
        --accent: #7db5f0; --alert: #f0b95b; }
    }
    body { margin: 0; background: var(--paper); color: var(--ink);
      font: 1rem/1.55 system-ui, sans-serif; }
    main { max-width: 60rem; margin: auto; padding: 1rem; }
    h1, h2 { color: var(--accent); line-height: 1.25; }
    h2 { margin-top: 2.2rem; border-bottom: 1px solid var(--line); padding-bottom: .2rem; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; margin: .6rem 0; font-variant-numeric: tabular-nums; }
    th, td { padding: .3rem .8rem; border-bottom: 1px solid var(--line); text-align: left; }
    th { background: var(--soft); }
    .number { text-align: right; }
    .equations td { border: 0; padding: .25rem .8rem; }
    .equations .continued { padding-left: 3rem; }
    .remark { opacity: .7; font-size: .9em; }
    .note, .warning { border-left: 3px solid var(--line); padding: .1rem .9rem; }
    .warning { border-color: var(--alert); color: var(--alert); }
    """

  static func text(_ text: RichText) -> String {
    var result = ""
    for run in text.runs {
      switch run {
      case .text(let part): result += escaped(part)
      case .strong(let part): result += "<strong>\(escaped(part))</strong>"
      case .code(let part): result += "<code>\(escaped(part))</code>"
      case .math(let math): result += "<math>\(math.mathML)</math>"
      }
    }
    return result
  }
}

extension Document.Block {
  fileprivate var html: String {
    switch self {
    case .heading(let level, let text): "<h\(level)>\(HTMLWriter.text(text))</h\(level)>"
    case .paragraph(let text): "<p>\(HTMLWriter.text(text))</p>"
    case .note(let text): "<p class=\"note\">\(HTMLWriter.text(text))</p>"
    case .warning(let text): "<p class=\"warning\">\(HTMLWriter.text(text))</p>"
    case .list(let items):
      "<ul>\n" + items.map { "<li>\(HTMLWriter.text($0))</li>\n" }.joined() + "</ul>"
    case .equations(let equations):
      "<div class=\"scroll\"><table class=\"equations\">\n"
        + equations.map { equation in
          let isContinued = equation.formula.pieces.first == .equals
          let attribute = isContinued ? " class=\"continued\"" : ""
          let math = "<math displaystyle=\"true\">\(equation.formula.mathML)</math>"
          return "<tr><td\(attribute)>\(math)</td>"
            + "<td class=\"remark\">\(escaped(equation.remark))</td></tr>\n"
        }.joined() + "</table></div>"
    case .table(let table): table.html
    }
  }
}

extension Document.Table {
  fileprivate var html: String {
    func row(_ cells: [RichText], _ element: String) -> String {
      let cells = zip(cells, alignments).map { cell, alignment in
        let attribute = alignment == .trailing ? " class=\"number\"" : ""
        return "<\(element)\(attribute)>\(HTMLWriter.text(cell))</\(element)>"
      }
      return "<tr>\(cells.joined())</tr>\n"
    }
    return "<div class=\"scroll\"><table>\n<thead>\n\(row(titles, "th"))</thead>\n<tbody>\n"
      + rows.map { row($0, "td") }.joined() + "</tbody>\n</table></div>"
  }
}
