// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A training algorithm that goes by the gradient: a method, its learning rate, and what it
/// remembers of every parameter.
///
/// An optimizer is a value: a copy is a snapshot to return to. The learning rate and the weight
/// decay may change between steps.
///
/// ```swift
/// // Numbers:
/// var optimizer = Optimizer<Double>(.adam(), learningRate: 0.1)
/// var weights = [1.0, -2.0]
/// for _ in 0..<100 {
///   let slope = Reverse.gradient(at: weights) { w in w[0] * w[0] + w[1] * w[1] }
///   optimizer.update(&weights, gradient: slope)
/// }
///
/// // A model made of tensors:
/// var trainer = Optimizer<Tensor>(.gradientDescent(momentum: 0.9), learningRate: 0.05)
/// var model = Network(NetworkShape(inputs: 2, hidden: [4], outputs: 1), seed: 1)
/// let slope = gradient(at: model) { model in squaredError(model(points), targets) }
/// trainer.update(&model, gradient: slope)
/// ```
///
/// - Complexity: a few operations a parameter and step.
public struct Optimizer<Value: ParameterValue> {
  /// The rule that parameters are moved by.
  public let method: OptimizerMethod

  /// How far a step goes. It may be changed between steps, as by a ``LearningRateSchedule``.
  public var learningRate: Double

  /// The weight decay `λ`: `λ w` is added to the gradient of `w`, as by the penalty `λ/2 w²`;
  /// ``OptimizerMethod/adamW(beta1:beta2:epsilon:isAMSGrad:)`` keeps it apart from the gradient.
  public var weightDecay: Double

  /// How many steps were taken.
  public private(set) var stepCount = 0

  /// What is remembered of every parameter: for each of the method's
  /// ``OptimizerMethod/quantities`` a value for every parameter. Empty before the first step.
  public internal(set) var state: [[Value]] = []

  /// The product of the momenta so far, which NAdam needs.
  private var momentumProduct = 1.0

  /// An optimizer that has not taken a step yet.
  ///
  /// - Precondition: The hyperparameters are in the ranges of the method.
  public init(_ method: OptimizerMethod, learningRate: Double, weightDecay: Double = 0) {
    method.checkHyperparameters()
    self.method = method
    self.learningRate = learningRate
    self.weightDecay = weightDecay
  }

  /// What is remembered of every parameter by the name of a quantity; nil if the method does not
  /// use it or no step was taken.
  public subscript(_ quantity: OptimizerQuantity) -> [Value]? {
    guard let slot = method.quantities.firstIndex(of: quantity), slot < state.count else { return nil }
    return state[slot]
  }

  /// Takes one step.
  ///
  /// - Parameters:
  ///   - parameters: The parameters, which are replaced.
  ///   - gradient: The derivative with respect to each.
  /// - Precondition: There are as many derivatives as parameters, and as many parameters as in the
  ///   steps before.
  public mutating func update(_ parameters: inout [Value], gradient: [Value]) {
    let rule = beginStep(parameters, gradient: gradient) { "parameter \($0)" }
    apply(rule, to: &parameters, gradient)
  }

  /// Begins a step: checks, and the rule that it goes by; `name` tells what a parameter is called in
  /// messages.
  mutating func beginStep(
    _ parameters: [Value], gradient: [Value], name: (Int) -> String
  ) -> UpdateRule {
    precondition(
      parameters.count == gradient.count,
      "Optimizer.update: there are \(parameters.count) parameters, but \(gradient.count) derivatives.")
    for i in parameters.indices {
      parameters[i].requireSameForm(gradient[i], name(i), "Optimizer.update")
    }
    if stepCount == 0 { prepareState(for: parameters) }
    if let first = state.first {
      precondition(
        first.count == parameters.count,
        """
        Optimizer.update: the steps before had \(first.count) parameters; found \
        \(parameters.count).
        """)
    }
    stepCount += 1
    let rule = UpdateRule(
      method: method, rate: learningRate, weightDecay: weightDecay, step: stepCount,
      momentumProduct: momentumProduct)
    if let momentum = method.momentum(at: stepCount) { momentumProduct *= momentum }
    return rule
  }

  private mutating func prepareState(for parameters: [Value]) {
    state = method.quantities.map { quantity in
      let initial = method.initialValue(of: quantity, learningRate: learningRate)
      return parameters.map { $0.filled(with: initial) }
    }
  }

  // Called on numbers from other modules this would go through tables of functions, ten times slower.
  #if !hasFeature(Embedded)
    @_specialize(where Value == Double)
  #endif
  private mutating func apply(_ rule: UpdateRule, to parameters: inout [Value], _ gradient: [Value]) {
    for i in parameters.indices {
      var memory = ParameterMemory<Value>()
      for slot in state.indices { memory[slot] = state[slot][i] }
      rule(&parameters[i], gradient[i], &memory)
      for slot in state.indices { state[slot][i] = memory[slot] }
    }
  }
}

extension Optimizer: Sendable where Value: Sendable {}

extension OptimizerMethod {
  /// What a quantity is before the first step.
  func initialValue(of quantity: OptimizerQuantity, learningRate: Double) -> Double {
    switch (self, quantity) {
    case (.adagrad(_, let initialSum, _), .sumOfSquares): initialSum
    case (.rprop, .stepSize): learningRate
    default: 0
    }
  }
}
