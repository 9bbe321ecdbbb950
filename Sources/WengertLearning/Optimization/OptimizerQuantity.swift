// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A number that an optimizer remembers of every parameter from one step to the next.
public enum OptimizerQuantity: UInt8, Hashable, Sendable, CaseIterable {
  /// The velocity of gradient descent, or the running mean of the gradients.
  case momentum
  /// The running mean of the squares of the gradients.
  case meanOfSquares
  /// The greatest running mean of squares so far (AMSGrad).
  case greatestMeanOfSquares
  /// The running mean of the gradients, which centers the squares (RMSProp).
  case meanOfGradients
  /// The sum of the squares of all gradients (Adagrad).
  case sumOfSquares
  /// The running mean of the squares of the updates (Adadelta).
  case meanOfSquaredUpdates
  /// The greatest gradient of late: the ∞-norm (Adamax).
  case greatestGradient
  /// How far the parameter moves in one step (Rprop).
  case stepSize
  /// The gradient of the step before (Rprop).
  case previousGradient
  /// The mean of the parameter over the last steps (ASGD).
  case average

  /// What a reader calls it: "mean of squares".
  public var name: String {
    switch self {
    case .momentum: "momentum"
    case .meanOfSquares: "mean of squares"
    case .greatestMeanOfSquares: "greatest mean of squares"
    case .meanOfGradients: "mean of gradients"
    case .sumOfSquares: "sum of squares"
    case .meanOfSquaredUpdates: "mean of squared updates"
    case .greatestGradient: "greatest gradient"
    case .stepSize: "step size"
    case .previousGradient: "previous gradient"
    case .average: "average"
    }
  }

  /// What it is called in a program: `v`.
  public var symbol: String {
    switch self {
    case .momentum: "m"
    case .meanOfSquares: "v"
    case .greatestMeanOfSquares: "v_max"
    case .meanOfGradients: "g_mean"
    case .sumOfSquares: "v"
    case .meanOfSquaredUpdates: "d"
    case .greatestGradient: "u"
    case .stepSize: "s"
    case .previousGradient: "g_prev"
    case .average: "a"
    }
  }
}
