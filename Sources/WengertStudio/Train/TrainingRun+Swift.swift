// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertLearning
import WengertPrograms
import WengertScalars

extension TrainingRun {
  /// A program in Swift that trains this network on these points from the beginning.
  var swiftText: String {
    var lines = [
      "import Wengert", "",
      "// Where the points are, and what the network is to give there.",
      "let places: [[Double]] = [",
    ]
    let targets = data.targets(training, state)
    let count = training.count
    for number in training {
      lines.append("  " + Self.list([data.points[number].x, data.points[number].y]) + ",")
    }
    lines += ["]", "let targets: [[Double]] = ["]
    for place in 0..<count {
      lines.append(
        "  " + Self.list(stride(from: place, to: targets.count, by: count).map { targets[$0] }) + ",")
    }
    lines += ["]", "", "// What goes into it."]
    lines.append("let formulas = [" + features.names.map(Self.quoted).joined(separator: ", ") + "]")
    lines += [
      "let features = try formulas.map { formula in",
      "  Program(try ExpressionParser.parse(formula, options: .init(variables: [\"x\", \"y\"])))",
      "}",
      "let inputs = places.map { place in features.map { $0(place)[0] } }",
    ]
    if state.normalizesInputs {
      lines += [
        "let means: [Double] = " + Self.list(features.means),
        "let scales: [Double] = " + Self.list(features.scales),
        "func input(_ feature: Int, _ point: Int) -> Double {",
        "  (inputs[point][feature] - means[feature]) * scales[feature]", "}",
      ]
    } else {
      lines += ["func input(_ feature: Int, _ point: Int) -> Double { inputs[point][feature] }"]
    }
    lines += ["", "let shape = NetworkShape(inputs: \(features.count), layers: ["]
    for layer in network.shape.layers {
      lines.append(
        "  .init(units: \(layer.units), activation: .\(layer.activation.rawValue), hasBias: \(layer.hasBias)),"
      )
    }
    lines += [
      "])", "let network = NetworkProgram(shape, computing: .loss(\(lossText)))",
      "let training = ColumnEvaluator(",
      "  network.training().simplified(),",
      "  columns: network.program.inputs.indices.map { $0 < network.parameterStart })",
      state.startsAtZero
        ? "var weights = [Double](repeating: 0, count: shape.parameterCount)"
        : "var weights = shape.initialParameters(.\(initializationText), seed: \(state.seed))",
      "let batches = Batches(count: \(count), size: \(batchSize), seed: \(batchSize < count ? "\(state.seed)" : "nil"))",
      "", "/// The mean loss over some points with the penalties, and its gradient.",
      "@MainActor func lossWithGradient(_ weights: [Double], _ batch: [Int]) -> (value: Double, gradient: [Double]) {",
      "  var columns: [Double] = []",
      "  for feature in 0..<shape.inputCount { columns += batch.map { input(feature, $0) } }",
      "  for output in 0..<shape.outputCount { columns += batch.map { targets[$0][output] } }",
      "  var sums: [Double] = []",
      "  training.sums(uniforms: weights, columns: columns, count: batch.count, into: &sums)",
      "  \(penaltyTexts.isEmpty ? "let" : "var") means = sums.map { $0 / Double(batch.count) }",
    ]
    if !penaltyTexts.isEmpty {
      lines += [
        "  for penalty: Regularization in [\(penaltyTexts.joined(separator: ", "))] {",
        "    let slopes = penalty.gradient(at: weights)",
        "    for (i, parameter) in shape.parameters.enumerated() where !parameter.isBias {",
        "      means[0] += penalty.penalty(weights[i])", "      means[i + 1] += slopes[i]", "    }", "  }",
      ]
    }
    lines += ["  return (means[0], Array(means.dropFirst()))", "}", ""]
    if moment.optimizer.needsAllPoints {
      lines += [
        "var method = LBFGS<Double>()",
        "let outcome = method.minimize(&weights) { lossWithGradient($0, Array(places.indices)) }",
        "print(outcome, method.stepCount, \"steps, loss\", method.value ?? .nan)", "",
      ]
      return lines.joined(separator: "\n")
    }
    lines += [
      "var optimizer = Optimizer<Double>(",
      "  \(methodText), learningRate: \(state.optimizer.rate), weightDecay: \(state.weightDecay))",
      "let schedule = LearningRateSchedule\(scheduleText)", "for round in 0..<1000 {", "  var loss = 0.0",
      "  for batch in batches.epoch(round) {",
      "    \(transformTexts.isEmpty ? "let" : "var") (value, slopes) = lossWithGradient(weights, batch)",
      "    loss = value",
    ]
    for transform in transformTexts { lines.append("    slopes = GradientTransform\(transform)(slopes)") }
    lines += [
      "    optimizer.learningRate = schedule(round)",
      "    optimizer.update(&weights, gradient: slopes)", "  }",
      "  if round % 100 == 0 { print(\"round\", round, \"loss\", loss) }", "}", "",
    ]
    return lines.joined(separator: "\n")
  }

  private var batchSize: Int {
    state.batch == 0 || state.batch > training.count ? max(1, training.count) : state.batch
  }

  private static func list(_ numbers: [Double]) -> String {
    "[" + numbers.map { $0.shortDescription }.joined(separator: ", ") + "]"
  }

  /// The text as a literal: a person typed it.
  private static func quoted(_ text: String) -> String {
    var literal = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": literal += "\\\""
      case "\\": literal += "\\\\"
      case "\n": literal += "\\n"
      case "\r": literal += "\\r"
      default: literal.unicodeScalars.append(scalar)
      }
    }
    return literal + "\""
  }

  private var lossText: String {
    switch state.loss {
    case .squared: ".meanSquaredError"
    case .huber: ".huber()"
    case .binaryCrossEntropy: ".binaryCrossEntropy"
    case .softmaxCrossEntropy: ".softmaxCrossEntropy"
    }
  }

  private var initializationText: String {
    network.initialization(state) == .heUniform ? "heUniform" : "glorotUniform"
  }

  private var methodText: String {
    let choice = state.optimizer
    return switch choice.name {
    case .sgd, .lbfgs: ".gradientDescent()"
    case .momentum: ".gradientDescent(momentum: \(choice.momentum))"
    case .nesterov:
      ".gradientDescent(momentum: \(choice.momentum), isNesterov: \(choice.momentum > 0))"
    case .rmsprop: ".rmsProp(decay: \(choice.decay))"
    case .adagrad: ".adagrad()"
    case .adam: ".adam(beta1: \(choice.beta1), beta2: \(choice.beta2))"
    case .adamw: ".adamW(beta1: \(choice.beta1), beta2: \(choice.beta2))"
    }
  }

  private var scheduleText: String {
    let (rate, choice) = (state.optimizer.rate, state.schedule)
    let text =
      switch choice.kind {
      case .constant: ".constant(\(rate))"
      case .step: ".step(\(rate), factor: \(choice.factor), every: \(choice.rounds))"
      case .exponential: ".exponential(\(rate), factor: \(state.factorPerRound))"
      case .cosine: ".cosine(\(rate), over: \(choice.rounds))"
      }
    return choice.warmup == 0
      ? text : text + ".warmingUp(over: \(choice.warmup), from: \(1 / Double(choice.warmup + 1)))"
  }

  private var penaltyTexts: [String] {
    (state.l1 > 0 ? [".l1(\(state.l1))"] : []) + (state.l2 > 0 ? [".l2(\(state.l2))"] : [])
  }

  private var transformTexts: [String] {
    (state.normalizesGradient ? [".normalizing"] : [])
      + (state.clip == .norm ? [".clippingNorm(to: \(state.clipThreshold))"] : [])
      + (state.clip == .value ? [".clippingValues(to: \(state.clipThreshold))"] : [])
  }
}
