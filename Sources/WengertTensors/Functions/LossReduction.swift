// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// What a loss function makes of the losses of its single elements or examples.
public enum LossReduction: Hashable, Sendable, CaseIterable {
  /// All of them, each by itself.
  case none
  /// Their mean.
  case mean
  /// Their sum.
  case sum

  func callAsFunction(_ losses: Tensor) -> Tensor {
    switch self {
    case .none: losses
    case .mean: losses.mean()
    case .sum: losses.sum()
    }
  }
}

extension Tensor {
  /// Stops unless a loss function was given as many targets as predictions: two shapes that merely
  /// broadcast are nearly always a mistake.
  func checkTargets(_ targets: Tensor, _ operation: StaticString) {
    precondition(
      shape == targets.shape || targets.rank == 0,
      "\(operation): the targets have the shape \(targets.shape), but the predictions \(shape).")
  }
}
