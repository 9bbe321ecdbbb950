// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// Lines that are no work, and arrays for those who cannot read through them.
extension PlanBuilder {
  /// Whether a view shows all elements of its operand in their order, so that it is the operand but
  /// for axes of length 1.
  func keepsLayout(_ line: Line) -> Bool {
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
  mutating func rename(_ i: Int32, _ operand: Int32) {
    if case .open(let group, let value) = states[Int(operand)] {
      join(i, group, value)
      return
    }
    close(operand)
    states[Int(i)] = states[Int(operand)]
  }

  mutating func reshape(_ i: Int32, _ source: Int32) {
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
  mutating func join(_ i: Int32, _ group: Int, _ value: Int32) {
    groups[group].add(LoopGroup.Member(line: i, value: value))
    states[Int(i)] = .open(group, value)
  }

  mutating func view(_ i: Int32, _ line: Line) {
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

  /// A line as an operand of an operation: an array of its own shape and type.
  mutating func operand(_ line: Int32) -> Plan.Operand {
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
  mutating func materialize(_ line: Int32) -> Plan.Operand {
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
}
