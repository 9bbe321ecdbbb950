// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

extension ProgramGraph {
  func json(_ subject: Subject, at point: [Double]?) -> JSONValue {
    let nodes = program.instructions.indices.map { line in
      JSONValue.object([
        "id": .integer(line), "kind": .string("\(kind(ofLine: line))"),
        "name": .string(program.name(ofLine: line)),
        "operation": .string(program.operationText(ofLine: line)),
        "value": values.map { .number($0[line]) } ?? .null,
        "adjoint": adjoints.map { .number($0[line]) } ?? .null,
      ])
    }
    let edges = edges.map { edge in
      JSONValue.object([
        "from": .integer(edge.from), "to": .integer(edge.to), "operand": .integer(edge.port),
        "derivative": edge.partial.map(JSONValue.number) ?? .null,
      ])
    }
    return .object([
      "expression": .string(subject.source),
      "variables": .array(subject.variables.map(JSONValue.string)),
      "point": point.map { .array($0.map(JSONValue.number)) } ?? .null,
      "nodes": .array(nodes), "edges": .array(edges),
      "outputs": .array(program.outputs.map { .integer(Int($0)) }),
    ])
  }
}
