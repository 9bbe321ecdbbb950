// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// A step repeated as long as a condition holds, whose number of steps need not be known when it is
/// recorded.
///
/// ```swift
/// let root = loop(from: 1, while: { y in abs(y * y - x) .> 1e-12 }) { y in (y + x / y) / 2 }
/// ```
///
/// It can be differentiated in both modes to every order, batched and compiled. Condition and step
/// are recorded once; what they capture is differentiated. The state keeps its form, shapes and
/// types; a literal takes those that the step gives it. In ``batched`` the loop runs as long as the
/// condition holds for one example; the others stay as they are.
///
/// The derivative is that of the steps that were taken. If the loop solves an equation, the
/// derivative of the solution is better taken by `fixedPoint` or `root`, which do not depend on
/// where the loop started and how often it ran.
///
/// Reverse mode keeps `16 + log₂ n` of the `n` states (or `snapshots` of them), from which it
/// computes the others again: nothing more for up to 17 steps, up to three times each for a
/// thousand, six times for a million, the fewest that is possible with so many.
///
/// - Parameters:
///   - state: What the first step starts from.
///   - maximumCount: After how many steps a loop that goes on stops the program with a message.
///   - snapshots: How many states reverse mode keeps at the same time.
///   - condition: Whether there is another step: a tensor of shape `[]`; zero is false.
///   - body: The next state.
public func loop<S: ParameterTree, E: Error>(
  from state: S, maximumCount: Int? = nil, snapshots: Int? = nil,
  while condition: (S) throws(E) -> Tensor, body: (S) throws(E) -> S
) throws(E) -> S {
  precondition(
    snapshots ?? 1 > 0, "loop: reverse mode keeps at least one state, not \(snapshots ?? 0).")
  return try loop(
    from: state, LoopLimits(name: "loop", maximumCount: maximumCount, snapshots: snapshots),
    while: condition, body: body)
}

/// A function applied `count` times, where the number need not be known when it is recorded.
///
/// - Parameters:
///   - count: An integer of shape `[]`.
///   - snapshots: How many states reverse mode keeps at the same time.
public func repeated<S: ParameterTree, E: Error>(
  _ count: Tensor, from state: S, snapshots: Int? = nil, _ body: (S) throws(E) -> S
) throws(E) -> S {
  var form: S?
  let first = [Tensor(NDArray([Int64(0)], shape: []))] + state.leaves
  let last = try loop(from: first, snapshots: snapshots) {
    (leaves) throws(E) in
    leaves[0] .< count
  } body: { (leaves) throws(E) in
    let next = try body(state.replacingLeaves(Array(leaves.dropFirst())))
    form = next
    return [leaves[0] + 1] + next.leaves
  }
  return form.unsafelyUnwrapped.replacingLeaves(Array(last.dropFirst()))
}

/// A loop that messages call by the name in `limits`.
func loop<S: ParameterTree, E: Error>(
  from state: S, _ limits: LoopLimits,
  while condition: (S) throws(E) -> Tensor, body: (S) throws(E) -> S
) throws(E) -> S {
  let counter = ArrayType([], .int64)
  var form: S?
  var states = state.leaves
  let paths = state.paths
  let recording = try Step.recorded(limits.name, &states, paths) { (types) throws(E) in
    try TensorProgram.recorded(types + [counter]) { (leaves) throws(E) in
      let current = state.replacingLeaves(Array(leaves.dropLast()))
      let isGoingOn = try condition(current)
      precondition(
        isGoingOn.rank == 0,
        "\(limits.name): the condition is one truth value; found the shape \(isGoingOn.shape).")
      let next = try body(current)
      form = next
      return [
        next.leaves(as: types, limits.name) + [leaves[types.count] + 1], [isGoingOn.mask],
      ]
    }
  }
  // The counter of the steps comes first.
  let types = [counter] + states.types + recording.captures.types
  let count = states.count
  let places = Array(1...count) + [0] + recording.captures.indices.map { 1 + count + $0 }
  let step = recording.programs[0].rearranged(
    types, reading: places, outputs: [count] + Array(0..<count))
  let row = Loop(
    condition: recording.programs[1].rearranged(types, reading: places).simplified(),
    step: Step(program: step.simplified(), stateCount: count + 1), limits: limits)
  let results = Tensor.apply(
    row.operation, [Tensor(zeros: counter)] + states + recording.captures)
  return form.unsafelyUnwrapped.replacingLeaves(Array(results.dropFirst()))
}
