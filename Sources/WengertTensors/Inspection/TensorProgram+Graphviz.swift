// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension TensorProgram {
  /// The computational graph in the DOT language of Graphviz.
  ///
  /// Every operation is a box with its type; numbers stand where they are used.
  ///
  /// ```swift
  /// print(program.graphviz())          // … | dot -Tsvg > program.svg
  /// ```
  ///
  /// - Complexity: linear.
  public func graphviz() -> String {
    var text = "digraph program {\n  rankdir=LR;\n  node [shape=box, style=rounded];\n"
    for (i, line) in listing.enumerated() {
      let shape = line.kind == .operation ? "" : ", shape=ellipse"
      let border = line.isOutput ? ", peripheries=2" : ""
      let label = ([line.title] + line.notes).map { escaped($0) }.joined(separator: "\\n")
      text += "  n\(i) [label=\"\(label)\"\(shape)\(border)];\n"
      for operand in line.operands { text += "  n\(operand) -> n\(i);\n" }
    }
    return text + "}\n"
  }

  /// Text between quotation marks of the DOT language.
  private func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      if character == "\"" || character == "\\" { result += "\\" }
      result.append(character)
    }
    return result
  }
}

extension ListedLine {
  /// The text of the line in a picture: `v4 = sum axes=[1] v3`, or the name alone of an input.
  public var title: String {
    let names = names.joined(separator: ", ")
    return expression.isEmpty ? names : "\(names) = \(expression)"
  }

  /// The smaller text below it: the types of the results, and the label.
  public var notes: [String] {
    types.map { $0.description } + (comment.isEmpty ? [] : [comment])
  }
}
