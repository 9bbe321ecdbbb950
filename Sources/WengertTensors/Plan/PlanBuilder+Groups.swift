// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// How lines gather in groups.
extension PlanBuilder {
  /// The type of numbers in which a loop computes an elementwise line; nil if none can.
  func loopType(_ line: Line, _ function: Elementwise) -> DType? {
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

  mutating func fuse(
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
  mutating func openGroup(
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
  mutating func prepare(_ operand: Int32, _ dtype: DType) {
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
  mutating func encode(_ line: Int32, _ dtype: DType) {
    let source = operand(line)
    let result = newValue()
    steps.append(
      .operation(ElementwiseRow(.convert(dtype)).operation, operands: [source], result: result))
    states[Int(line)] = .coded(result, dtype)
  }

  /// The value that a group has for an operand of a line of shape `shape`.
  mutating func value(_ operand: Int32, _ shape: Shape, _ group: Int) -> Int32 {
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
    case .pieces(let axis, let pieces):
      if let value = self.value(pieces, along: axis, own, shape, group) { return value }
      value = materialize(operand).value
      access = LoopNest.Source(offset: 0, strides: own.strides)
    default: preconditionFailure("An operand of a loop has no value.")
    }
    access.strides = strides(access.strides, of: own, in: shape)
    return groups[group].read(LoopGroup.Source(value: value, access: access))
  }

  /// The strides of an array along the axes of a loop over `shape` that it is broadcast to.
  func strides(_ strides: [Int], of own: Shape, in shape: Shape) -> [Int] {
    let missing = shape.rank - own.rank
    return shape.indices.filter { shape[$0] != 1 }.map { axis in
      axis < missing || own[axis - missing] == 1 ? 0 : strides[axis - missing]
    }
  }

  mutating func reduce(_ i: Int32, _ line: Line, _ reduction: Reduction, _ axes: [Int]) {
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
}
