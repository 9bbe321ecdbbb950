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
    /// Products of matrices.
    case product(ProductCall)
    /// An operation by its own row.
    case operation(Operation, operands: [Operand], result: Value)
    /// An operation with several results.
    case tuple(TupleOperation, operands: [Operand], results: [Value])
  }

  /// Some work, and the values that are given up after it.
  final class Step: Sendable {
    let work: Work
    let released: [Value]
    /// The work, if it takes addresses and no arrays.
    let onTable: (any TableWork)?

    init(_ work: Work, released: [Value]) {
      self.work = work
      self.released = released
      onTable = work.onTable
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
  /// The steps once more, for runs that count no references.
  fileprivate let order: [Unmanaged<Step>]
  let constants: [Constant]
  let valueCount: Int
  let outputs: [Operand]
  /// The values that the results are.
  let outputValues: [Int]
  /// For each result, whether its place may be exchanged with that of something given: it is made by
  /// ``TableWork``, and is no other result.
  let isExchangeable: [Bool]
  /// For each value, whether only ``TableWork`` reads it, and it is no result.
  let isForTable: [Bool]
  /// The results that are made, and not given.
  private let madeOutputs: [Value]
  /// A table that no run uses, with the constants and, of a small plan, room for values.
  private let idle = Locked<LoopValues?>(nil)

  /// Up to how many bytes values keep their memory from one run to the next, rather than until nothing
  /// needs them.
  static let keptBytes = 1 << 19

  /// - Parameter consumesGiven: Whether what is given is needed for one run only, like what is made.
  init(
    _ works: [Work], valueCount: Int, givenCount: Int, constants: [Constant], outputs: [Operand],
    keptBytes: Int = Plan.keptBytes, consumesGiven: Bool = false
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
    let keepsValues =
      works.reduce(0) { $0 + ($1.onTable?.resultByteCount ?? 0) } <= keptBytes
    for work in works where work.onTable == nil || !keepsValues {
      for value in work.results where last[Int(value)] < works.count {
        released[last[Int(value)]].append(value)
      }
    }
    if consumesGiven && !keepsValues {
      for (value, number) in last.prefix(givenCount).enumerated()
      where number >= 0 && number < works.count {
        released[number].append(Value(value))
      }
    }
    steps = zip(works, released).map { work, released in
      Step(keepsValues ? work : work.reusing { released.contains($0) }, released: released)
    }
    order = steps.map { Unmanaged.passUnretained($0) }
    self.constants = constants
    self.valueCount = valueCount
    self.outputs = outputs
    outputValues = outputs.map { Int($0.value) }
    var uses = [Int](repeating: 0, count: valueCount)
    for output in outputs { uses[Int(output.value)] += 1 }
    for work in works where work.onTable != nil {
      for value in work.results where uses[Int(value)] == 1 { uses[Int(value)] = -1 }
    }
    isExchangeable = outputs.map { uses[Int($0.value)] == -1 }
    var isForTable = [Bool](repeating: true, count: valueCount)
    for output in outputs { isForTable[Int(output.value)] = false }
    for work in works where work.onTable == nil {
      for value in work.operands { isForTable[Int(value)] = false }
    }
    self.isForTable = isForTable
    let made = Set(works.flatMap { $0.results })
    madeOutputs = Set(outputs.map { $0.value }).intersection(made).sorted()
  }

  /// The results for the values that are given, in order.
  func run(_ given: consuming [NDArray]) -> [NDArray] {
    let values = idle.withLock { $0.take() } ?? newTable()
    let count = given.count
    let results = PlanRun(self, values)(given)
    // They belong to whoever called.
    for value in 0..<count { values.release(value) }
    for value in madeOutputs { values.release(Int(value)) }
    idle.withLock { $0 = values }
    return results
  }

  /// A table for runs, which has the constants.
  fileprivate func newTable() -> LoopValues {
    let values = LoopValues(count: valueCount)
    for constant in constants { values.set(Int(constant.value), constant.number) }
    return values
  }
}

/// A plan and the values of its runs, which may be many: what is given stays until it is set anew.
struct PlanRun {
  /// A value, and an array whose parts it is, one for each run; whoever runs keeps the array alive.
  struct Part {
    let value: Int
    let array: UnsafeMutableRawPointer
    let byteCount: Int
  }

  private let plan: Plan
  private let values: LoopValues

  init(_ plan: Plan) { self.init(plan, plan.newTable()) }

  fileprivate init(_ plan: Plan, _ values: LoopValues) {
    self.plan = plan
    self.values = values
  }

  /// Gives a value.
  func set(_ value: Int, _ array: NDArray) { values.set(value, array) }

  /// Gives values that only ``TableWork`` reads the parts at a place.
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
    for step in plan.order {
      step._withUnsafeGuaranteedRef { step in
        if let work = step.onTable {
          work.run(values)
        } else {
          run(step.work)
        }
        for value in step.released { values.release(Int(value)) }
      }
    }
  }

  /// Runs the steps on what is given first, and returns all results.
  func callAsFunction(_ given: consuming [NDArray]) -> [NDArray] {
    for (value, array) in given.enumerated() { set(value, array) }
    // The table alone has what whoever called gave away.
    given = []
    self()
    return plan.outputs.indices.map { output($0) }
  }

  private func run(_ work: Plan.Work) {
    switch work {
    case .loop, .sequence, .product: break
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
  /// The work, if it takes addresses and no arrays.
  var onTable: (any TableWork)? {
    switch self {
    case .loop(let call): call
    case .sequence(let sequence): sequence
    case .product(let call): call
    case .operation, .tuple: nil
    }
  }

  /// The same work, which may write results over what nothing needs afterwards.
  func reusing(_ isFree: (Plan.Value) -> Bool) -> Plan.Work {
    switch self {
    case .loop(let call): .loop(call.reusing(isFree))
    case .sequence(let sequence): .sequence(sequence.reusing(isFree))
    case .product, .operation, .tuple: self
    }
  }

  var operands: [Plan.Value] {
    switch self {
    case .operation(_, let operands, _), .tuple(_, let operands, _): operands.map { $0.value }
    default: onTable?.sources ?? []
    }
  }

  var results: [Plan.Value] {
    switch self {
    case .operation(_, _, let result): [result]
    case .tuple(_, _, let results): results
    default: onTable?.results ?? []
    }
  }
}
