// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// The fixed point of a function of `x`, as a differentiable function of the parameters: `x* =
/// f(x*, p)`.
///
/// ```swift
/// let root = fixedPoint(from: 1, parameters: a) { x, a in (x + a / x) / 2 }       // √a
/// gradient(at: a) { a in fixedPoint(from: 1, parameters: a) { x, a in (x + a / x) / 2 } }
/// ```
///
/// The function is applied again and again until `x` changes by no more than the tolerance, relative
/// to its largest element (or to 1). Derivatives belong to the fixed point itself, by the implicit
/// function theorem, and not to the iteration: they are exact even where it starts at the solution.
/// Both modes, every order, and batches work. What the function captures counts as a parameter;
/// `start` has no influence on derivatives.
///
/// - Parameters:
///   - start: Where to begin.
///   - parameters: What the function depends on.
///   - tolerance: The largest change that is accepted: 1e-12, or 1e-5 for float32, if it is nil.
///   - maximumCount: After how many steps the program stops with a message.
///   - function: The function, whose value has the form of `x`.
/// - Complexity: a derivative solves one system of `n` equations for `n` unknowns.
public func fixedPoint<X: ParameterTree, P: ParameterTree, E: Error>(
  from start: X, parameters: P, tolerance given: Double? = nil, maximumCount: Int = 10_000,
  _ function: (X, P) throws(E) -> X
) throws(E) -> X {
  try ImplicitFunction.solution("fixedPoint", from: start, parameters, function) {
    $1.vector($0.leaves, "fixedPoint")
  } residual: { function, inputs in
    inputs[0] - function(inputs)[0]
  } solver: { function, inputs in
    let limit = tolerance(given, inputs[0].dtype)
    let limits = LoopLimits(name: "fixedPoint", maximumCount: maximumCount)
    let next = function(inputs)[0]
    return loop(from: [inputs[0], next], limits) { state in
      let change: Tensor = state[1] - state[0]
      return change.largest .> limit * state[1].scale
    } body: { state in
      [state[1], function([state[1]] + inputs.dropFirst())[0]]
    }[1]
  }
}
