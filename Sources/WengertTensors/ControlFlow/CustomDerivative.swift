// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// The value of a function with a derivative of its own.
///
/// One rule is given: the tangent of the value at `x` along `dx`, linear in `dx`. Reverse mode is
/// its transpose, higher derivatives are those of the rule, and it can be batched and compiled.
///
/// ```swift
/// // log(1 + eˣ) without overflow, with the derivative in a form that does not overflow either
/// let y = customDerivative(at: x) { x in max(x, 0) + log1p(exp(-abs(x))) }
///   tangent: { x, dx in dx * sigmoid(x) }
/// ```
///
/// That the tangent is linear in `dx` is checked, line by line, when it is recorded.
///
/// A tensor that the closures capture counts as a constant; if a derivative is taken with respect to
/// it, the program stops: pass it as part of `x`.
///
/// - Parameters:
///   - x: The argument, of floating-point numbers.
///   - value: The function.
///   - tangent: Its derivative at `x` along `dx`, which have the same form; it has the form of the
///     value.
public func customDerivative<P: ParameterTree, Output: ParameterTree, E: Error>(
  at x: P, value: (P) throws(E) -> Output, tangent: (P, P) throws(E) -> Output
) throws(E) -> Output {
  let operands = x.leaves.map { $0.number == nil ? $0 : Tensor($0.materialized) }
  for (operand, path) in zip(operands, x.paths) {
    precondition(
      operand.dtype.isFloatingPoint,
      """
      customDerivative: \(path.steps.isEmpty ? "x" : path.description) is a tensor of \
      \(operand.dtype), which has no derivatives; let the functions capture it.
      """)
  }
  let count = operands.count
  var form: Output?
  let (programs, captures) = try TensorProgram.recorded(operands.types + operands.types) {
    (leaves) throws(E) in
    let point = x.replacingLeaves(Array(leaves.prefix(count)))
    let output = try value(point)
    form = output
    let change = try tangent(point, x.replacingLeaves(Array(leaves.dropFirst(count))))
    return [output.leaves, changes(change.leaves, of: output)]
  }
  let output = form.unsafelyUnwrapped
  let types = operands.types + captures.types
  let row = CustomDerivative(
    value: programs[0].rearranged(
      types, reading: Array(0..<count) + (0..<count) + captures.indices.map { count + $0 }
    ).simplified(),
    tangent: programs[1].rearranged(
      types + programs[0].outputTypes + operands.types,
      reading: Array(0..<count)
        + operands.indices.map { types.count + programs[0].outputs.count + $0 }
        + captures.indices.map { count + $0 }
    ).simplified(),
    isDifferentiable: operands.map { _ in true } + captures.map { _ in false })
  let isDirection = (0..<programs[1].inputs.count).map { $0 >= count && $0 < 2 * count }
  if let reason = programs[1].nonlinearity(in: isDirection) {
    preconditionFailure("customDerivative: the tangent is not linear in the direction: \(reason).")
  }
  return output.replacingLeaves(Tensor.apply(row.operation, operands + captures))
}

/// The tangents that a rule gives, literals in the type of the values.
private func changes<Output: ParameterTree>(_ changes: [Tensor], of output: Output) -> [Tensor] {
  let values = output.leaves
  precondition(
    changes.count == values.count,
    "customDerivative: the value has \(values.count) tensors; found a tangent of \(changes.count).")
  return zip(zip(changes, values), output.paths).map { pair, path in
    let (change, value) = pair
    let result = change.adapted(to: value.type)
    precondition(
      result.type == value.type,
      """
      customDerivative: the value is \(value.type), its tangent \(result.type)\(path.suffix).
      """)
    return result
  }
}
