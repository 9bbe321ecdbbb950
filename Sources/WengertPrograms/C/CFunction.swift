// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

/// A program as a function of C that writes its outputs to one or more arrays.
struct CFunction {
  /// An array that takes the next `count` outputs of the program.
  struct Results {
    let name: String
    let count: Int

    init(_ name: String, count: Int) {
      self.name = name
      self.count = count
    }
  }

  let name: String
  let program: Program
  let results: [Results]

  /// `void f(const double *inputs, double *value)`
  func signature(_ precision: CSource.Precision) -> String {
    let results = results.map { ", \(precision.type) *\($0.name)" }.joined()
    return "void \(name)(const \(precision.type) *inputs\(results))"
  }
}

extension Program {
  /// The program of the values and then, row by row, of the Jacobian, by reverse mode.
  ///
  /// Like ``gradient()``, for any number of outputs; lines that have a name keep it.
  func withJacobian() -> Program {
    let graph = ExpressionGraph()
    let tape = Tape<Expression>()
    let point = inputs.map { tape.variable(graph.input($0)) }
    let lines = lineValues(at: point)
    let values = outputs.map { lines[Int($0)] }
    let rows = values.map { value in
      let adjoints = tape.adjoints(of: value)
      return point.map { adjoints[$0] }
    }
    // Simplification may make one line of two that have a name; the first one lends it its name.
    var names: [Int32: String] = [:]
    for (line, name) in lineNames.sorted(by: { $0.key < $1.key }) {
      let expression = lines[Int(line)].primal
      guard expression.graph === graph, names[expression.index] == nil else { continue }
      names[expression.index] = name
    }
    return Program(values.map { $0.primal } + rows.flatMap { $0 }, inputs: inputs, names: names)
  }
}
