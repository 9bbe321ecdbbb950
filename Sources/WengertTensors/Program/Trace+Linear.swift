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
