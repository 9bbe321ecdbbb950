// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// The value of one of two functions, by a condition that need not be known yet.
///
/// ```swift
/// let y = cond(x.sum() .> 0, then: { sqrt(x) }, else: { 0 * x })
/// ```
///
/// Where nothing is differentiated, batched or compiled this is `if`. Otherwise both functions are
/// recorded, and one of them runs: the other costs nothing and does not influence derivatives. What
/// they capture is differentiated. Inside ``batched`` a condition that differs from example to
/// example runs both on all examples and takes each result from the branch that holds.
///
/// - Parameters:
///   - predicate: A tensor of shape `[]`; zero is false.
///   - then: The value where the condition holds.
///   - otherwise: The value where it does not: of the same form, shapes and types.
public func cond<Output: ParameterTree, E: Error>(
  _ predicate: Tensor, then: () throws(E) -> Output, else otherwise: () throws(E) -> Output
) throws(E) -> Output {
  precondition(
    predicate.rank == 0,
    """
    cond: the condition is one truth value; found the shape \(predicate.shape). Use select for a \
    choice element by element.
    """)
  let predicate = predicate.resolved
  guard predicate.isTraced, Trace.current != nil else {
    return predicate.double != 0 ? try then() : try otherwise()
  }
  var form: Output?
  let (programs, captures) = try TensorProgram.recorded([]) { (_) throws(E) in
    let output = try then()
    form = output
    return branches(output.leaves, try otherwise().leaves, output.paths)
  }
  let output = form.unsafelyUnwrapped
  if programs[0].outputs.isEmpty { return output }
  let row = Conditional(then: programs[0].simplified(), otherwise: programs[1].simplified())
  return output.replacingLeaves(Tensor.apply(row.operation, [predicate.mask] + captures))
}

/// The value of one of two functions of `operands`, by a condition that need not be known yet.
///
/// ```swift
/// cond(x .> 0, x, then: { x in log(x) }, else: { x in x - 1 })
/// ```
public func cond<P: ParameterTree, Output: ParameterTree, E: Error>(
  _ predicate: Tensor, _ operands: P,
  then: (P) throws(E) -> Output, else otherwise: (P) throws(E) -> Output
) throws(E) -> Output {
  try cond(
    predicate, then: { () throws(E) in try then(operands) },
    else: { () throws(E) in try otherwise(operands) })
}

/// The results of both branches, literals in the type of the other's.
private func branches(_ x: [Tensor], _ y: [Tensor], _ paths: [ParameterPath]) -> [[Tensor]] {
  precondition(
    x.count == y.count, "cond: the branches give \(x.count) and \(y.count) tensors.")
  let pairs = zip(x, y).map { x, y in (x.adapted(to: y.type), y.adapted(to: x.type)) }
  for (pair, path) in zip(pairs, paths) {
    precondition(
      pair.0.type == pair.1.type,
      "cond: the branches give \(pair.0.type) and \(pair.1.type)\(path.suffix).")
  }
  return [pairs.map { $0.0 }, pairs.map { $0.1 }]
}

extension ParameterPath {
  /// Where a message says that something was found.
  var suffix: String { steps.isEmpty ? "" : " in \(self)" }
}
