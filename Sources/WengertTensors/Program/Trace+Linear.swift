// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// The transpose of a linear function of a tensor of type `type`, applied to `cotangent`.
///
/// The function is recorded for an unknown and taken backward: reverse mode of a linear function
/// does not ask for the unknown's value.
func transposed(
  _ cotangent: Tensor, of type: ArrayType, _ linear: (Tensor) -> Tensor?
) -> Tensor? {
  transposed([cotangent], of: [type]) { [linear($0[0])] }[0]
}

extension Trace {
  /// The results of a function that appends to this list what its operands add to it: a pullback,
  /// a linear map.
  ///
  /// Outside transforms they are computed at once, and what was appended is forgotten; values on
  /// the way to it are kept for the next call. In a transform of another list it becomes part of that one.
  func applying(_ operands: [Tensor], _ f: ([Tensor]) -> [Tensor]) -> [Tensor] {
    if Trace.current === self { return f(operands) }
    let operands = operands.map { $0.resolved }
    let mark = count
    defer { truncate(to: mark) }
    guard let target = Trace.current, isRunning || operands.contains(where: { $0.isTraced }) else {
      return running { kept(f(operands)) }
    }
    let inputs = operands.map { input($0.type) }
    let results = running { f(inputs).map { line(of: $0) } }
    var replacements: [Int32: Int32] = [:]
    for (input, operand) in zip(inputs, operands) {
      replacements[input.line] = target.line(of: operand)
    }
    let copies = target.copies(of: mark..<count, in: self, replacing: replacements) {
      target.line(of: Tensor(self, $0))
    }
    return results.map { result in
      result < mark ? Tensor(self, result).resolved : Tensor(target, copies[Int(result - mark)])
    }
  }

  /// The values of some tensors; what else was computed on the way is kept for later.
  func kept(_ results: [Tensor]) -> [Tensor] {
    running { results.map { Tensor($0.value) } }
  }
}

/// The transpose of a linear function of several tensors with several results.
func transposed(
  _ cotangents: [Tensor?], of types: [ArrayType], _ linear: ([Tensor]) -> [Tensor?]
) -> [Tensor?] {
  guard let trace = Trace.current else {
    preconditionFailure("A linear function is transposed within a transform.")
  }
  let unknowns = types.map { trace.input($0, name: "tangent") }
  var outputs: [Int32] = []
  var given: [Tensor?] = []
  for (result, cotangent) in zip(linear(unknowns), cotangents) {
    guard let result, let cotangent else { continue }
    outputs.append(trace.line(of: result))
    given.append(cotangent)
  }
  return trace.pullback(outputs, given, to: unknowns.map { $0.line })
}
