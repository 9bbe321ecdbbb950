// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertExplain
import WengertPrograms

/// `export`: the function, its graph or its explanation as a file.
enum ExportRequest {
  static func answer(_ request: JSONValue) throws(StudioError) -> StudioAnswer {
    let function = try StudioFunction(request)
    let format = request["format"]?.stringValue ?? ""
    let (text, name) = try file(function, format)
    return StudioAnswer(["text": .string(text), "name": .string(name)])
  }

  private static func file(
    _ function: StudioFunction, _ format: String
  ) throws(StudioError) -> (text: String, name: String) {
    var explanation: Explanation {
      Explanation(
        of: function.program, output: function.output, at: function.point, reference: function.reference)
    }
    switch format {
    case "svg":
      guard function.program.instructions.count <= StudioFunction.drawingLimit else {
        throw StudioError(
          "tooLong", "Graphs of more than \(StudioFunction.drawingLimit) nodes are not drawn; take DOT.")
      }
      return (graph(function).picture(named: function.text).svg(), "graph.svg")
    case "dot": return (graph(function).graphviz, "graph.dot")
    case "latex": return (explanation.document.latex(standalone: true), "explanation.tex")
    case "markdown": return (explanation.document.markdown, "explanation.md")
    case "json": return (explanation.json.text(indented: true), "explanation.json")
    case "c":
      return (CSource(function.single, functionName: "f", contents: .valueAndGradient).text, "f.c")
    case "swift":
      return (SwiftSource(function.single, functionName: "f", point: function.point).text, "main.swift")
    default: throw StudioError("format", "There is no format \(format).")
    }
  }

  private static func graph(_ function: StudioFunction) -> ProgramGraph {
    ProgramGraph(function.single, at: function.point)
  }
}
