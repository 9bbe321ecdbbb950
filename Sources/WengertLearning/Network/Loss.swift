// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
public import WengertScalars

/// What training makes small: how far the outputs of a network are from the targets.
///
/// For one example the outputs and targets are arrays of numbers, for a batch they are tensors.
///
/// ```swift
/// Loss.meanSquaredError([1.0, 2.0], [1.0, 4.0])               // 2
/// Loss.binaryCrossEntropy([0.0], [1.0])                       // log 2
/// Loss.softmaxCrossEntropy([0.0, 0.0, 0.0], [0.0, 1.0, 0.0])  // log 3
/// ```
public enum Loss: Hashable, Sendable {
  /// The mean of `(y − t)²` over the outputs.
  case meanSquaredError
  /// The mean of Huber's loss over the outputs: half the squared error up to `delta`, and linear
  /// beyond (P. J. Huber, 1964).
  case huber(delta: Double = 1)
  /// The mean over the outputs `z`, which are logits, of `−t log s(z) − (1 − t) log(1 − s(z))`,
  /// where `s` is the sigmoid: targets are probabilities, 0 or 1 for two classes.
  case binaryCrossEntropy
  /// `−Σ tₖ log(e^zₖ / Σ e^zⱼ)` of logits `z` and probabilities `t` of the classes, 1 for one of
  /// them and 0 for the others.
  case softmaxCrossEntropy

  /// The loss of one example.
  ///
  /// Neither overflows nor cancels, and records as a formula.
  ///
  /// - Precondition: There are as many targets as outputs, at least one.
  public func callAsFunction<T: Scalar>(_ outputs: [T], _ targets: [T]) -> T {
    precondition(
      outputs.count == targets.count && !outputs.isEmpty,
      "Loss: there are \(outputs.count) outputs, but \(targets.count) targets.")
    if self == .softmaxCrossEntropy {
      let logSum = outputs.dropFirst().reduce(outputs[0]) { .logAddExp($0, $1) }
      return Self.sum(zip(outputs, targets).map { $1 * (logSum - $0) })
    }
    let sum = Self.sum(zip(outputs, targets).map { term($0, $1) })
    return outputs.count == 1 ? sum : sum / T(Double(outputs.count))
  }

  /// The loss of one output.
  private func term<T: Scalar>(_ output: T, _ target: T) -> T {
    switch self {
    case .huber(let delta):
      let error = output - target
      let size = T.abs(error)
      return .select(
        .lessOrEqual(size, T(delta)), .square(error) / 2, T(delta) * (size - T(delta / 2)))
    case .binaryCrossEntropy:
      return target * .softplus(-output) + (1 - target) * .softplus(output)
    case .meanSquaredError, .softmaxCrossEntropy:
      return .square(output - target)
    }
  }

  private static func sum<T: Scalar>(_ terms: [T]) -> T {
    terms.dropFirst().reduce(terms[0]) { $0 + $1 }
  }
}
