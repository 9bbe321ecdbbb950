// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// Reverse mode of a loop, whose number of steps is known by now.
///
/// The operands are the number `n` of steps, the operands of the step (the first states `s` and the
/// reads `c`), and cotangents `s̄` of the last states. The results are the cotangents of the first
/// states, and of the reads that ``isActive`` says:
///
///     R(s, c, s̄) = Jᵀ s̄,   J the Jacobian of F(s, c), the loop
///
/// The steps run forward and, by ``BinomialSchedule``, backward: a few states are in memory at a
/// time, however many steps there are.
///
/// The row is closed under both modes. Let `F⁺(s, c, ṡ, ċ) = (F, J (ṡ, ċ))` be the loop of the
/// pushforward of the step. Taking cotangents `(u, w)` of its results back to `(s, c)` gives the
/// gradient of `⟨u, F⟩ + ⟨w, J (ṡ, ċ)⟩`, which is
///
///     D(ṡ, ċ; u, w) = Jᵀ u + ∇⟨w, J (ṡ, ċ)⟩
///
/// Second derivatives are symmetric, so that the gradient is the derivative of `Jᵀ w` along
/// `(ṡ, ċ)`. Therefore
///
/// * the tangent of `R` is `D(ṡ, ċ; s̄˙, s̄)`: the product rule for `Jᵀ s̄`;
/// * for a cotangent `r` of `R`, that of `s̄` is `J r`, the loop of the pushforward of the step, and
///   that of `(s, c)` is the gradient of `⟨r, Jᵀ s̄⟩ = ⟨s̄, J r⟩`, which is `D(r; 0, s̄)`.
struct ReverseLoop: TupleRow {
  static var name: String { "reverseLoop" }
  var step: Step
  /// Of which reads there are cotangents; there are ones of all states of floating-point numbers.
  var isActive: [Bool]
  var limits: LoopLimits
  /// The step backward, by ``Step/pullback(_:)``.
  var reverseStep: TensorProgram
  var operation: TupleOperation { .reverseLoop(self) }

  mutating func visitAttributes(_ visit: inout AttributeVisitor) {
    step.visitAttributes(&visit)
    visit("active", &isActive)
    limits.visitAttributes(&visit)
    visit("reverse", &reverseStep)
  }

  /// Which operands of the step the results are cotangents of.
  private var isResult: [Bool] { step.stateTypes.areReal + isActive }

  /// The results, each with the operand of the step that it is the cotangent of.
  func cotangents(_ results: [Tensor]) -> [Tensor?] { [Tensor?](results, where: isResult) }

  func types(of operands: [ArrayType]) -> [ArrayType] {
    zip(step.program.inputTypes, isResult).filter { $0.1 }.map { $0.0 }
  }

  func evaluate(_ operands: [NDArray]) -> [NDArray] {
    let count = step.stateCount
    let inputs = operands.dropFirst().prefix(step.program.inputs.count)
    let reads = Array(inputs.dropFirst(count))
    var states = Array(operands.dropFirst(1 + inputs.count))
    var sums = zip(step.readTypes, isActive).filter { $0.1 }.map { type, _ in
      NDArray(repeating: 0, shape: type.shape, dtype: type.dtype)
    }
    let (forward, backward) = (PlanRun(step.program.plan), PlanRun(reverseStep.plan))
    BinomialSchedule(count: Int(operands[0].double(at: 0)), snapshots: limits.snapshots).run(
      from: Array(inputs.prefix(count)),
      advance: { forward($0 + reads) },
      reverse: { start in
        let parts = backward(start + reads + states)
        states = Array(parts.prefix(states.count))
        for k in sums.indices { sums[k] = sums[k] + parts[states.count + k] }
      })
    return states + sums
  }

  func pushforward(_ line: AppliedTuple, _ tangents: [Tensor?]) -> [Tensor?] {
    let (count, operands, given) = parts(line.operands)
    let directions = Array(tangents[1...operands.count])
    let change = Array(tangents.dropFirst(1 + operands.count))
    if !directions.contains(where: { $0 != nil }) {
      let filled = change.filled(given.types, where: given.map { _ in true })
      return Tensor.apply(operation, [count] + operands + filled).map { $0 }
    }
    let derivative = derivative(count, operands, directions, change, given, isActive)
    return zip(derivative, isResult).filter { $0.1 }.map { $0.0 }
  }

  func pullback(_ line: AppliedTuple, _ cotangents: [Tensor?], _ isNeeded: [Bool]) -> [Tensor?] {
    let (count, operands, given) = parts(line.operands)
    var rest = cotangents[...]
    let directions = isResult.map { $0 ? rest.removeFirst() : nil }
    var result = [Tensor?](repeating: nil, count: line.operands.count)
    let isWanted = zip(isNeeded[1...operands.count], operands.types.areReal).map { $0 && $1 }
    if isWanted.contains(true) {
      let gradient = derivative(
        count, operands, directions, given.map { _ in nil }, given,
        Array(isWanted.dropFirst(step.stateCount)))
      result.replaceSubrange(1...operands.count, with: gradient)
    }
    if isNeeded.dropFirst(1 + operands.count).contains(true) {
      let tangents = tangents(count, operands, directions)
      result.replaceSubrange((1 + operands.count)..., with: tangents)
    }
    return result
  }

  /// The number of steps, the operands of the step, and the cotangents.
  private func parts(_ operands: [Tensor]) -> (Tensor, [Tensor], [Tensor]) {
    let count = step.program.inputs.count
    return (operands[0], Array(operands[1...count]), Array(operands.dropFirst(1 + count)))
  }

  /// `D(directions; u, w)`, for each operand of the step, of which `isActive` says the reads.
  private func derivative(
    _ count: Tensor, _ operands: [Tensor], _ directions: [Tensor?], _ u: [Tensor?], _ w: [Tensor],
    _ isActive: [Bool]
  ) -> [Tensor?] {
    let isMoving = directions.dropFirst(step.stateCount).map { $0 != nil }
    let derived = step.pushforward(isMoving)
    let row = ReverseLoop(
      step: derived, isActive: isActive + isMoving.filter { $0 }.map { _ in false },
      limits: limits)
    let results = row.cotangents(
      Tensor.apply(
        row.operation,
        [count] + step.operands(operands, directions)
          + u.filled(w.types, where: w.map { _ in true }) + w))
    return derived.places(of: step).map { results[$0] }
  }

  /// `J directions`, for each state of floating-point numbers: the loop of the pushforward of the
  /// step, as many times.
  private func tangents(
    _ count: Tensor, _ operands: [Tensor], _ directions: [Tensor?]
  ) -> [Tensor?] {
    let derived = step.pushforward(directions.dropFirst(step.stateCount).map { $0 != nil })
    let types = derived.program.inputTypes + [count.type]
    let isBefore = TensorProgram(inputs: types) { [$0[0] .< $0[types.count - 1]] }
    let program = derived.program.rearranged(
      types, reading: Array(derived.program.inputs.indices))
    let row = Loop(
      condition: isBefore, step: Step(program: program, stateCount: derived.stateCount),
      limits: limits)
    let results = Tensor.apply(
      row.operation, step.operands(operands, directions) + [count])
    return results.dropFirst(step.stateCount).map { $0 }
  }

  /// The steps of all examples, each as often as it has steps; one more state in front counts them.
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> [Tensor] {
    let (count, own, given) = parts(operands)
    let examples = step.batchedOperands(
      own, Array(isBatched[1...own.count]), asking: isActive, size: size)
    let counts = isBatched[0] ? count : count.repeated(size)
    let types = [ArrayType([], .int64)] + examples.operands.types + [counts.type]
    let masked = step.masked(examples.isBatched, types, size: size) { inputs in
      inputs[0] .< inputs[types.count - 1]
    }
    let cotangents = zip(given, isBatched.dropFirst(1 + own.count)).map { cotangent, isBatched in
      isBatched ? cotangent : cotangent.repeated(size)
    }
    let row = ReverseLoop(step: masked, isActive: isActive + [false], limits: limits)
    let zero = Tensor(zeros: types[0])
    let most = size == 0 ? zero : counts.max()
    return Tensor.apply(row.operation, [most, zero] + examples.operands + [counts] + cotangents)
  }
}

extension ReverseLoop {
  init(step: Step, isActive: [Bool], limits: LoopLimits) {
    self.init(
      step: step, isActive: isActive, limits: limits, reverseStep: step.pullback(isActive))
  }
}

extension NDArray {
  fileprivate static func + (x: NDArray, y: NDArray) -> NDArray {
    (Tensor(x) + Tensor(y)).materialized
  }
}
