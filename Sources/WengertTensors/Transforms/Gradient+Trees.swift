// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// The gradient for points of any form. Tensors have functions of their own (Gradient.swift): with
// only these the type checker takes seconds for an everyday expression, and reads the literal in
// `gradient(at: 2.0)` as a `Double`.

/// The gradient of a function of a value made of tensors, in its form.
@_disfavoredOverload
public func gradient<P: ParameterTree, E: Error>(
  at point: P, of f: (P) throws(E) -> Tensor
) throws(E) -> P {
  try valueWithGradient(at: point, of: f).gradient
}

/// The value of a function together with its gradient, for the cost of the gradient.
@_disfavoredOverload
public func valueWithGradient<P: ParameterTree, E: Error>(
  at point: P, of f: (P) throws(E) -> Tensor
) throws(E) -> (value: Tensor, gradient: P) {
  let (value, gradient) = try valueWithGradient(leaves: point.leaves, paths: point.paths) {
    (leaves) throws(E) in try f(point.replacingLeaves(leaves))
  }
  return (value, point.replacingLeaves(gradient))
}

#if !hasFeature(Embedded)
  /// The gradient of a function of several values made of tensors, each in its form.
  @_disfavoredOverload
  public func gradient<A: ParameterTree, B: ParameterTree, each C: ParameterTree, E: Error>(
    at a: A, _ b: B, _ others: repeat each C, of f: (A, B, repeat each C) throws(E) -> Tensor
  ) throws(E) -> (A, B, repeat each C) {
    try valueWithGradient(at: a, b, repeat each others, of: f).gradient
  }

  /// The value of a function of several values made of tensors together with its gradient, for the
  /// cost of the gradient.
  @_disfavoredOverload
  public func valueWithGradient<
    A: ParameterTree, B: ParameterTree, each C: ParameterTree, E: Error
  >(
    at a: A, _ b: B, _ others: repeat each C, of f: (A, B, repeat each C) throws(E) -> Tensor
  ) throws(E) -> (value: Tensor, gradient: (A, B, repeat each C)) {
    let forms = Forms(a, b, repeat each others)
    let (value, gradient) = try valueWithGradient(leaves: forms.leaves, paths: forms.paths) {
      (leaves) throws(E) in
      var rest = leaves[...]
      return try f(
        a.takingLeaves(&rest), b.takingLeaves(&rest), repeat (each others).takingLeaves(&rest))
    }
    var rest = gradient[...]
    return (
      value,
      (a.takingLeaves(&rest), b.takingLeaves(&rest), repeat (each others).takingLeaves(&rest))
    )
  }
#endif
