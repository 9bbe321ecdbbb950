// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// The transforms of functions of tensors once more, without type parameters for what they are
// given: with only the general ones the type checker takes seconds for an everyday expression.

/// The pushforward of a function of a tensor: its value and its derivative along a direction.
public func pushforward<E: Error>(
  at point: Tensor, along direction: Tensor, of f: (Tensor) throws(E) -> Tensor
) throws(E) -> (value: Tensor, derivative: Tensor) {
  let (value, derivative) = try pushforward(at: Single(point), along: Single(direction)) {
    (x) throws(E) in Single(try f(x.tensor))
  }
  return (value.tensor, derivative.tensor)
}

/// The value of a function of a tensor, and its pullback.
public func pullback<E: Error>(
  at point: Tensor, of f: (Tensor) throws(E) -> Tensor
) throws(E) -> (value: Tensor, pullback: (Tensor) -> Tensor) {
  let (value, pullback) = try pullback(at: Single(point)) { (x) throws(E) in
    Single(try f(x.tensor))
  }
  return (value.tensor, { cotangent in pullback(Single(cotangent)).tensor })
}

/// The value of a function of a tensor, and its linear approximation.
public func linearized<E: Error>(
  at point: Tensor, of f: (Tensor) throws(E) -> Tensor
) throws(E) -> (value: Tensor, tangent: (Tensor) -> Tensor) {
  let (value, tangent) = try linearized(at: Single(point)) { (x) throws(E) in
    Single(try f(x.tensor))
  }
  return (value.tensor, { direction in tangent(Single(direction)).tensor })
}

/// A function of one example applied to a batch of them.
public func batched<E: Error>(
  _ examples: Tensor, inAxis: Int = 0, outAxis: Int = 0, of f: (Tensor) throws(E) -> Tensor
) throws(E) -> Tensor {
  try batched(Single(examples), inAxis: inAxis, outAxis: outAxis) { (x) throws(E) in
    Single(try f(x.tensor))
  }.tensor
}

/// A tensor as a tree whose only leaf has no name.
private struct Single: ParameterTree {
  var tensor: Tensor

  init(_ tensor: Tensor) { self.tensor = tensor }

  mutating func visitChildren(_ visit: inout ParameterVisitor) { visit.visitLeaf(&tensor) }
}
