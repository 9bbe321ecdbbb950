// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// A root of a system of equations, as a differentiable function of the parameters:
/// `g(x*, p) = 0`.
///
/// ```swift
/// // The intersection of a circle and a line.
/// let x = root(of: { x, r in [(x * x).sum() - r * r, x[0] - x[1]] as Tensor },
///              near: Tensor([1, 0.5]), parameters: r)
/// ```
///
/// Newton's method, with steps that are halved until the residual becomes smaller, runs until `x`
/// changes by no more than the tolerance, relative to its largest element (or to 1). It ends where
/// it cannot make the residual smaller, which need not be a root: look at the residual if in doubt.
/// Derivatives belong to the root itself, by the implicit function theorem; both modes, every order,
/// and batches work. What the function captures counts as a parameter; `start` has no influence on
/// derivatives.
///
/// - Parameters:
///   - function: As many equations as there are unknowns, in the form of `x`.
///   - start: Where to begin.
///   - parameters: What the function depends on.
///   - tolerance: The largest change that is accepted: 1e-12, or 1e-5 for float32, if it is nil.
///   - maximumCount: After how many steps the program stops with a message.
/// - Complexity: a step and a derivative each solve one system of `n` equations for `n` unknowns.
public func root<X: ParameterTree, P: ParameterTree, E: Error>(
  of function: (X, P) throws(E) -> X, near start: X, parameters: P,
  tolerance given: Double? = nil, maximumCount: Int = 200
) throws(E) -> X {
  try ImplicitFunction.solution("root", from: start, parameters, function) {
    $1.vector($0.leaves, "root")
  } residual: { function, inputs in
    function(inputs)[0]
  } solver: { function, inputs in
    newton(
      { x in function([x] + inputs.dropFirst())[0] }, from: inputs[0],
      tolerance: tolerance(given, inputs[0].dtype),
      LoopLimits(name: "root", maximumCount: maximumCount))
  }
}

/// Newton's method for a vector of equations.
private func newton(
  _ g: (Tensor) -> Tensor, from start: Tensor, tolerance: Tensor, _ limits: LoopLimits
) -> Tensor {
  // The point, its residual, and the change that led there.
  let first = [start, g(start), Tensor(repeating: .infinity, shape: [], dtype: start.dtype)]
  return loop(from: first, limits) { state in
    (state[1].largest .> 0) .&& (state[2] .> tolerance * state[0].scale)
  } body: { state in
    let (x, residual) = (state[0], state[1])
    let step = -solve(jacobian(at: x, of: g), residual)
    let size = (residual * residual).sum()
    // Halved until the residual is smaller by a part of what its derivative promises; comparisons
    // with nan fail.
    let search = loop(from: [Tensor(ones: [], dtype: x.dtype), x + step, g(x + step)]) { search in
      let found = (search[2] * search[2]).sum()
      let wanted = (1 - 1e-4 * search[0]) * size
      return !(found .<= wanted) .&& (search[0] .> 1e-10)
    } body: { search in
      let length = search[0] / 2
      let point = x + length * step
      return [length, point, g(point)]
    }
    return [search[1], search[2], (search[1] - x).largest]
  }[0]
}
