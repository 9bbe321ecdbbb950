// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertPrograms

extension Explanation {
  /// The explanation as JSON.
  ///
  /// Formulas are objects `{"text", "latex", "mathml"}`, the last the contents of a `<math>` element, or
  /// null where they are too long to write out. A list
  /// that may be cut is an object `{"total", "items"}`. Numbers that JSON does not have are the
  /// strings `"nan"`, `"inf"` and `"-inf"`. Sections that were not asked for are null or empty.
  ///
  /// The members, an asterisk standing for a list that may be cut:
  /// - `function`, `formula`, `value`: the function's name, right-hand side and value.
  /// - `inputs`*: `name`, `value`.
  /// - `steps`*: `name`, `line`, `operation`, `operands`, `formula`, `substituted`, `value`,
  ///   `rule`, `partials` (`operand`, `use`, `formula`, `value`).
  /// - `symbolic`, for each input: `input`, `lines`* (`formula`, `rule`), `assembled`, `formula`,
  ///   `substituted`, `value`, `expanded`, `operations`, `assembledOperations`.
  /// - `numerical`: `differences` and `centralDifferences` (`input`, `step`, `quotient`, `substituted`, `difference`,
  ///   `moved`, `base`, `derivative`, `rounded`) and `errors` (`input`, `exact`, `rows`,
  ///   `bestForwardStep`, `bestCentralStep`, `richardson`, `estimatedError`, `richardsonError`), a
  ///   row being `step`, `forward`, `forwardError`, `central`, `centralError`.
  /// - `dual`, for each input: `input`, `call`, `steps`* (`name`, `formula`, `primal`, `tangent`),
  ///   `expansion` (`substituted`, `terms` with `coefficient` and `power`), `primal`, `tangent`.
  /// - `forward`, for each input: `input`, `rows`* (`name`, `formula`, `value`, `derivative`,
  ///   `substituted`, `tangent`), `derivative`.
  /// - `reverse`: `steps`* (`adjoint`, `contributions`) and `inputs`, which are adjoints. A
  ///   contribution is `name`, `operand`, `consumer`, `formula`, `substituted`, `value`; an adjoint
  ///   is `name`, `contributions`* (names), `substituted`, `value`.
  /// - `tape`*: `index`, `name`, `operation`, `operands`, `partials`.
  /// - `cost`: `operations` (`additions`, `multiplications`, `divisions`, `choices`, `functions`,
  ///   `total`) and `methods` (`method`, `passes`, `pass`, `operations`, `bytes`).
  /// - `result`: `value`, `reference`, `isReferenceExact`, `rows` (`method`, `gradient`, `ulps`).
  /// - `warnings`*: `kind`, `step`, `message`.
  public var json: JSONValue {
    .object([
      "function": .string(function), "formula": JSONValue(formula?.json), "value": .number(value),
      "inputs": inputs.json { ["name": .string($0.name), "value": .number($0.value)] },
      "steps": steps.json { $0.json }, "symbolic": .array(symbolic.map { .object($0.json) }),
      "numerical": JSONValue(numerical?.json), "dual": .array(dual.map { .object($0.json) }),
      "forward": .array(forward.map { .object($0.json) }), "reverse": JSONValue(reverse?.json),
      "tape": JSONValue(tape?.json { $0.json }), "cost": JSONValue(cost?.json),
      "result": JSONValue(result?.json), "warnings": warnings.json { $0.json },
    ])
  }
}

extension JSONValue {
  fileprivate init(_ formula: MathText?) { self = formula?.json ?? .null }

  fileprivate static func numbers(_ values: [Double]) -> JSONValue {
    .array(values.map { .number($0) })
  }

  fileprivate static func strings(_ values: [String]) -> JSONValue {
    .array(values.map { .string($0) })
  }
}

extension MathText {
  /// The formula in three syntaxes.
  public var json: JSONValue {
    .object(["text": .string(plain), "latex": .string(latex), "mathml": .string(mathML)])
  }
}

extension Excerpt {
  fileprivate func json(_ members: (Element) -> JSONValue.Members) -> JSONValue {
    .object(["total": .integer(total), "items": .array(items.map { .object(members($0)) })])
  }
}

extension Explanation.Step {
  fileprivate var json: JSONValue.Members {
    [
      "name": .string(name), "line": .integer(line), "operation": .string(operation),
      "operands": .strings(operands), "formula": formula.json, "substituted": substituted.json,
      "value": .number(value), "rule": .string(rule),
      "partials": .array(
        partials.map {
          .object([
            "operand": .string($0.operand), "use": .string($0.use), "formula": $0.formula.json,
            "value": .number($0.value),
          ])
        }),
    ]
  }
}

extension Explanation.SymbolicDerivation {
  fileprivate var json: JSONValue.Members {
    [
      "input": .string(input),
      "lines": lines.json { ["formula": $0.formula.json, "rule": .string($0.rule)] },
      "assembled": JSONValue(assembled), "formula": JSONValue(formula),
      "substituted": JSONValue(substituted), "value": .number(value),
      "expanded": JSONValue(expanded), "operations": .integer(operations),
      "assembledOperations": .integer(assembledOperations),
    ]
  }
}

extension Explanation.NumericalDerivatives {
  fileprivate var json: JSONValue {
    .object([
      "differences": .array(differences.map { .object($0.json) }),
      "centralDifferences": .array(centralDifferences.map { .object($0.json) }),
      "errors": .array(errors.map { .object($0.json) }),
    ])
  }
}

extension Explanation.Difference {
  fileprivate var json: JSONValue.Members {
    [
      "input": .string(input), "step": .number(step), "quotient": quotient.json,
      "substituted": JSONValue(substituted), "difference": difference.json,
      "moved": .number(moved), "base": .number(base), "derivative": .number(derivative),
      "rounded": .string(rounded),
    ]
  }
}

extension Explanation.ErrorTable {
  fileprivate var json: JSONValue.Members {
    [
      "input": .string(input), "exact": .number(exact),
      "rows": .array(
        rows.map {
          .object([
            "step": .number($0.step), "forward": .number($0.forward),
            "forwardError": .number($0.forwardError), "central": .number($0.central),
            "centralError": .number($0.centralError),
          ])
        }),
      "bestForwardStep": bestForwardStep.map { .number($0) } ?? .null,
      "bestCentralStep": bestCentralStep.map { .number($0) } ?? .null,
      "richardson": .number(richardson), "estimatedError": .number(estimatedError),
      "richardsonError": .number(richardsonError),
    ]
  }
}

extension Explanation.DualDerivation {
  fileprivate var json: JSONValue.Members {
    [
      "input": .string(input), "call": call.json,
      "steps": steps.json {
        [
          "name": .string($0.name), "formula": $0.formula.json, "primal": .number($0.primal),
          "tangent": .number($0.tangent),
        ]
      },
      "expansion": JSONValue(
        expansion.map {
          .object([
            "substituted": $0.substituted.json,
            "terms": .array(
              $0.terms.map {
                .object(["coefficient": .number($0.coefficient), "power": .integer($0.power)])
              }),
          ])
        }),
      "primal": .number(primal), "tangent": .number(tangent),
    ]
  }
}

extension Explanation.ForwardTable {
  fileprivate var json: JSONValue.Members {
    [
      "input": .string(input),
      "rows": rows.json {
        [
          "name": .string($0.name), "formula": $0.formula.json, "value": .number($0.value),
          "derivative": $0.derivative.json, "substituted": $0.substituted.json,
          "tangent": .number($0.tangent),
        ]
      },
      "derivative": .number(derivative),
    ]
  }
}

extension Explanation.ReverseDerivation {
  fileprivate var json: JSONValue {
    .object([
      "steps": steps.json { step in
        [
          "adjoint": .object(step.adjoint.json),
          "contributions": .array(step.contributions.map { .object($0.json) }),
        ]
      },
      "inputs": .array(inputs.map { .object($0.json) }),
    ])
  }
}

extension Explanation.ReverseDerivation.Adjoint {
  fileprivate var json: JSONValue.Members {
    [
      "name": .string(name),
      "contributions": .object([
        "total": .integer(contributions.total), "items": .strings(contributions.items),
      ]),
      "substituted": substituted.json, "value": .number(value),
    ]
  }
}

extension Explanation.ReverseDerivation.Contribution {
  fileprivate var json: JSONValue.Members {
    [
      "name": .string(name), "operand": .string(operand), "consumer": .string(consumer),
      "formula": formula.json, "substituted": substituted.json, "value": .number(value),
    ]
  }
}

extension Explanation.TapeEntry {
  fileprivate var json: JSONValue.Members {
    [
      "index": .integer(index), "name": .string(name), "operation": .string(operation),
      "operands": .array(operands.map { .integer($0) }), "partials": .numbers(partials),
    ]
  }
}

extension Explanation.CostComparison {
  fileprivate var json: JSONValue {
    .object([
      "operations": .object([
        "additions": .integer(evaluation.additions),
        "multiplications": .integer(evaluation.multiplications),
        "divisions": .integer(evaluation.divisions), "choices": .integer(evaluation.choices),
        "functions": .integer(evaluation.functions), "total": .integer(evaluation.operations),
      ]),
      "methods": .array(
        methods.map {
          .object([
            "method": .string($0.method.name), "passes": .integer($0.passes),
            "pass": .string($0.pass), "operations": .integer($0.operations), "bytes": .integer($0.bytes),
          ])
        }),
    ])
  }
}

extension Explanation.ResultComparison {
  fileprivate var json: JSONValue {
    .object([
      "value": .number(value), "reference": .numbers(reference),
      "isReferenceExact": .boolean(isReferenceExact),
      "rows": .array(
        rows.map { row in
          .object([
            "method": .string(row.method.name), "gradient": .numbers(row.gradient),
            "ulps": .array(
              row.ulps.map { ulps in
                JSONValue(ulps.map { JSONValue.number(Double($0)) })
              }),
          ])
        }),
    ])
  }
}

extension Explanation.Warning {
  fileprivate var json: JSONValue.Members {
    [
      "kind": .string(kind.name), "step": .string(step), "message": .string(message),
    ]
  }
}
