// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertLearning
import WengertScalars

/// What training has come to after a round: all that the next one depends on.
struct TrainingMoment {
  var round = 0
  var weights: [Double]
  var optimizer: TrainingOptimizer
  /// How far the last round moved the weights.
  var stepNorm = 0.0
}

/// The loss at the weights of a moment, and what follows from it.
struct TrainingEvaluation {
  var loss: Double
  var testLoss: Double
  /// The derivative by each weight, with those of the penalties.
  var gradient: [Double]
  var gradientNorm: Double
  /// The norm after normalisation and clipping.
  var clippedNorm: Double
}

/// The training of one network on some points.
final class TrainingRun {
  let state: TrainingState
  let data: TrainingData
  let features: TrainingFeatures
  let network: TrainingNetwork
  /// Whether the weights are those of the run before.
  let isContinued: Bool

  /// The numbers of the points that are trained on, and their features and targets in columns.
  let training: [Int]
  let trainingColumns: [Double]
  let test: [Int]
  let testColumns: [Double]

  private(set) var moment: TrainingMoment
  /// Earlier moments, the oldest first.
  private(set) var past: [TrainingMoment] = []
  private var known: TrainingEvaluation?
  /// Features on grids of pixels that are drawn again and again.
  var grids: [(side: Int, columns: [Double])] = []

  /// Begins, or goes on with the network of another run where the states allow it.
  init(_ state: TrainingState, after other: TrainingRun? = nil) throws(TrainingError) {
    self.state = state
    data = try TrainingData(state)
    training = data.training
    test = data.test
    var features = try TrainingFeatures(state.features)
    features.normalize(at: state.normalizesInputs ? data.places(training) : nil)
    self.features = features
    let outputs = data.outputCount(state)
    guard let shape = TrainingNetwork.shape(state, outputs: outputs) else {
      throw TrainingError(
        "limit", "The network has more than \(TrainingLimit.parameters) weights.", member: "layers")
    }
    trainingColumns = features.columns(data.places(training)) + data.targets(training, state)
    testColumns = features.columns(data.places(test)) + data.targets(test, state)
    if let other, other.state.canContinue(state), other.network.shape.outputCount == outputs {
      let isSame = other.network.shape == shape && other.network.loss == state.lossFunction
      network = isSame ? other.network : TrainingNetwork(shape, state.lossFunction)
      moment = other.moment
      past = other.past
      isContinued = true
    } else {
      network = TrainingNetwork(shape, state.lossFunction)
      moment = TrainingMoment(
        weights: network.initialWeights(state), optimizer: TrainingOptimizer(state))
      isContinued = false
    }
    moment.optimizer.adapt(to: state)
  }

  var neuronCount: Int { features.count + network.shape.neuronCount }

  /// The loss and the gradient at the weights of now.
  var evaluation: TrainingEvaluation {
    if let known { return known }
    let weights = moment.weights
    let (loss, gradient) = lossWithGradient(weights, trainingColumns, count: training.count)
    let evaluation = TrainingEvaluation(
      loss: loss, testLoss: network.meanLoss(weights, testColumns, count: test.count),
      gradient: gradient, gradientNorm: GradientTransform.norm(gradient),
      clippedNorm: GradientTransform.norm(transformed(gradient)))
    known = evaluation
    return evaluation
  }

  /// The mean loss over some points, and its gradient with that of the penalties.
  private func lossWithGradient(
    _ weights: [Double], _ columns: [Double], count: Int
  ) -> (loss: Double, gradient: [Double]) {
    var (loss, gradient) = network.lossWithGradient(weights, columns, count: count)
    for penalty in state.penalties {
      let slopes = penalty.gradient(at: weights)
      for (index, parameter) in parameters.enumerated() where !parameter.isBias {
        gradient[index] += slopes[index]
      }
    }
    return (loss, gradient)
  }

  /// The loss over all points and the penalties, and the gradient.
  func objective(_ weights: [Double]) -> (value: Double, gradient: [Double]) {
    var (value, gradient) = lossWithGradient(weights, trainingColumns, count: training.count)
    for penalty in state.penalties {
      for (weight, parameter) in zip(weights, parameters) where !parameter.isBias {
        value += penalty.penalty(weight)
      }
    }
    return (value, gradient)
  }

  /// The derivative of the penalties by a weight; biases have none.
  func penalty(_ index: Int) -> Double {
    parameters[index].isBias
      ? 0 : state.penalties.reduce(0) { $0 + $1.gradient(at: [moment.weights[index]])[0] }
  }

  private(set) lazy var parameters = network.shape.parameters

  private func transformed(_ gradient: [Double]) -> [Double] {
    state.transforms.reduce(gradient) { $1.transform($0) }
  }

  // MARK: Rounds

  /// What the page draws curves of, for each round.
  struct RoundRecord {
    let round: Int
    let evaluation: TrainingEvaluation
    let stepNorm: Double
  }

  /// Trains for some rounds, or until a time; the records are those of the last 512.
  func train(rounds: Int, until end: Double, _ clock: () -> Double) -> [RoundRecord] {
    var records: [RoundRecord] = []
    roundsRun = 0
    guard !training.isEmpty else { return [] }
    while roundsRun < rounds {
      trainOneRound()
      roundsRun += 1
      if records.count == 2 * Self.recordLimit { records.removeFirst(Self.recordLimit) }
      records.append(
        RoundRecord(round: moment.round, evaluation: evaluation, stepNorm: moment.stepNorm))
      if clock() >= end { break }
    }
    return records.suffix(Self.recordLimit)
  }

  static let recordLimit = 512

  private(set) var roundsRun = 0

  private func trainOneRound() {
    remember()
    let start = moment.weights
    let rate = state.rates(moment.round)
    if state.batch == 0 || state.batch >= training.count || moment.optimizer.needsAllPoints {
      move(along: evaluation.gradient, rate)
    } else {
      let batches = Batches(count: training.count, size: state.batch, seed: state.seed)
      for batch in batches.epoch(moment.round) {
        let gradient = lossWithGradient(moment.weights, gathered(batch), count: batch.count).gradient
        move(along: gradient, rate)
      }
    }
    moment.round += 1
    var sum = 0.0
    for (new, old) in zip(moment.weights, start) { sum += (new - old) * (new - old) }
    moment.stepNorm = sum.squareRoot()
    known = nil
  }

  private func move(along gradient: [Double], _ rate: Double) {
    let direction = transformed(gradient)
    // Moved out and back, so that no copy is made.
    var weights: [Double] = []
    swap(&weights, &moment.weights)
    var optimizer = TrainingOptimizer.search(LBFGS())
    swap(&optimizer, &moment.optimizer)
    optimizer.move(&weights, along: direction, rate: rate, objective: objective)
    moment.optimizer = optimizer
    moment.weights = weights
  }

  /// The columns of some of the training points.
  private func gathered(_ batch: [Int]) -> [Double] {
    let count = training.count
    var columns: [Double] = []
    columns.reserveCapacity(trainingColumns.count / count * batch.count)
    for start in stride(from: 0, to: trainingColumns.count, by: count) {
      for number in batch { columns.append(trainingColumns[start + number]) }
    }
    return columns
  }

  // MARK: Back

  /// How many moments are kept: 200, but not more than 24 MB.
  private var momentLimit: Int {
    min(200, max(2, 3_000_000 / (4 * moment.weights.count)))
  }

  private func remember() {
    if past.count >= momentLimit { past.removeFirst(past.count - momentLimit + 1) }
    past.append(moment)
  }

  /// Goes back by a round, unless none is kept.
  func goBack() -> Bool {
    guard let last = past.popLast() else { return false }
    moment = last
    moment.optimizer.adapt(to: state)
    known = nil
    roundsRun = 0
    return true
  }

  func setWeight(_ index: Int, _ value: Double) {
    moment.weights[index] = value
    known = nil
  }

  func weightIndex(_ request: StateMember) throws(TrainingError) -> Int {
    try request.integer("index", 0, 0...moment.weights.count - 1)
  }
}
