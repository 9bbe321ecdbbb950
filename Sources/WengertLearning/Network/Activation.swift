// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
public import WengertScalars

/// The function that a neuron puts its weighted sum through.
///
/// An activation works on every kind of number, on formulas, and element by element on tensors:
///
/// ```swift
/// Activation.tanh(0.5)
/// Activation.relu(Tensor([-1.0, 2.0]))                // [0, 2]
/// Forward.derivative(at: 2) { x in Activation.silu(x) }
/// ```
///
/// Its derivative is the table's; at a kink it is that of the side `x ≤ 0`.
public enum Activation: String, Hashable, Sendable, CaseIterable {
  /// `x`.
  case linear
  /// `tanh x`.
  case tanh
  /// `1 / (1 + e⁻ˣ)`.
  case sigmoid
  /// `max(x, 0)`.
  case relu
  /// `x`, with negative numbers multiplied by 0.01.
  case leakyReLU
  /// `x`, but `eˣ − 1` for negative numbers.
  case elu
  /// `x Φ(x)`, where `Φ` is the distribution function of the standard normal distribution.
  case gelu
  /// `x / (1 + e⁻ˣ)`, also called swish.
  case silu
  /// `log(1 + eˣ)`.
  case softplus
  /// `sin x`.
  case sine

  /// The value of the function.
  public func callAsFunction<T: Scalar>(_ x: T) -> T {
    switch self {
    case .linear: x
    case .tanh: .tanh(x)
    case .sigmoid: .sigmoid(x)
    case .relu: .relu(x)
    case .leakyReLU: .select(.less(0, x), x, 0.01 * x)
    case .elu: .select(.less(0, x), x, .expMinusOne(x))
    case .gelu: x * (.erfc(-x / .sqrt(2)) / 2)
    case .silu: x * .sigmoid(x)
    case .softplus: .softplus(x)
    case .sine: .sin(x)
    }
  }
}
