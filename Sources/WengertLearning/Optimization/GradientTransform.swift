// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import WengertScalars

/// A change of a gradient before the step: clipping, or normalisation.
///
/// The norm is that of the whole gradient, over all parameters.
///
/// ```swift
/// GradientTransform.clippingNorm(to: 1)([3.0, 4.0])              // [0.6, 0.8]
/// GradientTransform.clippingValues(to: 1)([3.0, -0.5])           // [1, -0.5]
/// GradientTransform.normalizing([3.0, 4.0])                      // [0.6, 0.8]
/// ```
public enum GradientTransform: Hashable, Sendable {
  /// A gradient whose norm is above a maximum is made shorter: `g · min(1, maximum / (‖g‖ + ε))`.
  ///
  /// PyTorch's `ε` is 10⁻⁶.
  ///
  /// R. Pascanu, T. Mikolov and Y. Bengio, "On the difficulty of training recurrent neural
  /// networks" (2013).
  case clippingNorm(to: Double, epsilon: Double = 0)

  /// Each derivative is brought into `−maximum ... maximum`.
  case clippingValues(to: Double)

  /// The direction of the gradient alone: `g / ‖g‖`, and 0 where that is 0.
  case normalizing

  /// The gradient after the change.
  public func callAsFunction<Value: ParameterValue>(_ gradient: [Value]) -> [Value] {
    switch self {
    case .clippingNorm(let maximum, let epsilon):
      check(maximum)
      let norm = Self.norm(gradient)
      let length = epsilon == 0 ? norm : norm + Value(epsilon)
      // The norm of a gradient that is 0 is below every maximum.
      let scale = Value.minimum(1, Value.select(.less(0, length), Value(maximum) / length, 1))
      return gradient.map { $0 * scale }
    case .clippingValues(let maximum):
      check(maximum)
      return gradient.map { .clip($0, Value(-maximum), Value(maximum)) }
    case .normalizing:
      let norm = Self.norm(gradient)
      return gradient.map { .ratio($0, norm) }
    }
  }

  /// The norm `‖g‖ = √(Σ gᵢ²)` over all parameters.
  public static func norm<Value: ParameterValue>(_ gradient: [Value]) -> Value {
    var sum: Value?
    for derivative in gradient {
      let square = Value.square(derivative).sumOfElements
      sum = sum.map { $0 + square } ?? square
    }
    return .sqrt(sum ?? 0)
  }

  private func check(_ maximum: Double) {
    precondition(
      maximum > 0, "GradientTransform: a gradient is clipped to a number above 0; found \(maximum).")
  }
}
