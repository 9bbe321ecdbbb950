// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertExplain
import WengertPrograms

/// `explain`: everything that the page shows of one function at one point.
enum ExplainRequest {
  /// Derivatives are explained with respect to so many inputs, fewer of long programs.
  private static func inputLimit(lines: Int) -> Int { max(3, min(12, 1200 / max(lines, 1))) }

  static func answer(_ request: JSONValue) throws(StudioError) -> StudioAnswer {
    let function = try StudioFunction(request)
    let program = function.program
    var options = Explanation.Options()
    options.lineLimit = StudioFunction.drawingLimit
    options.derivationLimit = 60
    options.inputLimit = inputLimit(lines: program.instructions.count)
    if let steps = request["steps"]?.arrayValue?.compactMap({ $0.numberValue }), !steps.isEmpty {
      options.differenceSteps = steps.prefix(4).filter { $0 != 0 && $0.isFinite }
    }
    let isShort = program.instructions.count <= StudioFunction.drawingLimit
    let explanation: Explanation
    var graph: ExplanationGraph?
    if isShort {
      (explanation, graph) = Explanation.withGraph(
        of: program, output: function.output, at: function.point, reference: function.reference,
        options: options, splitsUses: request["split"]?.boolValue ?? false)
    } else {
      explanation = Explanation(
        of: program, output: function.output, at: function.point, reference: function.reference,
        options: options)
    }
    let formula: JSONValue? = explanation.formula.map { text in
      .object([
        "text": .string(text.plain), "latex": .string(text.latex),
        "mathml": .string(graph?.formula ?? text.mathML),
      ])
    }
    return StudioAnswer([
      "variables": .array(
        zip(function.parsed.variables, function.point).map { name, value in
          .object(["name": .string(name), "value": .number(value)])
        }),
      "outputs": .strings(function.parsed.outputTitles), "output": .integer(function.output),
      "function": .string(explanation.function), "formula": JSONValue(formula),
      "isShort": .boolean(isShort), "explanation": explanation.json,
      "graph": JSONValue(graph?.json),
    ])
  }
}
