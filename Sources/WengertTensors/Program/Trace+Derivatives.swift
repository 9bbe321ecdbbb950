// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The two derivative passes over a list: each appends lines to the list itself, so that its
/// results can be differentiated again.
extension Trace {
  /// Forward mode: the tangents of `outputs` for tangents of some lines.
  ///
  /// Every line from the first of `inputs` on that depends on one of them is pushed forward once.
  /// A tangent that is nil is zero.
  func pushforward(_ outputs: [Int32], from inputs: [Int32], _ tangents: [Tensor?]) -> [Tensor?] {
    guard let start = inputs.min(), let end = outputs.max(), start <= end else {
      return outputs.map { _ in nil }
    }
    var known = [Int32](repeating: -1, count: Int(end - start) + 1)
    for (input, tangent) in zip(inputs, tangents) where input <= end {
      if let tangent { known[Int(input - start)] = line(of: tangent) }
    }
    var tuples: [Int32: [Tensor?]] = [:]
    let isInput = Set(elements: inputs)
    let isNeeded = dependencies(of: outputs, downTo: start)
    for i in start...end where isNeeded[Int(i - start)] && !isInput.contains(i) {
      let line = lines[Int(i)]
      var hasTangent = false
      for operand in line.operands where operand >= start && known[Int(operand - start)] >= 0 {
        hasTangent = true
      }
      guard hasTangent else { continue }
      let given: [Tensor?] = line.operands.map { operand in
        guard operand >= start, known[Int(operand - start)] >= 0 else { return nil }
        return Tensor(self, known[Int(operand - start)])
      }
      switch line.operation {
      case .tuple(let line):
        tuples[i] = line.tuple.pushforward(appliedTuple(i), given)
        known[Int(i - start)] = i
      case .projection(let projection):
        guard let tangent = tuples[line.operands[0]]?[projection.index] else { continue }
        known[Int(i - start)] = self.line(of: tangent)
      default:
        guard let tangent = line.operation.pushforward(applied(i), given) else { continue }
        known[Int(i - start)] = self.line(of: tangent)
      }
    }
    return outputs.map { output in
      guard output >= start, known[Int(output - start)] >= 0 else { return nil }
      return Tensor(self, known[Int(output - start)])
    }
  }

  /// Reverse mode: the cotangents of `inputs` for cotangents of `outputs`, nil for zero.
  ///
  /// Lines are met from the last to the first; each passes its cotangent on to those of its
  /// operands that depend on an input.
  func pullback(_ outputs: [Int32], _ cotangents: [Tensor?], to inputs: [Int32]) -> [Tensor?] {
    guard let start = inputs.min(), let end = outputs.max(), start <= end else {
      return inputs.map { _ in nil }
    }
    let depends = dependents(on: inputs, from: start, to: end)
    var known = [Int32](repeating: -1, count: Int(end - start) + 1)
    for (output, cotangent) in zip(outputs, cotangents) where output >= start {
      if let cotangent { accumulate(cotangent, at: output, start, &known) }
    }
    var tuples: [Int32: [Tensor?]] = [:]
    let isInput = Set(elements: inputs)
    var recomputations = Recomputations(of: checkpoints, from: start, to: end)
    for i in stride(from: end, through: start, by: -1) {
      guard depends[Int(i - start)], known[Int(i - start)] >= 0, !isInput.contains(i) else { continue }
      let source = recomputations.source(of: i, in: self)
      let line = lines[Int(i)]
      let cotangent = Tensor(self, known[Int(i - start)])
      switch line.operation {
      case .projection(let projection):
        let tuple = line.operands[0]
        var cotangents = tuples[tuple] ?? [Tensor?](repeating: nil, count: projections(of: tuple).count)
        cotangents[projection.index] = cotangent
        tuples[tuple] = cotangents
        // Marks the tuple as met; its cotangents are those in the table.
        known[Int(tuple - start)] = tuple
      case .tuple(let row):
        let isNeeded = line.operands.map { $0 >= start && depends[Int($0 - start)] }
        let parts = row.tuple.pullback(
          appliedTuple(source), tuples[i].unsafelyUnwrapped, isNeeded)
        for (operand, part) in zip(line.operands, parts) {
          if let part, operand >= start { accumulate(part, at: operand, start, &known) }
        }
      default:
        let applied = applied(source)
        for k in line.operands.indices {
          let operand = line.operands[k]
          guard operand >= start, depends[Int(operand - start)] else { continue }
          if let part = line.operation.pullback(applied, cotangent, to: k) {
            accumulate(part, at: operand, start, &known)
          }
        }
      }
    }
    return inputs.map { input in
      input <= end && known[Int(input - start)] >= 0 ? Tensor(self, known[Int(input - start)]) : nil
    }
  }

  private func accumulate(
    _ cotangent: Tensor, at line: Int32, _ start: Int32, _ known: inout [Int32]
  ) {
    let slot = Int(line - start)
    let sum = known[slot] < 0 ? cotangent : Tensor(self, known[slot]) + cotangent
    known[slot] = self.line(of: sum)
  }

  /// A line with its operands and result as tensors.
  func applied(_ i: Int32) -> AppliedLine {
    AppliedLine(
      operands: lines[Int(i)].operands.map { Tensor(self, $0) }, result: Tensor(self, i))
  }

  /// A line with several results, with its operands and results as tensors.
  private func appliedTuple(_ i: Int32) -> AppliedTuple {
    AppliedTuple(
      operands: lines[Int(i)].operands.map { Tensor(self, $0) },
      results: projections(of: i).map { Tensor(self, $0) })
  }

  /// Which of the lines from `start` to `end` depend on some lines.
  private func dependents(on inputs: [Int32], from start: Int32, to end: Int32) -> [Bool] {
    var depends = [Bool](repeating: false, count: Int(end - start) + 1)
    for input in inputs where input <= end { depends[Int(input - start)] = true }
    for i in start...end where !depends[Int(i - start)] && hasDerivative(i) {
      for operand in lines[Int(i)].operands where operand >= start && depends[Int(operand - start)] {
        depends[Int(i - start)] = true
        break
      }
    }
    return depends
  }

  /// Whether a line passes derivatives on: integers and what stops a gradient have none.
  private func hasDerivative(_ i: Int32) -> Bool {
    switch lines[Int(i)].operation {
    case .tuple: true
    case .identity(let identity) where identity.purpose == .stopGradient: false
    default: lines[Int(i)].type.dtype.isFloatingPoint
    }
  }

  /// Which of the lines from `start` on some outputs depend on.
  func dependencies(of outputs: [Int32], downTo start: Int32) -> [Bool] {
    guard let end = outputs.max(), end >= start else { return [] }
    var needed = [Bool](repeating: false, count: Int(end - start) + 1)
    for output in outputs where output >= start { needed[Int(output - start)] = true }
    for i in stride(from: end, through: start, by: -1) where needed[Int(i - start)] {
      for operand in lines[Int(i)].operands where operand >= start {
        needed[Int(operand - start)] = true
      }
    }
    return needed
  }
}

extension Set {
  /// The set of some elements, one by one: the initializer of the standard library casts.
  init(elements: [Element]) {
    self.init()
    for element in elements { insert(element) }
  }
}
