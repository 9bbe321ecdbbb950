// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The value of a function at a point, and its linear approximation there as a function of the
/// direction: `v ↦ J v`.
///
/// The function is run once; the linear map may be called as often as wanted, and can be
/// differentiated, batched and transposed like any other.
///
/// ```swift
/// let (y, tangent) = linearized(at: x) { x in exp(x) * x }
/// let columns = basis.map(tangent)
/// ```
///
/// - Complexity: one evaluation; one pass over the linear part a call.
@_disfavoredOverload
public func linearized<P: ParameterTree, Output: ParameterTree, E: Error>(
  at point: P, of f: (P) throws(E) -> Output
) throws(E) -> (value: Output, tangent: (P) -> Output) {
  let outer = Trace.current
  let trace = outer ?? Trace(parent: nil)
  let (variables, output) = try trace.running { () throws(E) in
    let variables = trace.variables(point.leaves, point.paths, "linearized")
    return (variables, try f(point.replacingLeaves(variables)))
  }
  let outputs = trace.running { output.leaves.map { Tensor(trace, trace.line(of: $0)) } }
  let value = outer == nil ? output.replacingLeaves(trace.kept(outputs)) : output
  let tangent: (P) -> Output = { direction in
    let tangents = trace.tangents(direction.leaves, of: variables, "linearized")
    return output.replacingLeaves(
      trace.applying(tangents) { tangents in
        Array(trace.pushforward(outputs, from: variables, tangents).dropFirst(outputs.count))
      })
  }
  return (value, tangent)
}
