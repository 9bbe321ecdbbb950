// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// A step repeated a known number of times, over sequences.
///
/// The operands are the first states and what the steps read; of that, what ``isSequence`` says has
/// one part for each step along its first axis. The results are the last states, what the steps wrote,
/// one behind the other, and with ``keepsStates`` the states that the steps started from, likewise.
struct Scan: TupleRow {
  static var name: String { "scan" }
  var step: Step
  var length: Int
  var isSequence: [Bool]
  /// Whether the last parts of the sequences come first.
  var isReversed: Bool
  /// Whether the states that the steps start from are results, too: reverse mode needs them.
  var keepsStates = false
  var operation: TupleOperation { .scan(self) }

  mutating func visitAttributes(_ visit: inout AttributeVisitor) {
    step.visitAttributes(&visit)
    visit("length", &length)
    visit("over", &isSequence)
    visit("reversed", &isReversed)
    visit("keeping states", &keepsStates)
  }

  func types(of operands: [ArrayType]) -> [ArrayType] {
    step.stateTypes
      + (step.writeTypes + (keepsStates ? step.stateTypes : []))
      .map { ArrayType(Shape([length] + $0.shape.dimensions), $0.dtype) }
  }

  func evaluate(_ operands: [NDArray]) -> [NDArray] {
    let count = step.stateCount
    let plan = step.program.plan
    let run = PlanRun(plan)
    // What is read by its address moves along.
    var moved: [PlanRun.Part] = []
    var sequences: [(input: Int, part: Shape)] = []
    for (k, operand) in operands.enumerated() {
      if k < count || !isSequence[k - count] {
        run.set(k, operand)
        continue
      }
      let type = step.readTypes[k - count]
      if plan.isForTable[k] {
        moved.append(PlanRun.Part(value: k, array: operand.address, byteCount: type.byteCount))
      } else {
        sequences.append((k, type.shape))
      }
    }
    func stacks(_ types: [ArrayType]) -> [NDArrayStack] {
      types.map { NDArrayStack(length, of: $0.shape, $0.dtype) }
    }
    func parts(_ stacks: [NDArrayStack], of values: some Sequence<Int>) -> [PlanRun.Part] {
      zip(stacks, values).map {
        PlanRun.Part(value: $1, array: $0.memory, byteCount: $0.partBytes)
      }
    }
    let written = stacks(step.writeTypes)
    let kept = keepsStates ? stacks(step.stateTypes) : []
    let results = parts(written, of: plan.outputValues.dropFirst(count))
    let states = parts(kept, of: 0..<count)
    for i in 0..<length {
      let place = isReversed ? length - 1 - i : i
      run.read(moved, at: place)
      for (k, part) in sequences { run.set(k, operands[k].part(place, part)) }
      run.write(states, at: place)
      run()
      run.write(results, at: place)
      if i + 1 < length { run.advance(count) }
    }
    let last = length == 0 ? Array(operands.prefix(count)) : (0..<count).map { run.output($0) }
    return withExtendedLifetime(operands) { last + (written + kept).map { $0.array } }
  }

  func pushforward(_ line: AppliedTuple, _ tangents: [Tensor?]) -> [Tensor?] {
    if keepsStates { return writingStates.pushforward(line, tangents) }
    let isActive = tangents.dropFirst(step.stateCount).map { $0 != nil }
    let row = Scan(
      step: step.pushforward(isActive), length: length,
      isSequence: isSequence + zip(isSequence, isActive).filter { $0.1 }.map { $0.0 },
      isReversed: isReversed)
    return step.tangents(Tensor.apply(row.operation, step.operands(line.operands, tangents)))
  }

  /// The scan keeps its states, and is pulled back from the last step to the first. A plan runs it once
  /// where its other results are needed, too. The cotangents of what all steps read are summed on the way.
  func pullback(_ line: AppliedTuple, _ cotangents: [Tensor?], _ isNeeded: [Bool]) -> [Tensor?] {
    if keepsStates { return writingStates.pullback(line, cotangents, isNeeded) }
    let count = step.stateCount
    let isActive = zip(isNeeded.dropFirst(count), step.readTypes.areReal).map { $0 && $1 }
    let isShared = zip(isActive, isSequence).map { $0 && !$1 }
    let isRealState = step.stateTypes.areReal
    let isRealWrite = step.writeTypes.areReal
    var recording = self
    recording.keepsStates = true
    let history = Tensor.apply(recording.operation, line.operands).suffix(count)
    let sums = step.readTypes.indices.filter { isShared[$0] }
      .map { Tensor(zeros: step.readTypes[$0]) }
    let last = Array(cotangents.prefix(count)).filled(step.stateTypes, where: isRealState)
    let written = Array(cotangents.dropFirst(count))
      .filled(Array(types(of: []).dropFirst(count)), where: isRealWrite)
    let row = Scan(
      step: reversed(isActive, isShared), length: length,
      isSequence: isSequence + history.map { _ in true } + written.map { _ in true },
      isReversed: !isReversed)
    let results = Tensor.apply(
      row.operation, last + sums + line.operands.dropFirst(count) + history + written)
    var shared = results[last.count..<(last.count + sums.count)].makeIterator()
    var sequences = results[(last.count + sums.count)...].makeIterator()
    let reads = zip(isActive, isShared).map { isActive, isShared in
      isActive ? (isShared ? shared.next() : sequences.next()) : nil
    }
    return [Tensor?](results.prefix(last.count), where: isRealState) + reads
  }

  /// The same scan without the flag: its steps write the states that they start from.
  private var writingStates: Scan {
    let types = step.program.inputTypes
    let program = TensorProgram(inputs: types) { inputs in
      step.program(inputs) + inputs.prefix(step.stateCount)
    }
    return Scan(
      step: Step(program: program, stateCount: step.stateCount), length: length,
      isSequence: isSequence, isReversed: isReversed)
  }

  /// A step backward. States: cotangents of the states, and sums of those of what all steps read;
  /// reads: what the step read, its states, the cotangents of what it wrote; writes: the cotangents
  /// of its parts of sequences.
  private func reversed(_ isActive: [Bool], _ isShared: [Bool]) -> Step {
    let pullback = step.pullback(isActive)
    let isReal = step.stateTypes.areReal
    let states = step.stateTypes.indices.filter { isReal[$0] }.map { step.stateTypes[$0] }
    let sums = step.readTypes.indices.filter { isShared[$0] }.map { step.readTypes[$0] }
    let isRealWrite = step.writeTypes.areReal
    let writes = step.writeTypes.indices.filter { isRealWrite[$0] }.map { step.writeTypes[$0] }
    let types = states + sums + step.readTypes + step.stateTypes + writes
    let program = TensorProgram(inputs: types) { inputs in
      var rest = inputs[...]
      func take(_ count: Int) -> [Tensor] {
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
      }
      let cotangents = take(states.count)
      var sums = take(sums.count)
      let reads = take(step.readTypes.count)
      let parts = pullback(take(step.stateCount) + reads + cotangents + rest)
      var written: [Tensor] = []
      var shared = 0
      for (part, isShared) in zip(
        parts.dropFirst(states.count), zip(isActive, isShared).filter { $0.0 }.map { $0.1 })
      {
        if isShared {
          sums[shared] += part
          shared += 1
        } else {
          written.append(part)
        }
      }
      return parts.prefix(states.count) + sums + written
    }
    return Step(program: program.simplified(), stateCount: states.count + sums.count)
  }

  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> [Tensor] {
    if keepsStates { return writingStates.batched(operands, isBatched, size: size) }
    let count = step.stateCount
    // The states of all examples differ after some steps, if not before.
    let flags = isBatched.enumerated().map { $0 < count || $1 }
    let given = zip(operands, zip(isBatched, flags)).enumerated().map { k, operand in
      let (operand, (isBatched, flag)) = operand
      let batch = flag && !isBatched ? operand.repeated(size) : operand
      return k >= count && flag && isSequence[k - count] ? batch.movingAxis(from: 0, to: 1) : batch
    }
    let row = Scan(
      step: Step(program: step.program.batched(flags, size: size).simplified(), stateCount: count),
      length: length, isSequence: isSequence, isReversed: isReversed)
    return Tensor.apply(row.operation, given).enumerated().map { k, result in
      k < count ? result : result.movingAxis(from: 1, to: 0)
    }
  }
}
