// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// A step repeated as long as a condition holds.
///
/// The operands are the first states and what condition and step read; the results are the last
/// states. The first state counts the steps from zero.
struct Loop: TupleRow {
  static var name: String { "loop" }
  /// A truth value from the operands of the step.
  var condition: TensorProgram
  var step: Step
  var limits: LoopLimits
  var operation: TupleOperation { .loop(self) }

  mutating func visitAttributes(_ visit: inout AttributeVisitor) {
    visit("while", &condition)
    step.visitAttributes(&visit)
    limits.visitAttributes(&visit)
  }

  func types(of operands: [ArrayType]) -> [ArrayType] { step.stateTypes }

  func evaluate(_ operands: [NDArray]) -> [NDArray] {
    var states = Array(operands.prefix(step.stateCount))
    let reads = Array(operands.dropFirst(step.stateCount))
    let (condition, step) = (PlanRun(condition.plan), PlanRun(step.program.plan))
    var count = 0
    while condition(states + reads)[0].double(at: 0) != 0 {
      if let most = limits.maximumCount {
        precondition(
          count < most, "\(limits.name): the condition still holds after \(most) steps.")
      }
      states = step(states + reads)
      count += 1
    }
    return states
  }

  /// The loop of the derivative of the step, under the same condition.
  func pushforward(_ line: AppliedTuple, _ tangents: [Tensor?]) -> [Tensor?] {
    let derived = step.pushforward(tangents.dropFirst(step.stateCount).map { $0 != nil })
    let places = derived.places(of: step)
    let row = Loop(
      condition: condition.rearranged(derived.program.inputTypes, reading: places),
      step: derived, limits: limits)
    return step.tangents(Tensor.apply(row.operation, step.operands(line.operands, tangents)))
  }

  func pullback(_ line: AppliedTuple, _ cotangents: [Tensor?], _ isNeeded: [Bool]) -> [Tensor?] {
    let isActive = zip(isNeeded, step.program.inputTypes.areReal).map { $0 && $1 }
    let row = ReverseLoop(
      step: step, isActive: Array(isActive.dropFirst(step.stateCount)), limits: limits)
    let given = cotangents.filled(step.stateTypes, where: step.stateTypes.areReal)
    return row.cotangents(
      Tensor.apply(row.operation, [line.results[0]] + line.operands + given))
  }

  /// The loop of all examples, as long as the condition holds for one of them. An example for which
  /// it does not hold stays as it is. All examples are counted by one more state in front.
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> [Tensor] {
    let examples = step.batchedOperands(operands, isBatched, size: size)
    let condition = condition.batched(examples.isBatched, size: size)
    let types = [ArrayType([], .int64)] + examples.operands.types
    let isAny = TensorProgram(inputs: types) { inputs in
      [condition(Array(inputs.dropFirst()))[0].converted(to: .int64).sum() .> 0]
    }
    let row = Loop(
      condition: isAny.simplified(),
      step: step.masked(examples.isBatched, types, size: size) { inputs in
        condition(Array(inputs.dropFirst()))[0]
      }, limits: limits)
    let results = Tensor.apply(
      row.operation, [Tensor(zeros: types[0])] + examples.operands)
    return Array(results.dropFirst())
  }
}

/// What bounds a loop.
struct LoopLimits: Hashable, Sendable {
  /// What messages call it.
  var name: String
  /// After how many steps it stops with a message.
  var maximumCount: Int?
  /// How many states reverse mode keeps.
  var snapshots: Int?

  mutating func visitAttributes(_ visit: inout AttributeVisitor) {
    visit("name", &name)
    visit("maximumCount", &maximumCount)
    visit("snapshots", &snapshots)
  }
}

extension AttributeVisitor {
  /// A number that there may be.
  fileprivate mutating func callAsFunction(_ name: String, _ value: inout Int?) {
    var list = value.map { [$0] } ?? []
    self(list.isEmpty ? "" : name, &list)
    value = list.first
  }

  /// Flags, printed as the places of those that are set.
  mutating func callAsFunction(_ name: String, _ flags: inout [Bool]) {
    var count = flags.count
    var places = flags.indices.filter { flags[$0] }
    self("of", &count)
    self(name, &places)
    flags = (0..<Swift.max(count, 0)).map { _ in false }
    for place in places where flags.indices.contains(place) { flags[place] = true }
  }
}

extension Step {
  /// Where the inputs of `step` are among those of its derivative, this step.
  func places(of step: Step) -> [Int] {
    Array(0..<step.stateCount) + step.readTypes.indices.map { stateCount + $0 }
  }

  /// The operands of the step of all examples: the states have them all, and what else is asked
  /// for; the rest only if it has them already.
  func batchedOperands(
    _ operands: [Tensor], _ isBatched: [Bool], asking isAsked: [Bool]? = nil, size: Int
  ) -> (operands: [Tensor], isBatched: [Bool]) {
    let flags = isBatched.indices.map { k in
      k < stateCount || isBatched[k] || isAsked?[k - stateCount] == true
    }
    let given = operands.indices.map { k in
      flags[k] && !isBatched[k] ? operands[k].repeated(size) : operands[k]
    }
    return (given, flags)
  }

  /// The step of all examples, for those that `mask` says of the inputs; the others stay as they
  /// are. A state in front counts the steps.
  func masked(
    _ isBatched: [Bool], _ types: [ArrayType], size: Int, _ mask: ([Tensor]) -> Tensor
  ) -> Step {
    let batch = program.batched(isBatched, size: size)
    let program = TensorProgram(inputs: types) { inputs in
      let isActive = mask(inputs)
      let states = inputs[1...stateCount]
      let next = batch(Array(inputs[1...isBatched.count]))
      return [inputs[0] + 1]
        + zip(next, states).map { .select(isActive.aligned(with: $1), $0, $1) }
    }
    return Step(program: program.simplified(), stateCount: stateCount + 1)
  }
}
