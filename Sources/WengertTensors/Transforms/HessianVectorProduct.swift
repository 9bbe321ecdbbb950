// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The product of the Hessian of a function with a vector, without the Hessian: the derivative of
/// the gradient along `direction`, forward over reverse.
///
/// ```swift
/// let hv = hessianVectorProduct(at: x, along: v) { x in (x * x * x).sum() }     // 6 x v
/// ```
///
/// - Complexity: about twice that of a gradient, however many parameters there are.
///
/// B. A. Pearlmutter, "Fast exact multiplication by the Hessian", Neural Computation 6 (1994).
public func hessianVectorProduct<E: Error>(
  at point: Tensor, along direction: Tensor, of f: (Tensor) throws(E) -> Tensor
) throws(E) -> Tensor {
  try hessianVectorProduct(leaves: [point], point.paths, along: [direction]) { (leaves) throws(E) in
    try f(leaves[0])
  }[0]
}

/// The product of the Hessian of a function of a value made of tensors with a value of its form.
@_disfavoredOverload
public func hessianVectorProduct<P: ParameterTree, E: Error>(
  at point: P, along direction: P, of f: (P) throws(E) -> Tensor
) throws(E) -> P {
  point.replacingLeaves(
    try hessianVectorProduct(leaves: point.leaves, point.paths, along: direction.leaves) {
      (leaves) throws(E) in try f(point.replacingLeaves(leaves))
    })
}

private func hessianVectorProduct<E: Error>(
  leaves: [Tensor], _ paths: [ParameterPath], along directions: [Tensor],
  of f: ([Tensor]) throws(E) -> Tensor
) throws(E) -> [Tensor] {
  try recording { (trace) throws(E) in
    let variables = trace.variables(leaves, paths, "hessianVectorProduct")
    let tangents = trace.tangents(directions, of: variables, "hessianVectorProduct")
    let gradient = try valueWithGradient(leaves: variables, paths: paths, of: f).gradient
    return Array(
      trace.pushforward(gradient, from: variables, tangents).dropFirst(gradient.count))
  }
}
