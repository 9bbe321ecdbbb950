// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// The value of a function at a point and its derivative along a direction: the Jacobian–vector
/// product `J v`, in one pass.
///
/// The direction has the form of the point, the derivative that of the value.
///
/// ```swift
/// let (y, dy) = pushforward(at: x, along: v) { x in exp(x) * x }
/// ```
///
/// - Complexity: about two to three evaluations of the function.
@_disfavoredOverload
public func pushforward<P: ParameterTree, Output: ParameterTree, E: Error>(
  at point: P, along direction: P, of f: (P) throws(E) -> Output
) throws(E) -> (value: Output, derivative: Output) {
  var form: Output?
  let results = try recording { (trace) throws(E) in
    let variables = trace.variables(point.leaves, point.paths, "pushforward")
    let tangents = trace.tangents(direction.leaves, of: variables, "pushforward")
    let output = try f(point.replacingLeaves(variables))
    form = output
    return trace.pushforward(output.leaves, from: variables, tangents)
  }
  // The closure has run, or this line is not reached.
  let output = form.unsafelyUnwrapped
  let count = results.count / 2
  return (
    output.replacingLeaves(Array(results[..<count])),
    output.replacingLeaves(Array(results[count...]))
  )
}

extension Trace {
  /// Directions in which some variables move, checked and made of their types.
  func tangents(
    _ directions: [Tensor], of variables: [Tensor], _ transform: String
  ) -> [Tensor] {
    precondition(
      directions.count == variables.count,
      "\(transform): the point has \(variables.count) tensors; found \(directions.count).")
    return zip(directions, variables).map { direction, variable in
      precondition(
        direction.shape == variable.shape || direction.number != nil,
        """
        \(transform): the point has the shape \(variable.shape); found a direction of \
        \(direction.shape).
        """)
      return direction.converted(to: variable.dtype).broadcast(to: variable.shape)
    }
  }

  /// The values of some outputs, followed by their tangents.
  func pushforward(
    _ outputs: [Tensor], from variables: [Tensor], _ tangents: [Tensor]
  ) -> [Tensor] {
    let lines = outputs.map { line(of: $0) }
    let derivatives = pushforward(
      lines, from: variables.map { $0.line }, tangents.map { $0 })
    // A map from a space without dimensions is zero, whatever the value.
    let isTrivial = variables.allSatisfy { $0.count == 0 }
    return outputs
      + zip(outputs, derivatives).map { output, derivative in
        guard output.dtype.isFloatingPoint, !isTrivial else {
          return Tensor(
            zeros: output.shape, dtype: output.dtype.isFloatingPoint ? output.dtype : .float64)
        }
        return derivative.orZeros(like: output).ofValue(output)
      }
  }
}
