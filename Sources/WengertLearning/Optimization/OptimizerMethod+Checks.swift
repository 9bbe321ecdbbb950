// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension OptimizerMethod {
  /// Stops with a sentence if a hyperparameter is out of its range.
  func checkHyperparameters() {
    switch self {
    case .gradientDescent(let momentum, let dampening, let isNesterov):
      Self.check(momentum, isFraction: false, "gradientDescent", "momentum")
      precondition(
        !isNesterov || (momentum > 0 && dampening == 0),
        """
        gradientDescent: Nesterov's method needs a momentum and no dampening; found \
        \(momentum) and \(dampening).
        """)
    case .rmsProp(let decay, let epsilon, let momentum, _):
      Self.check(decay, "rmsProp", "decay")
      Self.check(epsilon, isFraction: false, "rmsProp", "epsilon")
      Self.check(momentum, isFraction: false, "rmsProp", "momentum")
    case .adagrad(let rateDecay, let initialSum, let epsilon):
      Self.check(rateDecay, isFraction: false, "adagrad", "rateDecay")
      Self.check(initialSum, isFraction: false, "adagrad", "initialSum")
      Self.check(epsilon, isFraction: false, "adagrad", "epsilon")
    case .adam(let beta1, let beta2, let epsilon, _): Self.check(beta1, beta2, epsilon, "adam")
    case .adamW(let beta1, let beta2, let epsilon, _): Self.check(beta1, beta2, epsilon, "adamW")
    case .adadelta(let decay, let epsilon):
      Self.check(decay, "adadelta", "decay")
      Self.check(epsilon, isFraction: false, "adadelta", "epsilon")
    case .adamax(let beta1, let beta2, let epsilon): Self.check(beta1, beta2, epsilon, "adamax")
    case .nadam(let beta1, let beta2, let epsilon, let momentumDecay):
      Self.check(beta1, beta2, epsilon, "nadam")
      Self.check(momentumDecay, isFraction: false, "nadam", "momentumDecay")
    case .radam(let beta1, let beta2, let epsilon): Self.check(beta1, beta2, epsilon, "radam")
    case .rprop(let decrease, let increase, let smallest, let largest):
      precondition(
        0 < decrease && decrease < 1 && 1 < increase,
        "rprop: 0 < decrease < 1 < increase is needed; found \(decrease) and \(increase).")
      precondition(
        0 <= smallest && smallest <= largest,
        "rprop: the steps are between \(smallest) and \(largest), which is no range.")
    case .averagedGradientDescent(let decay, let power, _):
      Self.check(decay, isFraction: false, "averagedGradientDescent", "decay")
      Self.check(power, isFraction: false, "averagedGradientDescent", "power")
    }
  }

  private static func check(
    _ beta1: Double, _ beta2: Double, _ epsilon: Double, _ method: StaticString
  ) {
    check(beta1, method, "beta1")
    check(beta2, method, "beta2")
    check(epsilon, isFraction: false, method, "epsilon")
  }

  private static func check(
    _ value: Double, isFraction: Bool = true, _ method: StaticString, _ name: StaticString
  ) {
    precondition(
      value >= 0 && (isFraction ? value < 1 : value < .infinity),
      "\(method): \(name) is \(isFraction ? "from 0 to below 1" : "a number from 0 on"); found \(value).")
  }
}
