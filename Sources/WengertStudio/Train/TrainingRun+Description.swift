// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertExplain
import WengertLearning
import WengertPrograms

extension TrainingRun {
  /// What the page is told of a network that begins or has changed.
  func description(isRestarted: Bool) -> StudioAnswer {
    let shape = network.shape
    let forward = network.lossProgram.instructions.count
    let backward = network.gradientProgram
    var members: JSONValue.Members = [
      "restarted": .boolean(isRestarted), "round": .integer(moment.round),
      "inputs": .strings(features.names), "outputs": .strings(outputNames),
      "shape": .array(
        ([shape.inputCount] + shape.layers.map { $0.units }).map { .integer($0) }),
      "parameterCount": .integer(shape.parameterCount), "batches": .integer(batchCount),
      "tape": .object([
        "forward": .integer(forward),
        "backward": .integer(max(0, backward.instructions.count - forward)),
        "perRound": .number(Double(backward.cost.operations) * Double(training.count)),
      ]),
      "points": .array(
        data.points.map { point in
          .array(
            [.number(point.x), .number(point.y)] + channels(point.color)
              + [.boolean(point.isTest)])
        }),
      "classes": .array(data.classes.map { .array(channels($0)) }),
      "parameters": .array(parameters.enumerated().map { description($1, $0) }),
    ]
    if let message { members.append("message", .string(message)) }
    return StudioAnswer(members)
  }

  private func channels(_ color: RGB) -> [JSONValue] {
    [.number(color.red), .number(color.green), .number(color.blue)]
  }

  private func description(_ parameter: NetworkShape.Parameter, _ index: Int) -> JSONValue {
    switch parameter {
    case .weight(let layer, let from, let to):
      .object([
        "layer": .integer(layer), "to": .integer(to), "from": .integer(from),
        "index": .integer(index),
      ])
    case .bias(let layer, let unit):
      .object([
        "layer": .integer(layer), "to": .integer(unit), "from": .null, "index": .integer(index),
      ])
    }
  }

  private var outputNames: [String] {
    switch state.outputKind {
    case .rgb: ["red", "green", "blue"]
    case .value: ["value"]
    case .class:
      network.shape.outputCount == 1
        ? ["class 2"] : data.classes.indices.map { "class \($0 + 1)" }
    }
  }

  /// What a person may not expect of the choices.
  private var message: String? {
    if training.isEmpty { return "There are no points to train on yet." }
    for feature in 0..<features.count {
      let column = trainingColumns[feature * training.count..<(feature + 1) * training.count]
      if column.contains(where: { !$0.isFinite }) {
        return "Feature \(features.names[feature]) is not a number at some of the points."
      }
    }
    if state.hasLogits && state.outputActivation != .linear {
      return "This loss has a sigmoid or softmax in it: the outputs are linear."
    }
    if moment.optimizer.needsAllPoints
      && (state.batch > 0 || state.normalizesGradient || state.clip != .none)
    {
      return "This optimizer takes all points at once, and the gradient as it is."
    }
    let layers = state.layers
    if network.shape.parameterCount > Sensible.parameters || layers.count > Sensible.layers
      || layers.contains(where: { $0.units > Sensible.units })
    {
      return "This is a large network for a page (\(network.shape.parameterCount) weights): rounds take "
        + "longer, fewer of them can be gone back, and many layers learn slowly."
    }
    return nil
  }

  /// Larger networks are trained, too, but with a warning.
  private enum Sensible {
    static let layers = 12
    static let units = 64
    static let parameters = 20_000
  }
}
