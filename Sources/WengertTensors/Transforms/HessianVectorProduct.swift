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
public func hessianVectorProduct<P: ParameterTree, E: Error>(
  at point: P, along direction: P, of f: (P) throws(E) -> Tensor
) throws(E) -> P {
  let products = try recording { (trace) throws(E) in
    let variables = trace.variables(point.leaves, point.paths, "hessianVectorProduct")
    let tangents = trace.tangents(direction.leaves, of: variables, "hessianVectorProduct")
    let gradient = try valueWithGradient(leaves: variables, paths: point.paths) {
      (leaves) throws(E) in try f(point.replacingLeaves(leaves))
    }.gradient
    return Array(
      trace.pushforward(gradient, from: variables, tangents).dropFirst(gradient.count))
  }
  return point.replacingLeaves(products)
}
