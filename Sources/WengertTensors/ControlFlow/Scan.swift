// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// A step repeated over sequences: it takes the state and the next parts of the sequences to the
/// next state and to parts of the result.
///
/// ```swift
/// // A recurrent network: hidden states of shape [time, width] for inputs [time, features].
/// let (last, all) = scan(over: inputs, from: Tensor(zeros: [width])) { h, x in
///   let next = tanh(matmul(w, h) + matmul(u, x))
///   return (next, next)
/// }
/// ```
///
/// The step is recorded once, however long the sequences are, and so are its derivatives. What it
/// captures (`w` and `u`) is differentiated. The state keeps its form, shapes and types; a literal
/// takes those that the step gives it.
///
/// Reverse mode keeps the state before every step. With `checkpointEvery: k` it keeps every `k`-th
/// and computes the others again, `k` at a time: about `2√n` states for `n` steps with `k ≈ √n`, for
/// one evaluation more.
///
/// - Parameters:
///   - sequences: One part for each step along the first axis of every leaf.
///   - state: What the first step starts from.
///   - length: The number of steps, if `sequences` has no leaves.
///   - isReversed: Whether the steps go from the last parts to the first; the results stay in the
///     order of the sequences.
///   - interval: After how many steps reverse mode keeps a state; nil for every one.
/// - Returns: The state after the last step, and the results of all steps along a new first axis.
public func scan<S: ParameterTree, X: ParameterTree, Y: ParameterTree, E: Error>(
  over sequences: X, from state: S, length: Int? = nil, reversed isReversed: Bool = false,
  checkpointEvery interval: Int? = nil, _ body: (S, X) throws(E) -> (S, Y)
) throws(E) -> (state: S, results: Y) {
  let inputs = sequences.leaves.map { $0.number == nil ? $0 : Tensor($0.materialized) }
  let length = common(length, inputs, sequences.paths)
  let parts = inputs.map { ArrayType(Shape(Array($0.shape.dimensions.dropFirst())), $0.dtype) }
  var form: (S, Y)?
  var states = state.leaves
  let recording = try Step.recorded("scan", &states, state.paths) { (types) throws(E) in
    try TensorProgram.recorded(types + parts) { (leaves) throws(E) in
      let output = try body(
        state.replacingLeaves(Array(leaves.prefix(types.count))),
        sequences.replacingLeaves(Array(leaves.dropFirst(types.count))))
      form = output
      return [output.0.leaves(as: types, "scan") + output.1.leaves]
    }
  }
  let (last, results) = form.unsafelyUnwrapped
  let row = Scan(
    step: Step(program: recording.programs[0].simplified(), stateCount: states.count),
    length: length, isSequence: inputs.map { _ in true } + recording.captures.map { _ in false },
    isReversed: isReversed)
  let leaves = row.applied(states + inputs + recording.captures, checkpointEvery: interval)
  return (
    last.replacingLeaves(Array(leaves.prefix(states.count))),
    results.replacingLeaves(Array(leaves.dropFirst(states.count)))
  )
}

/// A function applied `count` times: `f(f(… f(state)))`.
///
/// ```swift
/// let root = repeated(60, from: 1) { y in (y + x / y) / 2 }         // √x
/// ```
///
/// - Parameter interval: After how many steps reverse mode keeps a state; nil for every one.
public func repeated<S: ParameterTree, E: Error>(
  _ count: Int, from state: S, checkpointEvery interval: Int? = nil,
  _ body: (S) throws(E) -> S
) throws(E) -> S {
  try scan(over: [Tensor](), from: state, length: count, checkpointEvery: interval) {
    (state, _) throws(E) in (try body(state), [Tensor]())
  }.state
}

/// The number of steps that some sequences ask for.
private func common(_ length: Int?, _ inputs: [Tensor], _ paths: [ParameterPath]) -> Int {
  var result = length
  for (input, path) in zip(inputs, paths) {
    precondition(
      input.rank > 0, "scan: a sequence has an axis of steps; found a number\(path.suffix).")
    if let result {
      precondition(
        input.shape[0] == result,
        "scan: \(result) steps do not fit a sequence of shape \(input.shape)\(path.suffix).")
    }
    result = input.shape[0]
  }
  guard let result, result >= 0 else {
    preconditionFailure("scan: there are no sequences; say how many steps by length.")
  }
  return result
}

extension Scan {
  /// The results for some operands; with intervals, as a scan of scans of that length.
  fileprivate func applied(_ operands: [Tensor], checkpointEvery interval: Int?) -> [Tensor] {
    guard step.program.outputs.count > 0 else { return [] }
    guard let interval, length > interval else { return Tensor.apply(operation, operands) }
    precondition(interval > 0, "scan: a state is kept after every \(interval) steps.")
    let whole = length / interval
    let rest = length % interval
    let count = step.stateCount
    // The steps that fill no interval come last, in the order of computation.
    let start = isReversed ? rest : 0
    let inner = with(step, length: interval)
    let chunks = zip(operands.dropFirst(count), isSequence).map { operand, isSequence in
      isSequence
        ? operand.sliced(axis: 0, from: start, count: whole * interval)
          .reshaped(Shape([whole, interval] + operand.shape.dimensions.dropFirst()))
        : operand
    }
    let types =
      operands.prefix(count).map { $0.type }
      + zip(chunks, isSequence).map { chunk, isSequence in
        isSequence
          ? ArrayType(Shape(Array(chunk.shape.dimensions.dropFirst())), chunk.dtype) : chunk.type
      }
    let program = TensorProgram(inputs: types) { Tensor.apply(inner.operation, $0) }
    let outer = with(Step(program: program, stateCount: count), length: whole)
    let results = Tensor.apply(outer.operation, operands.prefix(count) + chunks)
    let states = Array(results.prefix(count))
    let written = zip(results.dropFirst(count), step.writeTypes).map { result, type in
      result.reshaped(Shape([whole * interval] + type.shape.dimensions))
    }
    if rest == 0 { return states + written }
    let reads = zip(operands.dropFirst(count), isSequence).map { operand, isSequence in
      isSequence
        ? operand.sliced(axis: 0, from: isReversed ? 0 : whole * interval, count: rest) : operand
    }
    let tail = Tensor.apply(with(step, length: rest).operation, states + reads)
    return tail.prefix(count)
      + zip(written, tail.dropFirst(count)).map { whole, rest in
        concatenate(isReversed ? [rest, whole] : [whole, rest])
      }
  }

  private func with(_ step: Step, length: Int) -> Scan {
    Scan(step: step, length: length, isSequence: isSequence, isReversed: isReversed)
  }
}
