// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// A minimizer of a function, as a differentiable function of the parameters:
/// `x* = argmin f(x, p)`.
///
/// ```swift
/// // Ridge regression, and how its solution changes with the penalty.
/// let w = argmin(of: { w, penalty in
///   let error = matmul(x, w) - y
///   return (error * error).sum() + penalty * (w * w).sum()
/// }, from: Tensor(zeros: [3]), parameters: k)
/// ```
///
/// Newton's method, regularized where the function is not convex or a step does not pay (Levenberg
/// and Marquardt), runs until no element of the gradient is greater than the tolerance, or until no
/// step makes the function smaller. The minimum is a local one. Derivatives belong to the minimizer
/// itself, by the implicit function theorem for the gradient; both modes, every order, and batches
/// work. What the function captures counts as a parameter; `start` has no influence on derivatives.
///
/// - Parameters:
///   - function: The function, a number; its Hessian at the minimizer is not singular.
///   - start: Where to begin.
///   - parameters: What the function depends on.
///   - tolerance: The largest element of the gradient that is accepted: 1e-12, or 1e-5 for float32,
///     if it is nil.
///   - maximumCount: After how many steps the program stops with a message.
/// - Complexity: a step and a derivative each form the Hessian and solve one system with it.
public func argmin<X: ParameterTree, P: ParameterTree, E: Error>(
  of function: (X, P) throws(E) -> Tensor, from start: X, parameters: P,
  tolerance given: Double? = nil, maximumCount: Int = 1_000
) throws(E) -> X {
  try ImplicitFunction.solution("argmin", from: start, parameters, function) { value, raveling in
    precondition(
      value.rank == 0,
      "argmin: the function is not a number but a tensor of shape \(value.shape).")
    return value.adapted(to: ArrayType([], raveling.type.dtype))
  } residual: { function, inputs in
    gradient(at: inputs[0]) { x in function([x] + inputs.dropFirst())[0] }
  } solver: { function, inputs in
    minimum(
      { x in function([x] + inputs.dropFirst())[0] }, from: inputs[0],
      tolerance: tolerance(given, inputs[0].dtype),
      LoopLimits(name: "argmin", maximumCount: maximumCount))
  }
}

/// Newton's method for the least value of a function of a vector.
private func minimum(
  _ f: (Tensor) -> Tensor, from start: Tensor, tolerance: Tensor, _ limits: LoopLimits
) -> Tensor {
  let identity = Tensor.identity(start.count, dtype: start.dtype)
  let rounding: Tensor = start.dtype == .float32 ? 1e-6 : 1e-15
  func at(_ x: Tensor) -> [Tensor] {
    let (value, gradient) = valueWithGradient(at: x, of: f)
    return [x, value, gradient]
  }
  // The point, its value and gradient, and how much of the identity is added to the Hessian.
  let first = at(start) + [Tensor(zeros: [], dtype: start.dtype)]
  return loop(from: first, limits) { state in
    (state[2].largest .> tolerance) .&& (state[3] .< 1e20)
  } body: { state in
    let (x, value, slope, damping) = (state[0], state[1], state[2], state[3])
    let curvature = hessian(at: x, of: f)
    let step = -solve(curvature + damping * identity, slope)
    let next = at(x + step)
    let promised = (slope * step).sum()
    let wanted = value + 1e-4 * promised
    let isLower = (promised .< 0) .&& (next[1] .<= wanted)
    // Near the minimum values differ by rounding errors only; gradients still tell.
    let change: Tensor = next[1] - value
    let isEqual = change.largest .<= rounding * value.scale
    let isFlatter = isEqual .&& (next[2].largest .< slope.largest)
    let isBetter = isLower .|| isFlatter
    let less = Tensor.select(damping .< 1e-9, 0, damping / 10)
    let more = maximum(10 * damping, maximum(1e-3 * curvature.largest, 1e-6))
    return zip(next, state).map { .select(isBetter, $0, $1) }
      + [.select(isBetter, less, more)]
  }[0]
}
