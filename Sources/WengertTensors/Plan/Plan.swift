// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// What some lines come to when they are run: fused loops, and the operations that are none, in order.
///
/// A plan knows nothing of numbers, which come with each run; the plan of a list that is recorded
/// again and again is made once.
final class Plan: Sendable {
  /// A value while a plan runs: the result of a step, or something given.
  typealias Value = Int32

  enum Step: Sendable {
    /// A fused loop over arrays; each result goes to a value.
    case loop(LoopNest, sources: [Value], results: [Value])
    /// An operation by its own row.
    case operation(Operation, operands: [Operand], result: Value)
    /// An operation with several results.
    case tuple(TupleOperation, operands: [Operand], results: [Value])
  }

  /// A value as an operation sees it.
  struct Operand: Sendable {
    var value: Value
    /// The shape, if it is not that of the value.
    var shape: Shape?
  }

  /// The steps, each with the values that nothing needs after it.
  let steps: [(step: Step, released: [Value])]
  let valueCount: Int
  let outputs: [Operand]

  init(steps: [Step], valueCount: Int, givenCount: Int, outputs: [Operand]) {
    var last = [Int](repeating: -1, count: valueCount)
    for (number, step) in steps.enumerated() {
      for value in step.operands { last[Int(value)] = number }
      // A result that nothing needs goes at once.
      for value in step.results { last[Int(value)] = max(last[Int(value)], number) }
    }
    for output in outputs { last[Int(output.value)] = steps.count }
    var released = [[Value]](repeating: [], count: steps.count)
    for (value, number) in last.enumerated() where value >= givenCount && number >= 0 {
      if number < steps.count { released[number].append(Value(value)) }
    }
    self.steps = Array(zip(steps, released)).map { (step: $0, released: $1) }
    self.valueCount = valueCount
    self.outputs = outputs
  }

  /// The results for the values that are given, in order.
  func run(_ given: [NDArray]) -> [NDArray] {
    var values = ContiguousArray<NDArray?>(repeating: nil, count: valueCount)
    for (value, array) in given.enumerated() { values[value] = array }
    var arrays: [NDArray] = []
    for (step, released) in steps {
      arrays.removeAll(keepingCapacity: true)
      switch step {
      case .loop(let nest, let sources, let results):
        for source in sources { arrays.append(values[Int(source)].unsafelyUnwrapped) }
        for (value, array) in zip(results, nest.run(arrays)) { values[Int(value)] = array }
      case .operation(let operation, let operands, let result):
        for operand in operands { arrays.append(array(operand, values)) }
        values[Int(result)] = operation.evaluate(arrays)
      case .tuple(let tuple, let operands, let results):
        for operand in operands { arrays.append(array(operand, values)) }
        for (value, array) in zip(results, tuple.evaluate(arrays)) { values[Int(value)] = array }
      }
      for value in released { values[Int(value)] = nil }
    }
    return outputs.map { array($0, values) }
  }

  @inline(__always)
  private func array(_ operand: Operand, _ values: ContiguousArray<NDArray?>) -> NDArray {
    let array = values[Int(operand.value)].unsafelyUnwrapped
    guard let shape = operand.shape else { return array }
    return array.reshaped(shape)
  }
}

extension Plan.Step {
  var operands: [Plan.Value] {
    switch self {
    case .loop(_, let sources, _): sources
    case .operation(_, let operands, _), .tuple(_, let operands, _): operands.map { $0.value }
    }
  }

  var results: [Plan.Value] {
    switch self {
    case .loop(_, _, let results): results
    case .operation(_, _, let result): [result]
    case .tuple(_, _, let results): results
    }
  }
}
