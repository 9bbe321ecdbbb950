// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertScalars

/// A penalty on large weights, which is added to the loss.
///
/// ```swift
/// let penalty = Regularization.l2(0.01)
/// penalty([3.0, -4.0])                  // 0.125, half the squares times 0.01
/// penalty.gradient(at: [3.0, -4.0])     // [0.03, -0.04]
/// ```
public enum Regularization: Hashable, Sendable {
  /// No penalty.
  case none
  /// `λ Σ |w|`: weights that do not matter become 0 (R. Tibshirani, 1996).
  case l1(Double)
  /// `λ/2 Σ w²`: weights stay small (A. E. Hoerl and R. W. Kennard, 1970).
  case l2(Double)

  /// The penalty on a single weight, or on each element of a tensor.
  public func penalty<T: Scalar>(_ weight: T) -> T {
    switch self {
    case .none: 0
    case .l1(let strength): T(strength) * .abs(weight)
    case .l2(let strength): T(strength / 2) * .square(weight)
    }
  }

  /// The penalty on all weights together.
  public func callAsFunction<Value: ParameterValue>(_ weights: [Value]) -> Value {
    guard self != .none else { return 0 }
    return weights.reduce(0) { $0 + penalty($1).sumOfElements }
  }

  /// The derivative of the penalty with respect to every weight, by dual numbers.
  ///
  /// The derivative of `|w|` at 0 is 0.
  public func gradient<Value: ParameterValue>(at weights: [Value]) -> [Value] {
    weights.map { weight in
      guard self != .none else { return weight.filled(with: 0) }
      return penalty(Dual(weight, tangent: weight.filled(with: 1))).tangent
    }
  }
}
