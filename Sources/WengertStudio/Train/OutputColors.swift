// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import WengertLearning
import WengertScalars

/// What the outputs of a network look like, and which class they mean.
struct OutputColors {
  let kind: TrainingState.OutputKind
  let loss: TrainingState.LossName
  let classes: [RGB]

  /// The colour at a point, where `columns` are the outputs at `count` points.
  func color(_ columns: [Double], _ point: Int, _ count: Int) -> RGB {
    switch kind {
    case .rgb:
      func channel(_ number: Int) -> Double { probability(columns[number * count + point]) }
      return RGB(channel(0), channel(1), channel(2))
    case .value:
      let value = columns[point]
      return .diverging(loss == .binaryCrossEntropy ? 2 * Double.sigmoid(value) - 1 : value)
    case .class:
      let outputs = columns.count / max(count, 1)
      if outputs == 1 {
        let share = Double.sigmoid(columns[point])
        return (1 - share) * classes[0] + share * classes[1]
      }
      // Softmax, or the shares of what the classes have.
      var largest = -Double.infinity
      for label in 0..<outputs { largest = max(largest, columns[label * count + point]) }
      var (mix, sum) = (RGB(0, 0, 0), 0.0)
      for label in 0..<outputs {
        let value = columns[label * count + point]
        let share = loss == .softmaxCrossEntropy ? Double.exp(value - largest) : probability(value)
        mix = mix + share * classes[label]
        sum += share
      }
      return 1 / sum * mix
    }
  }

  private func probability(_ output: Double) -> Double {
    loss == .binaryCrossEntropy ? .sigmoid(output) : output.isNaN ? output : min(max(output, 0), 1)
  }

  /// The class that the outputs at a point mean.
  func label(_ columns: [Double], _ point: Int, _ count: Int) -> Int {
    let outputs = columns.count / max(count, 1)
    guard kind == .class else {
      let color = color(columns, point, count)
      var nearest = 0
      for label in classes.indices
      where color.squaredDistance(to: shown(label)) < color.squaredDistance(to: shown(nearest)) {
        nearest = label
      }
      return nearest
    }
    if outputs == 1 { return columns[point] > 0 ? 1 : 0 }
    var best = 0
    for label in 1..<outputs where columns[label * count + point] > columns[best * count + point] {
      best = label
    }
    return best
  }

  /// The colour that stands for a class: its own, or that of its number.
  private func shown(_ label: Int) -> RGB {
    kind == .value ? .diverging(2 * Double(label) / Double(classes.count - 1) - 1) : classes[label]
  }
}
