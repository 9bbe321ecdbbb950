// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// The value of a function and its gradient, leaf by leaf.
func valueWithGradient<E: Error>(
  leaves: [Tensor], paths: [ParameterPath], of f: ([Tensor]) throws(E) -> Tensor
) throws(E) -> (value: Tensor, gradient: [Tensor]) {
  let results = try recording { (trace) throws(E) in
    let variables = trace.variables(leaves, paths, "gradient")
    let value = try f(variables).real
    precondition(
      value.rank == 0,
      """
      gradient: the function is not a number but a tensor of shape \(value.shape); sum it, or use \
      jacobian or pullback.
      """)
    let output = trace.line(of: value)
    let seed = Tensor(ones: [], dtype: value.dtype)
    let cotangents = trace.pullback([output], [seed], to: variables.map { $0.line })
    return [value] + zip(variables, cotangents).map { $1.orZeros(like: $0).ofValue(value) }
  }
  return (results[0], Array(results.dropFirst()))
}

extension Tensor {
  /// The derivative, or nan where the value that it belongs to is none.
  func ofValue(_ value: Tensor) -> Tensor { .select(value .== value, self, Tensor(.nan)) }
}

extension Optional<Tensor> {
  /// A derivative, zeros if it is nil.
  func orZeros(like tensor: Tensor) -> Tensor {
    self ?? Tensor(zeros: tensor.shape, dtype: tensor.dtype)
  }
}

/// The gradient of a function of tensors, or of values made of tensors, whose value is a number.
///
/// It has the form of the point itself: for a model it is a model, whose numbers are the
/// derivatives. For a tensor of shape `s` it is one of shape `s`.
///
/// ```swift
/// gradient(at: [1, 2, 3]) { x in (x * x).sum() }                      // [2, 4, 6]
/// let step = gradient(at: model) { model in loss(model(x), y) }       // a model
/// let (dx, dy) = gradient(at: x, y) { x, y in (x * y).sum() }
/// gradient(at: 2) { x in gradient(at: x) { y in y * y * y } }         // 12
/// ```
///
/// A function that is not a number stops with a sentence, and so does a point of integers.
///
/// - Complexity: one evaluation forward and one backward: a small multiple of the operations of
///   the function, however many parameters there are.
public func gradient<E: Error>(
  at point: Tensor, of f: (Tensor) throws(E) -> Tensor
) throws(E) -> Tensor {
  try valueWithGradient(at: point, of: f).gradient
}

/// The gradient with respect to two tensors.
public func gradient<E: Error>(
  at x: Tensor, _ y: Tensor, of f: (Tensor, Tensor) throws(E) -> Tensor
) throws(E) -> (Tensor, Tensor) {
  try valueWithGradient(at: x, y, of: f).gradient
}

/// The value of a function together with its ``gradient(at:of:)``, for the cost of the gradient.
public func valueWithGradient<E: Error>(
  at point: Tensor, of f: (Tensor) throws(E) -> Tensor
) throws(E) -> (value: Tensor, gradient: Tensor) {
  let (value, gradient) = try valueWithGradient(leaves: [point], paths: point.paths) {
    (leaves) throws(E) in try f(leaves[0])
  }
  return (value, gradient[0])
}

/// The value of a function together with its gradient with respect to two tensors.
public func valueWithGradient<E: Error>(
  at x: Tensor, _ y: Tensor, of f: (Tensor, Tensor) throws(E) -> Tensor
) throws(E) -> (value: Tensor, gradient: (Tensor, Tensor)) {
  let (value, gradient) = try valueWithGradient(leaves: [x, y], paths: x.paths + y.paths) {
    (leaves) throws(E) in try f(leaves[0], leaves[1])
  }
  return (value, (gradient[0], gradient[1]))
}
