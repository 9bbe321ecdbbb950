// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertExplain
import WengertLearning
import WengertPrograms

extension TrainingRun {
  /// The loss over a plane of weights through those of now: along the steepest descent, and along a
  /// random direction at a right angle to it, from −`radius` to `radius`. The first varies fastest.
  func surface(side: Int, radius: Double) -> StudioAnswer {
    var random = CounterRandom(seed: state.seed, stream: 0x5F)
    func randomDirection() -> [Double] { Self.normalized(moment.weights.map { _ in random.normal() }) }
    let slope = evaluation.gradient
    // Where the gradient is 0, no direction leads down more than others.
    let descent =
      slope.contains { $0 != 0 } ? Self.normalized(slope.map { -$0 }) : randomDirection()
    let drawn = randomDirection()
    var overlap = 0.0
    for (a, b) in zip(descent, drawn) { overlap += a * b }
    let remainder = zip(drawn, descent).map { $0 - overlap * $1 }
    // A single weight has no second direction.
    let other =
      GradientTransform.norm(remainder) > 1e-9
      ? Self.normalized(remainder) : remainder.map { _ in 0.0 }

    let columns = surfaceColumns(side)
    let count = columns.count / max(1, features.count + network.shape.outputCount)
    var writer = LittleEndianBytes(capacity: 8 * side * side)
    for row in 0..<side {
      for column in 0..<side {
        let along = radius * (2 * Double(column) / Double(side - 1) - 1)
        let across = radius * (2 * Double(row) / Double(side - 1) - 1)
        let weights = moment.weights.indices.map {
          moment.weights[$0] + along * descent[$0] + across * other[$0]
        }
        writer.append(network.meanLoss(weights, columns, count: count))
      }
    }
    return StudioAnswer([:], bytes: writer.bytes)
  }

  /// The vector of length 1; a vector without a direction remains.
  private static func normalized(_ vector: [Double]) -> [Double] {
    let norm = GradientTransform.norm(vector)
    return norm > 0 && norm < .infinity ? vector.map { $0 / norm } : vector
  }

  /// The columns of the training points, or of every so many if they are too many to be waited for.
  private func surfaceColumns(_ side: Int) -> [Double] {
    let lines = network.lossProgram.instructions.count
    let affordable = Int(max(1, 4e8 / (Double(side * side) * Double(lines))))
    let count = training.count
    guard count > affordable else { return trainingColumns }
    let stride = (count + affordable - 1) / affordable
    var columns: [Double] = []
    for start in Swift.stride(from: 0, to: trainingColumns.count, by: count) {
      for number in Swift.stride(from: 0, to: count, by: stride) {
        columns.append(trainingColumns[start + number])
      }
    }
    return columns
  }
}
