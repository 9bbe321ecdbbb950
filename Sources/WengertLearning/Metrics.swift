// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

/// How well a network does, in numbers for people.
public enum Metrics {
  /// The class that the outputs of one example speak for: the greatest of several outputs, the
  /// first one of equals; of a single output 1 if it is above `threshold`, else 0.
  ///
  /// ```swift
  /// Metrics.predictedClass([0.1, 2.5, -1])         // 1
  /// Metrics.predictedClass([-0.3])                 // 0, for logits and for outputs of tanh
  /// ```
  ///
  /// - Precondition: There is an output.
  public static func predictedClass(_ outputs: [Double], threshold: Double = 0) -> Int {
    precondition(!outputs.isEmpty, "Metrics.predictedClass: there are no outputs.")
    if outputs.count == 1 { return outputs[0] > threshold ? 1 : 0 }
    var best = 0
    for k in outputs.indices where outputs[k] > outputs[best] { best = k }
    return best
  }

  /// The share of examples whose ``predictedClass(_:threshold:)`` is their label; nan of none.
  ///
  /// ```swift
  /// Metrics.accuracy([[2.0], [-1.0], [0.5]], labels: [1, 0, 0])          // 2/3
  /// ```
  ///
  /// - Precondition: There are as many labels as examples.
  public static func accuracy(
    _ outputs: [[Double]], labels: [Int], threshold: Double = 0
  ) -> Double {
    precondition(
      outputs.count == labels.count,
      "Metrics.accuracy: there are \(outputs.count) examples, but \(labels.count) labels.")
    var correct = 0
    for (outputs, label) in zip(outputs, labels)
    where predictedClass(outputs, threshold: threshold) == label { correct += 1 }
    return Double(correct) / Double(labels.count)
  }

  /// The mean of a loss over examples; nan of none.
  ///
  /// ```swift
  /// Metrics.meanLoss(.meanSquaredError, [[1.0], [2.0]], targets: [[1.0], [4.0]])     // 2
  /// ```
  ///
  /// - Precondition: There are as many targets as examples.
  public static func meanLoss(
    _ loss: Loss, _ outputs: [[Double]], targets: [[Double]]
  ) -> Double {
    precondition(
      outputs.count == targets.count,
      "Metrics.meanLoss: there are \(outputs.count) examples, but \(targets.count) targets.")
    return zip(outputs, targets).reduce(0) { $0 + loss($1.0, $1.1) } / Double(targets.count)
  }
}
