// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

extension TensorProgram {
  /// Why the results are not linear in the inputs that `isDirection` says; nil if they are.
  ///
  /// The lines are met once each. One that works on a direction is linear in it if its own
  /// derivative does not depend on it, and if nothing but zeros is added. (A product of two
  /// directions, say, has a derivative that depends on them.)
  func nonlinearity(in isDirection: [Bool]) -> String? {
    let (outputs, reason) = linearity(isDirection.map { $0 ? .linear : .other })
    if let reason { return reason }
    return outputs.contains(.other) ? "a result does not depend on it" : nil
  }

  /// How each result depends on the directions, or the reason why that is not linear.
  fileprivate func linearity(_ inputs: [Linearity]) -> (outputs: [Linearity], reason: String?) {
    let trace = Trace(parent: nil)
    return trace.running {
      let operands = inputTypes.map { trace.input($0) }
      let outputs = trace.inline(self, operands)
      var known = [Linearity](repeating: .other, count: Int(trace.count))
      for (operand, input) in zip(operands, inputs) { known[Int(operand.line)] = input }
      for i in operands.count..<known.count {
        do throws(Nonlinearity) {
          known[i] = try trace.linearity(of: Int32(i), &known)
        } catch {
          return ([], error.reason)
        }
      }
      return (outputs.map { known[Int($0.line)] }, nil)
    }
  }
}

/// How a tensor depends on a direction.
private enum Linearity {
  /// Not at all.
  case other
  /// Not at all: it is zero, or nan, where there is no derivative either.
  case zero
  /// Linearly.
  case linear
}

private struct Nonlinearity: Error {
  let reason: String

  init(through name: String) { reason = "it passes through \(name)" }
  init(adding name: String) { reason = "\(name) joins it with what does not depend on it" }
}

extension Trace {
  fileprivate func linearity(
    of i: Int32, _ known: inout [Linearity]
  ) throws(Nonlinearity) -> Linearity {
    let line = lines[Int(i)]
    let operands = line.operands.map { known[Int($0)] }
    if case .constant = line.operation { return values[Int(i)]?.isZeroOrNaN == true ? .zero : .other }
    if case .projection(let projection) = line.operation {
      // The line with all results has said so already.
      guard case .tuple(let row) = lines[Int(line.operands[0])].operation else { return .other }
      let given = lines[Int(line.operands[0])].operands.map { known[Int($0)] }
      guard given.contains(.linear) else { return .other }
      return try row.tuple.linearity(given)?[projection.index] ?? known[Int(line.operands[0])]
    }
    guard operands.contains(.linear) else {
      return operands.contains(.other) || operands.isEmpty || !line.operation.keepsZeros
        ? .other : .zero
    }
    if case .tuple(let row) = line.operation, try row.tuple.linearity(operands) != nil {
      return .linear
    }
    if line.operation.isSum(of: operands), operands.dropFirst(line.operation.leading).contains(.other) {
      throw Nonlinearity(adding: line.operation.displayName)
    }
    guard derivativeIsConstant(i, operands, known) else {
      throw Nonlinearity(through: line.operation.displayName)
    }
    return .linear
  }

  /// Whether the derivative of a line with respect to its operands that are directions exists and
  /// does not depend on directions.
  private func derivativeIsConstant(
    _ i: Int32, _ operands: [Linearity], _ known: [Linearity]
  ) -> Bool {
    let line = lines[Int(i)]
    let mark = count
    defer { truncate(to: mark) }
    let tangents = zip(line.operands, operands).map { operand, dependence in
      dependence == .linear ? input(lines[Int(operand)].type) : nil
    }
    let results: [Tensor?]
    if case .tuple(let row) = line.operation {
      let applied = AppliedTuple(
        operands: line.operands.map { Tensor(self, $0) },
        results: projections(of: i).map { Tensor(self, $0) })
      results = row.tuple.pushforward(applied, tangents)
    } else {
      results = [line.operation.pushforward(applied(i), tangents)]
    }
    let found = results.compactMap { $0.map { self.line(of: $0) } }
    guard !found.isEmpty else { return false }
    // Numbered behind the program are the lines of the derivative; what they read of it counts.
    let isNeeded = dependencies(of: found, downTo: mark)
    for (k, isNeeded) in isNeeded.enumerated() where isNeeded {
      for operand in lines[Int(mark) + k].operands where operand < mark {
        if operand >= i || known[Int(operand)] == .linear { return false }
      }
    }
    return found.allSatisfy { $0 >= mark || known[Int($0)] != .linear }
  }
}

extension TupleOperation {
  /// How the results depend on directions, for operations that hold programs; nil for others.
  fileprivate func linearity(_ operands: [Linearity]) throws(Nonlinearity) -> [Linearity]? {
    switch self {
    case .conditional(let row):
      if operands[0] == .linear { throw Nonlinearity(through: Conditional.name) }
      let given = Array(operands.dropFirst())
      return try join(row.then.checked(given), row.otherwise.checked(given), Conditional.name)
    case .scan(let row): return try row.step.linearity(operands, Scan.name)
    case .loop(let row):
      let results = try row.step.linearity(operands, Loop.name)
      let given = results.prefix(row.step.stateCount) + operands.dropFirst(row.step.stateCount)
      if try row.condition.checked(Array(given)).contains(.linear) {
        throw Nonlinearity(through: Loop.name)
      }
      return results
    case .reverseLoop(let row):
      let count = 1 + row.step.program.inputs.count
      if operands.prefix(count).contains(.linear) { return nil }
      if operands.dropFirst(count).contains(.other) {
        throw Nonlinearity(adding: ReverseLoop.name)
      }
      return row.types(of: []).map { _ in .linear }
    default: return nil
    }
  }
}

extension TensorProgram {
  fileprivate func checked(_ inputs: [Linearity]) throws(Nonlinearity) -> [Linearity] {
    let (outputs, reason) = linearity(inputs)
    if let reason { throw Nonlinearity(reason) }
    return outputs
  }
}

extension Nonlinearity {
  fileprivate init(_ reason: String) { self.reason = reason }
}

extension Step {
  /// How the last states and what was written depend on directions, once that changes no more.
  fileprivate func linearity(
    _ operands: [Linearity], _ name: String
  ) throws(Nonlinearity) -> [Linearity] {
    var states = Array(operands.prefix(stateCount))
    while true {
      let results = try program.checked(states + operands.dropFirst(stateCount))
      let next = try join(states, Array(results.prefix(stateCount)), name)
      if next == states { return states + results.dropFirst(stateCount) }
      states = next
    }
  }
}

/// How something depends on a direction that is one thing or another.
private func join(
  _ x: [Linearity], _ y: [Linearity], _ name: String
) throws(Nonlinearity) -> [Linearity] {
  var result: [Linearity] = []
  for (x, y) in zip(x, y) {
    if x == y || y == .zero {
      result.append(x)
    } else if x == .zero {
      result.append(y)
    } else {
      throw Nonlinearity(adding: name)
    }
  }
  return result
}

extension Operation {
  /// What messages call the operation.
  fileprivate var displayName: String {
    if case .identity = self { attributesText } else { title }
  }

  /// Whether the result is a sum of the operands, or a choice from them.
  fileprivate func isSum(of operands: [Linearity]) -> Bool {
    switch self {
    case .elementwise(let row):
      switch row.function {
      case .select: true
      case .function(let function, _): function == .add || function == .subtract
      default: false
      }
    case .concatenate: true
    default: false
    }
  }

  /// How many operands stand before those that are added: the condition of a choice.
  fileprivate var leading: Int {
    if case .elementwise(let row) = self, case .select = row.function { 1 } else { 0 }
  }

  /// Whether the result is zero if all operands are.
  fileprivate var keepsZeros: Bool {
    switch self {
    case .identity, .reshape, .transpose, .broadcast, .slice, .place, .concatenate, .sum: true
    case .elementwise(let row):
      if case .convert(let type) = row.function { type.isFloatingPoint } else { false }
    default: false
    }
  }
}

extension NDArray {
  /// Whether every element is zero or nan.
  fileprivate var isZeroOrNaN: Bool {
    dtype.isFloatingPoint
      && converted(to: .float64).withElements(Double.self) { $0.allSatisfy { $0 == 0 || $0.isNaN } }
  }
}
