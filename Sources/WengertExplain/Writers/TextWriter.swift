// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension Document {
  /// The document for a terminal: plain text, at most `width` columns wide where that is possible.
  ///
  /// - Parameter hasColor: Whether ANSI escape sequences emphasise headings and dim remarks.
  public func text(width: Int = 80, hasColor: Bool = false) -> String {
    var writer = TextWriter(width: max(width, 40), hasColor: hasColor)
    writer.write(self)
    return writer.text
  }
}

extension RichText {
  /// The text without emphasis.
  var plain: String {
    var text = ""
    for run in runs {
      switch run {
      case .text(let part), .strong(let part), .code(let part): text += part
      case .math(let math): text += math.plain
      }
    }
    return text
  }
}

struct TextWriter {
  let width: Int
  let hasColor: Bool
  var text = ""

  enum Color: String {
    case title = "1;36"
    case heading = "1;34"
    case subheading = "1"
    case remark = "2"
    case warning = "33"
  }

  init(width: Int, hasColor: Bool) {
    self.width = width
    self.hasColor = hasColor
  }

  func colored(_ text: String, _ color: Color) -> String {
    hasColor ? "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m" : text
  }

  mutating func write(_ document: Document) {
    let title = wrapped(document.title.plain, width)
    for line in title { text += colored(line, .title) + "\n" }
    let rule = String(repeating: "═", count: title.map { $0.columns }.max() ?? 0)
    text += colored(rule, .title) + "\n"
    for block in document.blocks { write(block) }
  }

  private mutating func write(_ block: Document.Block) {
    text += "\n"
    switch block {
    case .heading(let level, let heading):
      let heading = heading.plain
      if level > 2 {
        text += colored(heading, .subheading) + "\n"
      } else {
        let rule = String(repeating: "─", count: heading.columns)
        text += "\n" + colored(heading, .heading) + "\n" + colored(rule, .heading) + "\n"
      }
    case .paragraph(let paragraph):
      for line in wrapped(paragraph.plain, min(width, 92)) { text += line + "\n" }
    case .note(let note): writeBox(note, "▏ ", .remark)
    case .warning(let warning): writeBox(warning, "⚠ ", .warning)
    case .list(let items):
      for item in items {
        for (i, line) in wrapped(item.plain, width - 4).enumerated() {
          text += (i == 0 ? "  • " : "    ") + line + "\n"
        }
      }
    case .equations(let equations): write(equations)
    case .table(let table): write(table)
    }
  }

  private mutating func writeBox(_ note: RichText, _ mark: String, _ color: Color) {
    for (i, line) in wrapped(note.plain, width - 4).enumerated() {
      text += "  " + colored((i == 0 || mark == "▏ " ? mark : "  ") + line, color) + "\n"
    }
  }

  private mutating func write(_ equations: [Document.Equation]) {
    var lines: [(text: String, remark: String)] = []
    var hanging = 0
    for equation in equations {
      let formula = equation.formula.plain
      let isContinued = equation.formula.pieces.first == .equals
      if !isContinued { hanging = min(relation(in: formula) ?? 4, 24) }
      let indent = String(repeating: " ", count: isContinued ? hanging : 0)
      let parts = broken(indent + formula, width - 4, String(repeating: " ", count: hanging))
      for (i, part) in parts.enumerated() {
        lines.append((part, i == parts.count - 1 ? equation.remark : ""))
      }
    }
    let column =
      lines.filter { !$0.remark.isEmpty && $0.text.columns <= width / 2 + 8 }
      .map { $0.text.columns }.max() ?? 0
    for (line, remark) in lines {
      text += "    " + line
      if !remark.isEmpty {
        let gap = max(column - line.columns, 0) + 3
        let fits = 4 + line.columns + gap + remark.columns + 2 <= width
        text += fits ? String(repeating: " ", count: gap) : "\n        "
        text += colored("[" + remark + "]", .remark)
      }
      text += "\n"
    }
  }

  /// The column of the first relation.
  private func relation(in formula: String) -> Int? {
    let scalars = Array(formula.unicodeScalars)
    return scalars.indices.first { i in
      (scalars[i] == "=" || scalars[i] == "≈") && i > 0 && scalars[i - 1] == " "
    }
  }

  /// A formula on several lines, broken before relations and, if need be, before plus signs.
  private func broken(_ formula: String, _ width: Int, _ indent: String) -> [String] {
    var lines: [String] = []
    var line = ""
    var isFirst = true
    for part in formula.split(before: ["=", "≈", "+"]) {
      let isTooLong = line.columns + part.columns > width
      if isTooLong, !isFirst {
        lines.append(line.withoutTrailingSpace)
        line = indent + part
      } else {
        line += part
      }
      isFirst = line.utf8.allSatisfy { $0 == UInt8(ascii: " ") }
    }
    return lines + [line.withoutTrailingSpace]
  }
}

extension String {
  /// How many columns the text takes in a terminal.
  var columns: Int { unicodeScalars.count }

  var withoutTrailingSpace: String {
    var scalars = unicodeScalars[...]
    while scalars.last == " " { scalars.removeLast() }
    return String(scalars)
  }

  /// The parts that begin with one of `signs` after a space.
  fileprivate func split(before signs: [Unicode.Scalar]) -> [String] {
    var parts: [String] = [""]
    var previous: Unicode.Scalar = "x"
    for scalar in unicodeScalars {
      if previous == " ", signs.contains(scalar) { parts.append("") }
      parts[parts.count - 1].unicodeScalars.append(scalar)
      previous = scalar
    }
    return parts
  }
}

/// The words of `text` on lines of at most `width` columns; a longer word is cut.
func wrapped(_ text: String, _ width: Int) -> [String] {
  var lines: [String] = []
  var line = ""
  for word in text.split(separator: " ") {
    var word = String(word)
    if !line.isEmpty, line.columns + 1 + word.columns > width {
      lines.append(line)
      line = ""
    }
    while word.columns > width {
      let head = word.unicodeScalars.prefix(width - (line.isEmpty ? 0 : line.columns + 1))
      lines.append(line.isEmpty ? String(head) : line + " " + String(head))
      line = ""
      word = String(word.unicodeScalars.dropFirst(head.count))
    }
    line += line.isEmpty ? word : " " + word
  }
  return line.isEmpty && !lines.isEmpty ? lines : lines + [line]
}
