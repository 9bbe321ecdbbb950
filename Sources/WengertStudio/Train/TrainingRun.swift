// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertLearning
import WengertScalars

/// What training has come to after a round: all that the next one depends on.
struct TrainingMoment {
  var round = 0
  /// How many batches of the round that is under way are done; 0 between rounds.
  var batch = 0
  var weights: [Double]
  var optimizer: TrainingOptimizer
  /// How far the last round, or batch, moved the weights.
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

  var moment: TrainingMoment
  /// Earlier moments, the oldest first.
  var past: [TrainingMoment] = []
  /// The evaluation of the moment, if it was asked for.
  var known: TrainingEvaluation?
  /// How many rounds the last request has run.
  var roundsRun = 0
  /// Features on grids of pixels that are drawn again and again.
  var grids: [(side: Int, columns: [Double])] = []

  /// Begins, or goes on with the network of another run where the states allow it.
  init(_ state: TrainingState, after other: TrainingRun? = nil) throws(StudioError) {
    self.state = state
    data = try TrainingData(state)
    training = data.training
    test = data.test
    var features = try TrainingFeatures(state.features)
    features.normalize(at: state.normalizesInputs ? data.places(training) : nil)
    self.features = features
    let outputs = data.outputCount(state)
    guard let shape = TrainingNetwork.shape(state, outputs: outputs) else {
      throw StudioError(
        "limit",
        "The network has more than \(TrainingLimit.parameters) weights, for which a page lacks memory and time.",
        member: "layers")
    }
    guard Self.operations(of: shape, points: training.count, batch: state.batch) <= TrainingLimit.operations
    else {
      throw StudioError(
        "limit", "A round of this would take too long; take larger batches, fewer points or fewer weights.",
        member: "batch")
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
    // What is remembered may be of another method, and must be so at every moment that is gone back to;
    // a round that was to have other batches begins again.
    let isSameRound = other?.state.batch == state.batch && other?.training.count == training.count
    func adapt(_ moment: inout TrainingMoment) {
      moment.optimizer.adapt(to: state)
      if !isSameRound || batchCount == 1 { moment.batch = 0 }
    }
    for i in past.indices { adapt(&past[i]) }
    adapt(&moment)
  }

  /// About how many operations a round takes: those of the points, and those of the steps.
  private static func operations(of shape: NetworkShape, points: Int, batch: Int) -> Double {
    let steps = batch == 0 ? 1 : Double((points + batch - 1) / batch)
    return Double(shape.parameterCount) * (6 * Double(points) + 40 * steps)
  }

  /// How many batches a round has.
  var batchCount: Int {
    let isWhole = state.batch == 0 || state.batch >= training.count || state.method == nil
    return isWhole ? 1 : (training.count + state.batch - 1) / state.batch
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
  func lossWithGradient(
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

  func transformed(_ gradient: [Double]) -> [Double] {
    state.transforms.reduce(gradient) { $1.transform($0) }
  }

  func setWeight(_ index: Int, _ value: Double) {
    moment.weights[index] = value
    known = nil
  }

  func weightIndex(_ request: StateMember) throws(StudioError) -> Int {
    try request.integer("index", 0, 0...moment.weights.count - 1)
  }
}
