// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// Makes the plan of a list of lines.
///
/// Lines are met in order. Elementwise lines of one shape gather in an *open* group, one for each
/// shape; a group becomes a loop, is *closed*, when a line outside needs one of its values. Since
/// whoever needs an open group's value closes it, open groups never depend on each other, and loops
/// in the order of closing are in the order of computation. Views (broadcasts, slices, transposes)
/// are no work: loops read through them.
struct PlanBuilder {
  /// What is known of a line that has been met.
  enum State {
    case unknown
    /// The value under its own shape, or a view of it.
    case array(Plan.Value, LoopNest.Source, isWhole: Bool)
    /// Part of an open group, by its number, with the value that it has there.
    case open(Int, Int32)
    /// What an open group reduces a value to; nobody in the group may use it.
    case reduced(Int)
    /// A bool as the numbers 0 and 1 of a type.
    case coded(Plan.Value, DType)
    /// The results of a tuple.
    case tuple([Plan.Value])
  }

  let lines: ContiguousArray<Line>
  /// The lines to plan, in order; those given are not among them.
  private let work: [Int32]
  var states: [State]
  /// All groups; those that are open have their number in the table.
  private var groups: [LoopGroup] = []
  private var open: [LoopGroup.Key: Int] = [:]
  /// Whether something outside needs the value: an output.
  private var isOutput: [Bool]
  /// For each line, those of the plan that use it.
  private let uses: LineUses
  private var steps: [Plan.Work] = []
  private var valueCount: Int32
  private let givenCount: Int

  /// - Parameters:
  ///   - given: The lines whose values come with a run, in that order.
  ///   - work: The lines to compute, in order.
  init(
    _ lines: ContiguousArray<Line>, given: [Int32], work: [Int32], outputs: [Int32]
  ) {
    self.lines = lines
    self.work = work
    states = Array(repeating: .unknown, count: lines.count)
    isOutput = Array(repeating: false, count: lines.count)
    for output in outputs { isOutput[Int(output)] = true }
    uses = LineUses(lines, work)
    valueCount = Int32(given.count)
    givenCount = given.count
    for (value, line) in given.enumerated() {
      states[Int(line)] = whole(Plan.Value(value), lines[Int(line)].type.shape)
    }
  }

  /// Plans everything.
  mutating func plan(_ outputs: [Int32]) -> Plan {
    for line in work { meet(line) }
    let operands = outputs.map { operand($0) }
    return Plan(
      steps, valueCount: Int(valueCount), givenCount: givenCount, outputs: operands)
  }

  private func whole(_ value: Plan.Value, _ shape: Shape) -> State {
    .array(value, LoopNest.Source(offset: 0, strides: shape.strides), isWhole: true)
  }

  private mutating func newValue() -> Plan.Value {
    valueCount += 1
    return valueCount - 1
  }

  // MARK: Lines

  private mutating func meet(_ i: Int32) {
    let line = lines[Int(i)]
    switch line.operation {
    case .identity: rename(i, line.operands[0])
    case .reshape: reshape(i, line.operands[0])
    case .broadcast, .slice, .transpose:
      if case .open(let group, let value) = states[Int(line.operands[0])],
        keepsLayout(line), groups[group].holds(line.type.shape)
      {
        join(i, group, value)
      } else {
        view(i, line)
      }
    case .elementwise(let row):
      if let dtype = loopType(line, row.function) {
        fuse(i, line, row.function, dtype)
      } else {
        run(i, line)
      }
    case .sum(let row): reduce(i, line, .sum, row.axes)
    case .extreme(let row): reduce(i, line, row.maximum ? .maximum : .minimum, row.axes)
    case .tuple(let row):
      let results = uses.projections(of: i, lines).map { _ in newValue() }
      steps.append(
        .tuple(row.tuple, operands: line.operands.map { operand($0) }, results: results))
      states[Int(i)] = .tuple(results)
    case .projection(let projection):
      guard case .tuple(let results) = states[Int(line.operands[0])] else { return }
      states[Int(i)] = whole(results[projection.index], line.type.shape)
    default: run(i, line)
    }
  }

  /// Whether a view shows all elements of its operand in their order, so that it is the operand but
  /// for axes of length 1.
  private func keepsLayout(_ line: Line) -> Bool {
    let shape = lines[Int(line.operands[0])].type.shape
    switch line.operation {
    case .transpose(let row):
      let moved = row.axes.filter { shape[$0] != 1 }
      return moved == moved.sorted()
    case .slice(let row): return shape.indices.allSatisfy { shape[$0] == 1 || row.steps[$0] == 1 }
    default: return true
    }
  }

  /// A line that is its operand under another name.
  private mutating func rename(_ i: Int32, _ operand: Int32) {
    if case .open(let group, let value) = states[Int(operand)] {
      join(i, group, value)
      return
    }
    close(operand)
    states[Int(i)] = states[Int(operand)]
  }

  private mutating func reshape(_ i: Int32, _ source: Int32) {
    let shape = lines[Int(i)].type.shape
    if case .open(let group, let value) = states[Int(source)], groups[group].holds(shape) {
      join(i, group, value)
      return
    }
    close(source)
    if case .coded(let value, let dtype) = states[Int(source)] {
      states[Int(i)] = .coded(value, dtype)
      return
    }
    if case .array(let value, let access, isWhole: false) = states[Int(source)],
      access.isContiguous(lines[Int(source)].type.shape)
    {
      let access = LoopNest.Source(offset: access.offset, strides: shape.strides)
      states[Int(i)] = .array(value, access, isWhole: false)
      return
    }
    let operand = operand(source)
    states[Int(i)] = whole(operand.value, shape)
  }

  /// Makes a line one more name of a value of an open group.
  private mutating func join(_ i: Int32, _ group: Int, _ value: Int32) {
    groups[group].add(LoopGroup.Member(line: i, value: value))
    states[Int(i)] = .open(group, value)
  }

  private mutating func view(_ i: Int32, _ line: Line) {
    let source = line.operands[0]
    close(source)
    guard case .array(let value, var access, _) = states[Int(source)] else {
      run(i, line)
      return
    }
    let shape = lines[Int(source)].type.shape
    switch line.operation {
    case .broadcast(let row):
      let missing = row.shape.rank - shape.rank
      access.strides = row.shape.indices.map { axis in
        axis < missing || (shape[axis - missing] == 1 && row.shape[axis] != 1)
          ? 0 : access.strides[axis - missing]
      }
    case .slice(let row):
      for axis in shape.indices {
        access.offset += row.starts[axis] * access.strides[axis]
        access.strides[axis] *= row.steps[axis]
      }
    case .transpose(let row): access.strides = row.axes.map { access.strides[$0] }
    default: break
    }
    states[Int(i)] = .array(value, access, isWhole: false)
  }

  /// An operation by its own row.
  private mutating func run(_ i: Int32, _ line: Line) {
    let operands = line.operands.map { operand($0) }
    let result = newValue()
    steps.append(.operation(line.operation, operands: operands, result: result))
    states[Int(i)] = whole(result, line.type.shape)
  }

  // MARK: Arrays

  /// A line as an operand of an operation: an array of its own shape and type.
  private mutating func operand(_ line: Int32) -> Plan.Operand {
    close(line)
    let type = lines[Int(line)].type
    switch states[Int(line)] {
    case .array(let value, _, isWhole: true): return Plan.Operand(value: value, shape: type.shape)
    case .coded(let value, _):
      let result = newValue()
      let row = ElementwiseRow(.convert(.bool))
      steps.append(
        .operation(
          row.operation, operands: [Plan.Operand(value: value, shape: type.shape)], result: result))
      states[Int(line)] = whole(result, type.shape)
      return Plan.Operand(value: result, shape: type.shape)
    default: return materialize(line)
    }
  }

  /// Makes the array of a view, and of the views that it is one of.
  private mutating func materialize(_ line: Int32) -> Plan.Operand {
    var chain = [line]
    while let view = chain.last,
      case .array(_, _, isWhole: false) = states[Int(lines[Int(view)].operands[0])]
    {
      chain.append(lines[Int(view)].operands[0])
    }
    for view in chain.reversed() { run(view, lines[Int(view)]) }
    guard case .array(let value, _, _) = states[Int(line)] else {
      preconditionFailure("A line of a plan has no value.")
    }
    return Plan.Operand(value: value, shape: lines[Int(line)].type.shape)
  }

  // MARK: Loops

  /// The type of numbers in which a loop computes an elementwise line; nil if none can.
  private func loopType(_ line: Line, _ function: Elementwise) -> DType? {
    func type(_ k: Int) -> DType { lines[Int(line.operands[k])].type.dtype }
    switch function {
    case .function, .contribution, .less, .lessOrEqual, .equal:
      return type(0).isFloatingPoint ? type(0) : nil
    case .select: return type(1).isFloatingPoint ? type(1) : nil
    case .and, .or, .exclusiveOr, .not:
      for operand in line.operands {
        switch states[Int(operand)] {
        case .open(let group, _): return groups[group].key.dtype
        case .coded(_, let dtype): return dtype
        default: continue
        }
      }
      return nil
    case .convert(let target):
      if type(0) == target && target.isFloatingPoint { return target }
      return type(0) == .bool && target.isFloatingPoint ? target : nil
    }
  }

  private mutating func fuse(
    _ i: Int32, _ line: Line, _ function: Elementwise, _ dtype: DType
  ) {
    let group = openGroup(LoopGroup.Key(line.type.shape, dtype), line.operands, dtype)
    var values: [Int32] = []
    for operand in line.operands { values.append(value(operand, line.type.shape, group)) }
    let isRenaming: Bool
    if case .convert = function { isRenaming = true } else { isRenaming = false }
    let value =
      isRenaming
      ? values[0]
      : groups[group].add(
        LoopBody.Step(
          function, values[0], values.count > 1 ? values[1] : 0, values.count > 2 ? values[2] : 0))
    join(i, group, value)
  }

  /// The open group of a key, ready to use some lines.
  private mutating func openGroup(
    _ key: LoopGroup.Key, _ operands: Line.Operands, _ dtype: DType, isReduction: Bool = false
  ) -> Int {
    func isMember(_ line: Int32) -> Bool {
      if case .open(let group, _) = states[Int(line)] { open[key] == group } else { false }
    }
    if let group = open[key], groups[group].isSealed,
      !isReduction || !operands.allSatisfy(isMember)
    {
      close(group)
    }
    // What is not in this group must be there before it.
    for operand in operands where !isMember(operand) { close(operand) }
    for operand in operands where !isMember(operand) { prepare(operand, dtype) }
    if let group = open[key] { return group }
    groups.append(LoopGroup(key))
    open[key] = groups.count - 1
    return groups.count - 1
  }

  /// Makes an operand of a loop an array that the loop can read: of numbers, with neighbours along the
  /// last axis next to each other.
  private mutating func prepare(_ operand: Int32, _ dtype: DType) {
    let type = lines[Int(operand)].type
    switch states[Int(operand)] {
    case .coded(_, dtype): break
    case .coded: encode(operand, dtype)
    case .array(_, let access, _):
      if type.dtype == .bool {
        encode(operand, dtype)
      } else if let last = type.shape.indices.last(where: { type.shape[$0] != 1 }),
        access.strides[last] > 1 || access.strides[last] < 0
      {
        _ = materialize(operand)
      }
    default: break
    }
  }

  /// Makes the numbers of a bool.
  private mutating func encode(_ line: Int32, _ dtype: DType) {
    let source = operand(line)
    let result = newValue()
    steps.append(
      .operation(ElementwiseRow(.convert(dtype)).operation, operands: [source], result: result))
    states[Int(line)] = .coded(result, dtype)
  }

  /// The value that a group has for an operand of a line of shape `shape`.
  private mutating func value(_ operand: Int32, _ shape: Shape, _ group: Int) -> Int32 {
    let own = lines[Int(operand)].type.shape
    let value: Plan.Value
    var access: LoopNest.Source
    switch states[Int(operand)] {
    case .open(_, let value): return value
    case .coded(let array, _):
      value = array
      access = LoopNest.Source(offset: 0, strides: own.strides)
    case .array(let array, let view, _):
      value = array
      access = view
    default: preconditionFailure("An operand of a loop has no value.")
    }
    let missing = shape.rank - own.rank
    access.strides = shape.indices.filter { shape[$0] != 1 }.map { axis in
      axis < missing || own[axis - missing] == 1 ? 0 : access.strides[axis - missing]
    }
    return groups[group].read(LoopGroup.Source(value: value, access: access))
  }

  private mutating func reduce(_ i: Int32, _ line: Line, _ reduction: Reduction, _ axes: [Int]) {
    let source = line.operands[0]
    let type = lines[Int(source)].type
    guard type.dtype.isFloatingPoint, !type.shape.dimensions.contains(0) else {
      run(i, line)
      return
    }
    let key = LoopGroup.Key(type.shape, type.dtype)
    let kept = type.shape.indices.filter { type.shape[$0] != 1 }
    let reduced = kept.indices.filter { axes.contains(kept[$0]) }
    if reduced.isEmpty {
      reshape(i, source)
      return
    }
    let isTrailing = reduced == Array((kept.count - reduced.count)..<kept.count)
    if reduced.contains(kept.count - 1) && !isTrailing {
      run(i, line)
      return
    }
    let group = openGroup(key, Line.Operands([source]), type.dtype, isReduction: true)
    let value = value(source, type.shape, group)
    groups[group].add(
      LoopGroup.Member(line: i, value: value, reduction: reduction, axes: reduced))
    states[Int(i)] = .reduced(group)
  }

  /// Makes the loop of a line's group, if it is part of an open one.
  private mutating func close(_ line: Int32) {
    switch states[Int(line)] {
    case .open(let group, _), .reduced(let group): close(group)
    default: break
    }
  }

  private mutating func close(_ number: Int) {
    let group = groups[number]
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
    if let nest = nest(group, results) {
      steps.append(.loop(nest, sources: group.sources.map { $0.value }, results: values))
      return
    }
    // Some reduction does not fit the walk of the loop: its operand is stored, and it runs alone.
    splitReductions(group, reductions, &results, &values, &stored)
  }

  private func nest(_ group: LoopGroup, _ results: [LoopNest.Result]) -> LoopNest? {
    LoopNest(
      dtype: group.key.dtype, lengths: group.key.lengths,
      sources: group.sources.map { $0.access }, steps: group.steps, results: results,
      kernelFor: KernelCache.shared.kernel)
  }

  private mutating func splitReductions(
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
    guard let nest = nest(group, results) else {
      preconditionFailure("A loop without reductions could not be made.")
    }
    steps.append(.loop(nest, sources: group.sources.map { $0.value }, results: values))
    for (member, value) in reductions {
      let line = lines[Int(member.line)]
      let source = Plan.Operand(
        value: stored[member.value].unsafelyUnwrapped,
        shape: lines[Int(line.operands[0])].type.shape)
      steps.append(.operation(line.operation, operands: [source], result: value))
    }
  }
}
