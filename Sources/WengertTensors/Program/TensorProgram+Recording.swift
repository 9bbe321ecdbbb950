// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

extension TensorProgram {
  /// Records a function of tensors of the given types.
  ///
  /// The values of the inputs are not known to the function, so that it cannot branch on them; what
  /// it captures becomes part of the program.
  public init<E: Error>(
    inputs types: [ArrayType], recording f: ([Tensor]) throws(E) -> [Tensor]
  ) throws(E) {
    let (program, captures) = try TensorProgram.recorded(types, f)
    precondition(
      captures.isEmpty,
      "A program cannot keep a tensor of a running transform; make it an input.")
    self = program
  }

  /// Records a function; tensors of running transforms that it captures become further inputs.
  static func recorded<E: Error>(
    _ types: [ArrayType], names: [String] = [], _ f: ([Tensor]) throws(E) -> [Tensor]
  ) throws(E) -> (program: TensorProgram, captures: [Tensor]) {
    let trace = Trace(parent: Trace.current)
    return try trace.running { () throws(E) in
      let inputs = types.indices.map { i in
        trace.input(types[i], name: i < names.count ? names[i] : "")
      }
      let outputs = try f(inputs).map { trace.line(of: $0) }
      let program = trace.program(
        inputs: inputs.map { $0.line } + trace.captures.map { $0.input }, outputs: outputs)
      return (program, trace.captures.map { $0.outer })
    }
  }
}

extension Trace {
  /// The lines that `outputs` need, as a program. All inputs are kept.
  func program(inputs: [Int32], outputs: [Int32]) -> TensorProgram {
    var isNeeded = [Bool](repeating: false, count: lines.count)
    for line in inputs + outputs { isNeeded[Int(line)] = true }
    for i in lines.indices.reversed() where isNeeded[i] {
      for operand in lines[i].operands { isNeeded[Int(operand)] = true }
      guard case .tuple = lines[i].operation else { continue }
      // The results of a line that has several stay together.
      for result in projections(of: Int32(i)) { isNeeded[Int(result)] = true }
    }
    var map = [Int32](repeating: -1, count: lines.count)
    var kept = ContiguousArray<Line>()
    var constants: [Int32: NDArray] = [:]
    for i in lines.indices where isNeeded[i] {
      var line = lines[i]
      for k in line.operands.indices { line.operands[k] = map[Int(line.operands[k])] }
      map[i] = Int32(kept.count)
      if case .constant = line.operation { constants[map[i]] = values[i] }
      kept.append(line)
    }
    return TensorProgram(
      lines: kept, constants: constants, inputs: inputs.map { map[Int($0)] },
      outputs: outputs.map { map[Int($0)] })
  }

  /// The lines that are the results of a line with several.
  func projections(of tuple: Int32) -> Range<Int32> { lines.projections(of: tuple) }

  /// Appends the lines of a program, with `operands` for its inputs: the results.
  func inline(_ program: TensorProgram, _ operands: [Tensor]) -> [Tensor] {
    var map = [Int32](repeating: -1, count: program.count)
    for (input, operand) in zip(program.inputs, operands) { map[Int(input)] = line(of: operand) }
    for i in program.lines.indices where map[i] < 0 {
      var line = program.lines[i]
      if case .constant = line.operation {
        map[i] = self.line(of: Tensor(program.constants[Int32(i)].unsafelyUnwrapped))
        continue
      }
      for k in line.operands.indices { line.operands[k] = map[Int(line.operands[k])] }
      map[i] = append(line.operation, line.operands, line.type).line
    }
    return program.outputs.map { Tensor(self, map[Int($0)]) }
  }
}

extension TensorProgram {
  /// Runs the program: at once, or as part of the transform that an operand belongs to.
  public func callAsFunction(_ operands: [Tensor]) -> [Tensor] {
    check(operands)
    if let trace = Trace.current, operands.contains(where: { $0.isTraced }) {
      return trace.inline(self, operands)
    }
    return evaluate(operands.map { $0.value }).map { Tensor($0) }
  }

  /// Runs the program on tensors that it takes away: results may have the memory of those that nobody else
  /// has, which is not read and then written elsewhere.
  package func consuming(_ operands: inout [Tensor]) -> [Tensor] {
    check(operands)
    if operands.contains(where: { $0.isTraced }) {
      defer { operands = [] }
      return self(operands)
    }
    let arrays = operands.map { $0.value }
    operands = []
    return consumingPlan.run(arrays).map { Tensor($0) }
  }

  /// The results for known operands, computed with as little memory as they allow.
  func evaluate(_ operands: [NDArray]) -> [NDArray] { plan.run(operands) }

  private func check(_ operands: [Tensor]) {
    precondition(
      operands.count == inputs.count,
      "A program of \(inputs.count) inputs was called with \(operands.count).")
    for (operand, type) in zip(operands, inputTypes) {
      precondition(
        operand.type == type, "A program expects \(type) where it was given \(operand.type).")
    }
  }
}
