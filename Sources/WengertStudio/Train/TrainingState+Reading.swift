// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertExplain
import WengertLearning

extension TrainingState {
  /// The state that a request describes; what it leaves out is as in a new state.
  init(_ json: JSONValue) throws(StudioError) {
    let state = try StateMember(json, "state")
    // In WebAssembly an Int has 32 bits.
    seed = UInt64(try state.integer("seed", 1, 0...Int(Int32.max)))
    data = try Data(state.object("data"))
    features = try Self.features(state)
    layers = try Self.layers(state)

    let output = try state.object("output")
    outputKind = try output.choice("kind", .rgb, OutputKind.allCases)
    let usual: Activation =
      switch outputKind {
      case .rgb: .sigmoid
      case .class: .linear
      case .value: .tanh
      }
    outputActivation = try Self.activation(output, usual)
    outputHasBias = try output.flag("bias", true)
    loss = try state.choice(
      "loss", outputKind == .class ? .softmaxCrossEntropy : .squared, LossName.allCases)
    if loss == .softmaxCrossEntropy && outputKind != .class {
      throw StudioError(
        "loss", "softmaxCrossEntropy compares classes; choose outputs that are classes, or another loss.",
        member: "loss")
    }

    let optimizer = try state.object("optimizer")
    self.optimizer = OptimizerChoice(
      name: try optimizer.choice("name", .adam, OptimizerName.allCases),
      rate: try optimizer.number("rate", 0.03, 0...1e6),
      momentum: try optimizer.number("momentum", 0.9, 0...1),
      decay: try optimizer.number("decay", 0.9, 0...0.999_999_999),
      beta1: try optimizer.number("beta1", 0.9, 0...0.999_999_999),
      beta2: try optimizer.number("beta2", 0.999, 0...0.999_999_999),
      weightDecay: try optimizer.number("weightDecay", 0.01, 0...1e6))
    let schedule = try state.object("schedule")
    self.schedule = ScheduleChoice(
      kind: try schedule.choice("kind", .constant, ScheduleKind.allCases),
      rounds: try schedule.integer("rounds", 1000, 1...1_000_000_000),
      factor: try schedule.number("factor", 0.5, 0...1),
      warmup: try schedule.integer("warmup", 0, 0...1_000_000_000))
    batch = try state.integer("batch", 0, 0...1_000_000)
    normalizesGradient = try state.flag("normalizeGradient", false)
    normalizesInputs = try state.flag("normalizeInputs", false)
    let clip = try state.object("clip")
    self.clip = try clip.choice("kind", .none, ClipKind.allCases)
    clipThreshold = try clip.number("threshold", 1, 1e-12...1e12)
    l1 = try state.number("l1", 0, 0...1e6)
    l2 = try state.number("l2", 0, 0...1e6)
    startsAtZero = try state.flag("startAtZero", false)
  }

  private static func features(_ state: StateMember) throws(StudioError) -> [String] {
    guard let elements = try state.array("features", limit: TrainingLimit.features) else {
      return ["x", "y"]
    }
    var features: [String] = []
    for element in elements { features.append(try element.text(limit: TrainingLimit.featureBytes)) }
    if features.isEmpty {
      throw StudioError("state", "A network needs a feature, such as x.", member: "features")
    }
    return features
  }

  private static func layers(_ state: StateMember) throws(StudioError) -> [NetworkShape.Layer] {
    guard let elements = try state.array("layers", limit: TrainingLimit.layers) else {
      return TrainingState().layers
    }
    var layers: [NetworkShape.Layer] = []
    for element in elements {
      layers.append(
        NetworkShape.Layer(
          units: try element.integer("units", 8, 1...TrainingLimit.units),
          activation: try activation(element, .tanh), hasBias: try element.flag("bias", true)))
    }
    return layers
  }

  private static func activation(
    _ member: StateMember, _ usual: Activation
  ) throws(StudioError) -> Activation {
    let names: [(String, Activation)] = [
      ("linear", .linear), ("tanh", .tanh), ("sigmoid", .sigmoid), ("relu", .relu),
      ("leakyRelu", .leakyReLU), ("gelu", .gelu), ("softplus", .softplus), ("sin", .sine),
    ]
    return try member.named("activation", usual, names)
  }
}

extension TrainingState.Data {
  fileprivate init(_ data: StateMember) throws(StudioError) {
    set = try data.choice("set", .points, TrainingState.DataSet.allCases)
    count = try data.integer("count", 200, 0...TrainingLimit.points)
    noise = try data.number("noise", 0.1, 0...1)
    testShare = try data.number("testShare", 0, 0...0.9)
    boundary = try data.text("boundary", "sin(3*x)/2", limit: TrainingLimit.featureBytes)
    for element in try data.array("points", limit: TrainingLimit.points - (set == .points ? 0 : count)) ?? []
    {
      points.append(try element.point())
    }
  }
}

extension StateMember {
  /// `[x, y, r, g, b]`.
  fileprivate func point() throws(StudioError) -> TrainingState.OwnPoint {
    guard let elements = json.arrayValue, elements.count >= 5 else {
      throw StudioError("state", "\(path) is no point [x, y, r, g, b].", member: path)
    }
    var numbers: [Double] = []
    for element in elements.prefix(5) {
      guard let number = element.numberValue, number.magnitude <= 1 else {
        throw StudioError(
          "state", "\(path) has a number that is not between -1 and 1.", member: path)
      }
      numbers.append(number)
    }
    let color = RGB(max(0, numbers[2]), max(0, numbers[3]), max(0, numbers[4]))
    return TrainingState.OwnPoint(x: numbers[0], y: numbers[1], color: color)
  }
}
