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

  enum Work: Sendable {
    /// A fused loop over arrays; each result goes to a value.
    case loop(LoopCall)
    /// Fused loops that run tile by tile.
    case sequence(LoopSequence)
    /// An operation by its own row.
    case operation(Operation, operands: [Operand], result: Value)
    /// An operation with several results.
    case tuple(TupleOperation, operands: [Operand], results: [Value])
  }

  /// Some work, and the values that nothing needs after it.
  final class Step: Sendable {
    let work: Work
    let released: [Value]
    /// The loop, if that is all the work.
    let loop: LoopCall?

    init(_ work: Work, released: [Value]) {
      self.work = work
      self.released = released
      if case .loop(let call) = work { loop = call } else { loop = nil }
    }
  }

  /// A value as an operation sees it.
  struct Operand: Sendable {
    var value: Value
    /// The shape, if it is not that of the value.
    var shape: Shape?
  }

  /// A value that is the same in all runs.
  struct Constant: Sendable {
    var value: Value
    var number: NDArray
  }

  let steps: [Step]
  let constants: [Constant]
  let valueCount: Int
  let outputs: [Operand]
  /// The values that the results are.
  let outputValues: [Int]
  /// For each result, whether its place may be exchanged with that of something given: it is the result
  /// of a loop, and of no other number.
  let isExchangeable: [Bool]
  /// For each value, whether it is read by loops only, and is no result.
  let isForLoops: [Bool]

  init(
    _ works: [Work], valueCount: Int, givenCount: Int, constants: [Constant], outputs: [Operand]
  ) {
    var last = [Int](repeating: -1, count: valueCount)
    for (number, work) in works.enumerated() {
      for value in work.operands { last[Int(value)] = number }
      // A result that nothing needs goes at once.
      for value in work.results { last[Int(value)] = max(last[Int(value)], number) }
    }
    for output in outputs { last[Int(output.value)] = works.count }
    for constant in constants { last[Int(constant.value)] = works.count }
    var released = [[Value]](repeating: [], count: works.count)
    for (value, number) in last.enumerated() where value >= givenCount && number >= 0 {
      if number < works.count { released[number].append(Value(value)) }
    }
    steps = zip(works, released).map { Step($0, released: $1) }
    self.constants = constants
    self.valueCount = valueCount
    self.outputs = outputs
    outputValues = outputs.map { Int($0.value) }
    var uses = [Int](repeating: 0, count: valueCount)
    for output in outputs { uses[Int(output.value)] += 1 }
    for work in works where work.isLoop {
      for value in work.results where uses[Int(value)] == 1 { uses[Int(value)] = -1 }
    }
    isExchangeable = outputs.map { uses[Int($0.value)] == -1 }
    var isForLoops = [Bool](repeating: true, count: valueCount)
    for output in outputs { isForLoops[Int(output.value)] = false }
    for work in works where !work.isLoop {
      for value in work.operands { isForLoops[Int(value)] = false }
    }
    self.isForLoops = isForLoops
  }

  /// The results for the values that are given, in order.
  func run(_ given: [NDArray]) -> [NDArray] { PlanRun(self)(given) }
}

/// A plan and the values of its runs, which may be many: what is given stays until it is set anew.
final class PlanRun {
  /// A value, and an array whose parts it is, one for each run; whoever runs keeps the array alive.
  struct Part {
    let value: Int
    let array: UnsafeMutableRawPointer
    let byteCount: Int
  }

  private let plan: Plan
  private let values: LoopValues
  private let keepsValues: Bool

  /// - Parameter keepsValues: Whether values stay until the next run overwrites them, rather than until
  ///   nothing needs them.
  init(_ plan: Plan, keepsValues: Bool = false) {
    self.plan = plan
    self.keepsValues = keepsValues
    values = LoopValues(count: plan.valueCount)
    for constant in plan.constants { values.set(Int(constant.value), constant.number) }
  }

  /// Gives a value.
  func set(_ value: Int, _ array: NDArray) { values.set(value, array) }

  /// Gives values that only loops read the parts at a place.
  func read(_ parts: [Part], at place: Int) {
    for part in parts { values.set(part.value, address: part.array + place * part.byteCount) }
  }

  /// Writes values to the parts at a place.
  func write(_ parts: [Part], at place: Int) {
    for part in parts {
      (part.array + place * part.byteCount)
        .copyMemory(from: values.address(part.value), byteCount: part.byteCount)
    }
  }

  /// Runs the steps; everything that is given has been set.
  func callAsFunction() {
    for step in plan.steps {
      if let loop = step.loop {
        loop.run(values)
      } else {
        run(step.work)
      }
      if keepsValues { continue }
      for value in step.released { values.release(Int(value)) }
    }
  }

  /// Runs the steps on what is given first, and returns all results.
  func callAsFunction(_ given: [NDArray]) -> [NDArray] {
    for (value, array) in given.enumerated() { set(value, array) }
    self()
    return plan.outputs.indices.map { output($0) }
  }

  private func run(_ work: Plan.Work) {
    switch work {
    case .loop(let call): call.run(values)
    case .sequence(let sequence): sequence.run(values)
    case .operation(let operation, let operands, let result):
      values.set(Int(result), operation.evaluate(operands.map { array($0) }))
    case .tuple(let tuple, let operands, let results):
      for (value, result) in zip(results, tuple.evaluate(operands.map { array($0) })) {
        values.set(Int(value), result)
      }
    }
  }

  /// Makes the first results what is given first for the next run; they are then no results any more.
  func advance(_ count: Int) {
    var others: [(Int, NDArray)] = []
    // Those that are someone else's, too, before anything moves.
    for k in 0..<count where !plan.isExchangeable[k] { others.append((k, output(k))) }
    for k in 0..<count where plan.isExchangeable[k] { values.exchange(k, plan.outputValues[k]) }
    for (k, array) in others { values.set(k, array) }
  }

  /// The result number `k` of the last run.
  func output(_ k: Int) -> NDArray { array(plan.outputs[k]) }

  private func array(_ operand: Plan.Operand) -> NDArray {
    let array = values[Int(operand.value)]
    guard let shape = operand.shape, shape != array.shape else { return array }
    return array.reshaped(shape)
  }
}

extension Plan.Work {
  var isLoop: Bool {
    switch self {
    case .loop, .sequence: true
    case .operation, .tuple: false
    }
  }

  var operands: [Plan.Value] {
    switch self {
    case .loop(let call): call.sources
    case .sequence(let sequence): sequence.operands
    case .operation(_, let operands, _), .tuple(_, let operands, _): operands.map { $0.value }
    }
  }

  var results: [Plan.Value] {
    switch self {
    case .loop(let call): call.results
    case .sequence(let sequence): sequence.results
    case .operation(_, _, let result): [result]
    case .tuple(_, _, let results): results
    }
  }
}
