// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

extension Program {
  /// The computational graph in the DOT language of Graphviz.
  ///
  /// - Parameters:
  ///   - label: A further line of text for the node of a line, such as its value.
  ///   - edgeLabel: The text at the edge that leads to a line from its operand with a number, such
  ///     as the local derivative.
  public func graphviz(
    label: (Int) -> String? = { _ in nil }, edgeLabel: (Int, Int) -> String? = { _, _ in nil }
  ) -> String {
    var text = "digraph program {\n  rankdir=LR;\n  node [shape=box, style=rounded];\n"
    for i in instructions.indices {
      var lines = [title(ofLine: i)]
      if let more = label(i) { lines.append(more) }
      let shape = instructions[i].operandCount == 0 ? ", shape=ellipse" : ""
      text += "  n\(i) [label=\"\(Self.escaped(lines.joined(separator: "\n")))\"\(shape)];\n"
    }
    for i in instructions.indices {
      for k in 0..<instructions[i].operandCount {
        let attributes = edgeLabel(i, k).map { " [label=\"\(Self.escaped($0))\"]" } ?? ""
        text += "  n\(instructions[i][operand: k]) -> n\(i)\(attributes);\n"
      }
    }
    for output in outputs { text += "  n\(output) [peripheries=2];\n" }
    return text + "}\n"
  }

  /// `g = x + y`, or the name alone of an input or number.
  public func title(ofLine i: Int) -> String {
    instructions[i].operandCount == 0
      ? operationText(ofLine: i) : name(ofLine: i) + " = " + operationText(ofLine: i)
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      default: result.append(character)
      }
    }
    return result
  }
}
