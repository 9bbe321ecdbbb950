// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertPrograms
import WengertScalars

/// A network on a new recording, with the names of its lines.
struct NetworkRecording {
  private(set) var program: Program

  init(_ shape: NetworkShape, _ results: NetworkProgram.Results) {
    let graph = ExpressionGraph(simplifying: false)
    let features = (0..<shape.inputCount).map { graph.input("x\($0 + 1)") }
    var targets: [Expression] = []
    if case .loss = results {
      targets = (0..<shape.outputCount).map { graph.input("t\($0 + 1)") }
    }
    let parameters = shape.parameterNames.map { graph.input($0) }

    var names: [Int32: String] = [:]
    let signals = shape.sums(features: features, parameters: parameters) { layer, sums in
      let activation = shape.layers[layer].activation
      return sums.enumerated().map { unit, sum in
        let signal = activation(sum)
        names[sum.index] = "s\(layer + 1)_\(unit + 1)"
        names[signal.index] = "a\(layer + 1)_\(unit + 1)"
        return signal
      }
    }
    let outputs = signals[signals.count - 1]
    switch results {
    case .outputs: program = Program(outputs, inputs: graph.inputNames, names: names)
    case .activations:
      program = Program(signals.flatMap { $0 }, inputs: graph.inputNames, names: names)
    case .loss(let loss):
      let value = loss(outputs, targets)
      if names[value.index] == nil { names[value.index] = "loss" }
      program = Program([value], inputs: graph.inputNames, names: names)
    }
  }

  /// The program of the loss and of its derivatives by the parameters alone.
  static func training(_ network: NetworkProgram) -> Program {
    let program = network.program
    let graph = ExpressionGraph()
    let tape = Tape<Expression>()
    // Only parameters are variables; for what does not depend on them no derivative is written.
    let inputs = program.inputs.enumerated().map { place, name in
      let input = graph.input(name)
      return place < network.parameterStart ? Variable(constant: input) : tape.variable(input)
    }
    let lines = program.lineValues(at: inputs)
    let loss = lines[Int(program.outputs[0])]
    let adjoints = tape.adjoints(of: loss)
    let gradient = inputs[network.parameterStart...].map { adjoints[$0] }

    var names: [Int32: String] = [:]
    let isFree = { (line: Expression) in
      line.graph === graph && Int(line.index) >= inputs.count && names[line.index] == nil
    }
    for (line, name) in program.lineNames.sorted(by: { $0.key < $1.key }) {
      let variable = lines[Int(line)]
      if isFree(variable.primal) { names[variable.primal.index] = name }
      let adjoint = adjoints[variable]
      if name != "loss", isFree(adjoint) { names[adjoint.index] = "d" + name }
    }
    return Program([loss.primal] + gradient, inputs: graph.inputNames, names: names)
  }
}
