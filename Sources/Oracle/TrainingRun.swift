// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// How one curve of a ``TrainingFile`` was made: the optimizer, in PyTorch's words, and what was
/// done to gradients and learning rate.
struct TrainingRun {
  private(set) var optimizer: Optimizer<Tensor>
  private(set) var transform: GradientTransform?
  private(set) var schedule: LearningRateSchedule?

  /// Nil if the optimizer is not known.
  init?(_ name: String, _ curve: JSON) {
    // Some curves are described by their name alone.
    switch name {
    case "sgd_clip_norm_0.1":
      self.init(.gradientDescent(), 0.5)
      transform = .clippingNorm(to: 0.1, epsilon: 1e-6)
    case "sgd_clip_value_0.01":
      self.init(.gradientDescent(), 0.5)
      transform = .clippingValues(to: 0.01)
    case "sgd_cosine":
      self.init(.gradientDescent(), 0.5)
      schedule = .cosine(0.5, over: 50)
    case "sgd_steplr":
      self.init(.gradientDescent(), 0.5)
      schedule = .step(0.5, factor: 0.5, every: 10)
    case "adam_exponential":
      self.init(.adam(), 0.02)
      schedule = .exponential(0.02, factor: 0.95)
    case "adam_linear_warmup":
      self.init(.adam(), 0.02)
      schedule = .constant(0.02).warmingUp(over: 10, from: 0.1)
    default:
      guard let settings = Settings(curve), let method = settings.method else { return nil }
      self.init(method, settings["lr"], weightDecay: settings["weight_decay"])
    }
  }

  private init(_ method: OptimizerMethod, _ rate: Double, weightDecay: Double = 0) {
    optimizer = Optimizer(method, learningRate: rate, weightDecay: weightDecay)
  }

  /// The arguments of PyTorch's optimizer: those given, and its defaults.
  private struct Settings {
    let name: String
    let given: JSON
    let defaults: JSON

    init?(_ curve: JSON) {
      guard let name = curve["optimizer"].string else { return nil }
      (self.name, given, defaults) = (name, curve["params"], curve["defaults"])
    }

    private func value(_ key: String) -> JSON { given[key].exists ? given[key] : defaults[key] }

    subscript(key: String) -> Double { value(key).number ?? 0 }

    func isSet(_ key: String) -> Bool {
      if case .bool(true) = value(key) { true } else { false }
    }

    func pair(_ key: String) -> (Double, Double) {
      guard let numbers = value(key).numbers, numbers.count == 2 else { return (.nan, .nan) }
      return (numbers[0], numbers[1])
    }

    var method: OptimizerMethod? {
      let (beta1, beta2) = pair("betas")
      let epsilon = self["eps"]
      switch name {
      case "SGD":
        return .gradientDescent(
          momentum: self["momentum"], dampening: self["dampening"], isNesterov: isSet("nesterov"))
      case "RMSprop":
        return .rmsProp(
          decay: self["alpha"], epsilon: epsilon, momentum: self["momentum"],
          isCentered: isSet("centered"))
      case "Adagrad":
        return .adagrad(
          rateDecay: self["lr_decay"], initialSum: self["initial_accumulator_value"],
          epsilon: epsilon)
      case "Adam":
        return .adam(beta1: beta1, beta2: beta2, epsilon: epsilon, isAMSGrad: isSet("amsgrad"))
      case "AdamW":
        return .adamW(beta1: beta1, beta2: beta2, epsilon: epsilon, isAMSGrad: isSet("amsgrad"))
      case "Adadelta": return .adadelta(decay: self["rho"], epsilon: epsilon)
      case "Adamax": return .adamax(beta1: beta1, beta2: beta2, epsilon: epsilon)
      case "NAdam":
        return .nadam(
          beta1: beta1, beta2: beta2, epsilon: epsilon, momentumDecay: self["momentum_decay"])
      case "RAdam": return .radam(beta1: beta1, beta2: beta2, epsilon: epsilon)
      case "Rprop":
        let ((decrease, increase), (smallest, largest)) = (pair("etas"), pair("step_sizes"))
        return .rprop(
          decrease: decrease, increase: increase, smallestStep: smallest, largestStep: largest)
      case "ASGD":
        return .averagedGradientDescent(
          decay: self["lambd"], power: self["alpha"], start: Int(self["t0"]))
      default: return nil
      }
    }
  }
}
