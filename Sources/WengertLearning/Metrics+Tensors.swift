// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
public import WengertTensors

extension Metrics {
  /// The share of examples whose class is predicted right, of outputs of shape
  /// `[examples, outputs]`: the greatest of several outputs counts, and the sign of a single one.
  ///
  /// ```swift
  /// let outputs = Tensor([[2.0, 1.0], [0.0, 3.0]])
  /// Metrics.accuracy(outputs, labels: Tensor([0, 0] as [Int64]))          // 0.5
  /// ```
  ///
  /// - Parameter labels: The classes, one number for each example.
  public static func accuracy(_ outputs: Tensor, labels: Tensor, threshold: Double = 0) -> Double {
    precondition(
      outputs.rank == 2 && outputs.shape[1] > 0 && labels.count == outputs.shape[0],
      """
      Metrics.accuracy: outputs of shape [examples, outputs] and a label for each example are \
      needed; found the shapes \(outputs.shape) and \(labels.shape).
      """)
    let numbers = outputs.value.converted(to: .float64).elements(Double.self)
    let width = outputs.shape[1]
    let rows = (0..<outputs.shape[0]).map { Array(numbers[$0 * width..<($0 + 1) * width]) }
    let classes = labels.value.converted(to: .float64).elements(Double.self).map { Int($0) }
    return accuracy(rows, labels: classes, threshold: threshold)
  }
}
