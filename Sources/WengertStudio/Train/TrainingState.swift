// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import WengertLearning

/// Everything that a person chooses: the data, the network, and how it is trained.
///
/// Whatever a request says, the numbers in here are finite and in the ranges that the rest needs.
struct TrainingState: Equatable {
  enum DataSet: String, CaseIterable {
    case points, circle, xor, gauss, spiral, moons, rings, plane, gaussians, boundary
  }
  enum OutputKind: String, CaseIterable { case rgb, `class`, value }
  enum LossName: String, CaseIterable { case squared, huber, binaryCrossEntropy, softmaxCrossEntropy }
  enum OptimizerName: String, CaseIterable {
    case sgd, momentum, nesterov, rmsprop, adagrad, adam, adamw, lbfgs
  }
  enum ScheduleKind: String, CaseIterable { case constant, step, exponential, cosine }
  enum ClipKind: String, CaseIterable { case none, norm, value }

  /// A point that a person has placed.
  struct OwnPoint: Equatable {
    var x: Double
    var y: Double
    var color: RGB
  }

  struct Data: Equatable {
    var set = DataSet.points
    var count = 200
    var noise = 0.1
    var testShare = 0.0
    var boundary = "sin(3*x)/2"
    var points: [OwnPoint] = []
  }

  struct OptimizerChoice: Equatable {
    var name = OptimizerName.adam
    var rate = 0.03
    var momentum = 0.9
    var decay = 0.9
    var beta1 = 0.9
    var beta2 = 0.999
    var weightDecay = 0.01
  }

  struct ScheduleChoice: Equatable {
    var kind = ScheduleKind.constant
    var rounds = 1000
    var factor = 0.5
    var warmup = 0
  }

  var seed: UInt64 = 1
  var data = Data()
  var features = ["x", "y"]
  var layers = [NetworkShape.Layer(units: 16), NetworkShape.Layer(units: 16)]
  var outputKind = OutputKind.rgb
  var outputActivation = Activation.sigmoid
  var outputHasBias = true
  var loss = LossName.squared
  var optimizer = OptimizerChoice()
  var schedule = ScheduleChoice()
  /// The number of points in a batch, 0 for all.
  var batch = 0
  var normalizesGradient = false
  var normalizesInputs = false
  var clip = ClipKind.none
  var clipThreshold = 1.0
  var l1 = 0.0
  var l2 = 0.0
  var startsAtZero = false
}

/// Limits of what is trained in a page: beyond them it would not be seen, or not be waited for.
enum TrainingLimit {
  static let points = 5_000
  /// Of one round.
  static let operations = 3e9
  static let classes = 12
  static let features = 40
  static let featureBytes = 1_000
  static let layers = 64
  static let units = 1_024
  /// The programs of so many take up to three quarters of a gigabyte, and a round of 100 points a second.
  static let parameters = 200_000
  static let picture = 1_024
  static let neuronPicture = 256
  static let weight = 1e9
}

extension TrainingState {
  /// The method of the optimizer; nil for the one that goes by more than the gradient.
  var method: OptimizerMethod? {
    switch optimizer.name {
    case .sgd: .gradientDescent()
    case .momentum: .gradientDescent(momentum: optimizer.momentum)
    case .nesterov:
      .gradientDescent(momentum: optimizer.momentum, isNesterov: optimizer.momentum > 0)
    case .rmsprop: .rmsProp(decay: optimizer.decay)
    case .adagrad: .adagrad()
    case .adam: .adam(beta1: optimizer.beta1, beta2: optimizer.beta2)
    case .adamw: .adamW(beta1: optimizer.beta1, beta2: optimizer.beta2)
    case .lbfgs: nil
    }
  }

  /// The decay of weights that belongs to the method; others have the penalty ``l2``.
  var weightDecay: Double { optimizer.name == .adamw ? optimizer.weightDecay : 0 }

  /// The rate of each round.
  var rates: LearningRateSchedule {
    let rate = optimizer.rate
    let schedule: LearningRateSchedule =
      switch self.schedule.kind {
      case .constant: .constant(rate)
      case .step: .step(rate, factor: self.schedule.factor, every: self.schedule.rounds)
      case .exponential: .exponential(rate, factor: factorPerRound)
      case .cosine: .cosine(rate, over: self.schedule.rounds)
      }
    // The first round of a warm-up goes a first step, and does not rest.
    let count = self.schedule.warmup
    return count == 0 ? schedule : schedule.warmingUp(over: count, from: 1 / Double(count + 1))
  }

  /// The factor that a rate gets in every round, if it falls exponentially.
  var factorPerRound: Double { .pow(schedule.factor, 1 / Double(schedule.rounds)) }

  /// What is done to the gradient before the step, in order; nothing where the method needs it as it
  /// is.
  var transforms: [(name: String, transform: GradientTransform)] {
    if method == nil { return [] }
    var list: [(name: String, transform: GradientTransform)] = []
    if normalizesGradient { list.append(("normalize", .normalizing)) }
    switch clip {
    case .none: break
    case .norm: list.append(("clip by norm", .clippingNorm(to: clipThreshold)))
    case .value: list.append(("clip by value", .clippingValues(to: clipThreshold)))
    }
    return list
  }

  /// The penalties that are added to the loss.
  var penalties: [Regularization] {
    (l1 > 0 ? [.l1(l1)] : []) + (l2 > 0 ? [.l2(l2)] : [])
  }

  var lossFunction: Loss {
    switch loss {
    case .squared: .meanSquaredError
    case .huber: .huber()
    case .binaryCrossEntropy: .binaryCrossEntropy
    case .softmaxCrossEntropy: .softmaxCrossEntropy
    }
  }

  /// Whether the outputs are logits, which the loss puts through a sigmoid or softmax itself.
  var hasLogits: Bool { loss == .binaryCrossEntropy || loss == .softmaxCrossEntropy }

  /// Whether a network of another state can go on under this one.
  func canContinue(_ other: TrainingState) -> Bool {
    seed == other.seed && features == other.features && layers == other.layers
      && outputKind == other.outputKind && outputActivation == other.outputActivation
      && outputHasBias == other.outputHasBias && startsAtZero == other.startsAtZero
  }
}
