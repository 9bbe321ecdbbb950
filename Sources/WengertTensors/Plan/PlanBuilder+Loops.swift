// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// How a group becomes a loop.
extension PlanBuilder {
  /// Makes the loop of a line's group, if it is part of an open one.
  mutating func close(_ line: Int32) {
    switch states[Int(line)] {
    case .open(let group, _), .reduced(let group): close(group)
    default: break
    }
  }

  mutating func close(_ number: Int) {
    let group = groups[number]
    guard open[group.key] == number else { return }
    // What it held is not needed again.
    groups[number] = LoopGroup(group.key)
    open[group.key] = nil
    var results: [LoopNest.Result] = []
    var values: [Plan.Value] = []
    var stored: [Int32: Plan.Value] = [:]
    var reductions: [(LoopGroup.Member, Plan.Value)] = []
    let inside = Set(group.members.lazy.filter { $0.reduction == nil }.map { $0.line })
    let reducers = Set(group.members.lazy.filter { $0.reduction != nil }.map { $0.line })
    for member in group.members {
      if member.reduction != nil {
        reductions.append((member, newValue()))
        continue
      }
      let isNeeded =
        isOutput[Int(member.line)]
        || uses.users(of: member.line).contains { !inside.contains($0) && !reducers.contains($0) }
      guard isNeeded else { continue }
      let value = stored[member.value] ?? newValue()
      if stored[member.value] == nil {
        stored[member.value] = value
        values.append(value)
        results.append(
          LoopNest.Result(shape: lines[Int(member.line)].type.shape, value: member.value))
      }
      states[Int(member.line)] =
        lines[Int(member.line)].type.dtype == .bool
        ? .coded(value, group.key.dtype) : whole(value, lines[Int(member.line)].type.shape)
    }
    for (member, value) in reductions {
      values.append(value)
      results.append(
        LoopNest.Result(
          shape: lines[Int(member.line)].type.shape, value: member.value,
          reduction: member.reduction, axes: member.axes))
      states[Int(member.line)] = whole(value, lines[Int(member.line)].type.shape)
    }
    if results.isEmpty { return }
    if let loops = loops(group, results, values) {
      steps += loops
      return
    }
    // Some reduction does not fit the walk of the loop: its operand is stored, and it runs alone.
    splitReductions(group, reductions, &results, &values, &stored)
  }

  /// The loops of a group, one for each of its segments; nil if some reduction does not fit their walk.
  func loops(
    _ group: LoopGroup, _ results: [LoopNest.Result], _ values: [Plan.Value]
  ) -> [Plan.Work]? {
    var loops: [Plan.Work] = []
    for (segment, sources) in group.segments {
      guard
        let nest = LoopNest(
          dtype: group.key.dtype, lengths: group.key.lengths, segment: segment,
          sources: sources.map { $0.access }, steps: group.steps, results: results,
          kernelFor: KernelCache.shared.kernel)
      else { return nil }
      loops.append(
        .loop(LoopCall(nest, sources: sources.map { $0.value }, results: values)))
    }
    return loops
  }

  mutating func splitReductions(
    _ group: LoopGroup, _ reductions: [(LoopGroup.Member, Plan.Value)],
    _ results: inout [LoopNest.Result], _ values: inout [Plan.Value],
    _ stored: inout [Int32: Plan.Value]
  ) {
    results.removeLast(reductions.count)
    values.removeLast(reductions.count)
    let shape = Shape(group.key.lengths)
    for (member, _) in reductions where stored[member.value] == nil {
      let value = newValue()
      stored[member.value] = value
      values.append(value)
      results.append(LoopNest.Result(shape: shape, value: member.value))
    }
    guard let loops = loops(group, results, values) else {
      preconditionFailure("A loop without reductions could not be made.")
    }
    steps += loops
    for (member, value) in reductions {
      let source = stored[member.value].unsafelyUnwrapped
      let nest = LoopNest(
        dtype: group.key.dtype, lengths: group.key.lengths,
        sources: [LoopNest.Source(offset: 0, strides: shape.strides)], steps: [],
        results: [
          LoopNest.Result(
            shape: lines[Int(member.line)].type.shape, value: ~0, reduction: member.reduction,
            axes: member.axes)
        ], kernelFor: KernelCache.shared.kernel)
      if let nest {
        steps.append(.loop(LoopCall(nest, sources: [source], results: [value])))
        continue
      }
      let line = lines[Int(member.line)]
      let operand = Plan.Operand(value: source, shape: lines[Int(line.operands[0])].type.shape)
      steps.append(.operation(line.operation, operands: [operand], result: value))
    }
  }
}
