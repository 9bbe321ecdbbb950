// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// The value of a function, and the map that takes a cotangent of the value back to one of the
/// point: the vector–Jacobian product `v ↦ Jᵀ v`.
///
/// The cotangent has the form of the value, the result that of the point. The function is run once;
/// its pullback may be called as often as wanted, for the cost of a backward pass each, and inside
/// other transforms, too.
///
/// ```swift
/// let (y, pullback) = pullback(at: x) { x in matmul(a, x) }
/// let gradient = pullback(2 * y)                     // of ‖a x‖²
/// ```
///
/// The names are those of Swift's `_Differentiation` module.
///
/// - Complexity: one evaluation forward; one backward pass a call. The values of the forward pass
///   are kept as long as the pullback.
@_disfavoredOverload
public func pullback<P: ParameterTree, Output: ParameterTree, E: Error>(
  at point: P, of f: (P) throws(E) -> Output
) throws(E) -> (value: Output, pullback: (Output) -> P) {
  let outer = Trace.current
  let trace = outer ?? Trace(parent: nil)
  let (variables, output) = try trace.running { () throws(E) in
    let variables = trace.variables(point.leaves, point.paths, "pullback")
    return (variables, try f(point.replacingLeaves(variables)))
  }
  let outputs = output.leaves
  let real = outputs.filter { $0.dtype.isFloatingPoint }
  let lines = trace.running { real.map { trace.line(of: $0) } }
  // Outside other transforms the values are computed now and kept for every call.
  let value =
    outer == nil ? output.replacingLeaves(trace.kept(outputs)) : output
  let pullback: (Output) -> P = { cotangent in
    let cotangents = cotangent.leaves
    precondition(
      cotangents.count == outputs.count,
      "pullback: the value has \(outputs.count) tensors; found a cotangent of \(cotangents.count).")
    for (cotangent, output) in zip(cotangents, outputs) {
      precondition(
        cotangent.shape == output.shape || cotangent.number != nil,
        "pullback: the value has the shape \(output.shape); found a cotangent of \(cotangent.shape).")
    }
    let given = zip(cotangents, outputs).filter { $1.dtype.isFloatingPoint }.map {
      $0.converted(to: $1.dtype).broadcast(to: $1.shape)
    }
    return point.replacingLeaves(
      trace.applying(given) { given in
        let parts = trace.pullback(lines, given.map { $0 }, to: variables.map { $0.line })
        return zip(variables, parts).map { $1.orZeros(like: $0) }
      })
  }
  return (value, pullback)
}
