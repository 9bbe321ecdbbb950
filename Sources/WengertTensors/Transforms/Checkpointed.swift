// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The value of a function whose intermediate values are not kept for the backward pass but
/// computed again there: less memory for more time.
///
/// ```swift
/// for layer in layers { x = checkpointed(x) { x in layer(x) } }
/// ```
///
/// It makes no difference to any number. Checkpoints may contain checkpoints, of which the outermost
/// counts.
///
/// - Complexity: one more evaluation of the function in the backward pass.
public func checkpointed<P: ParameterTree, Output: ParameterTree, E: Error>(
  _ point: P, of f: (P) throws(E) -> Output
) throws(E) -> Output {
  guard let trace = Trace.current else { return try f(point) }
  let start = trace.count
  let output = try f(point)
  trace.checkpoints.append(start..<trace.count)
  return output
}
