// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertLearning
import WengertPrograms

/// The optimizer of a state, and what it remembers.
enum TrainingOptimizer {
  /// One that goes by the gradient alone.
  case descent(Optimizer<Double>)
  /// One that looks at the loss, too.
  case search(LBFGS<Double>)

  init(_ state: TrainingState) {
    if let method = state.method {
      self = .descent(
        Optimizer(method, learningRate: state.optimizer.rate, weightDecay: state.weightDecay))
    } else {
      self = .search(LBFGS())
    }
  }

  /// Takes over the choices of a state: another method begins anew.
  mutating func adapt(to state: TrainingState) {
    switch (self, state.method) {
    case (.descent(var optimizer), let method?) where optimizer.method == method:
      optimizer.weightDecay = state.weightDecay
      self = .descent(optimizer)
    case (.search(var search), nil):
      // What it has learned of the curvature may be that of another loss.
      search.reset()
      self = .search(search)
    default: self = TrainingOptimizer(state)
    }
  }

  /// Whether a step has to see all points, and the gradient as it is.
  var needsAllPoints: Bool {
    if case .search = self { true } else { false }
  }

  /// Takes a step.
  ///
  /// - Parameters:
  ///   - gradient: The gradient after normalisation and clipping, for methods that go by it.
  ///   - objective: The loss with the penalties, and its gradient, for the others.
  mutating func move(
    _ weights: inout [Double], along gradient: [Double], rate: Double,
    objective: ([Double]) -> (value: Double, gradient: [Double])
  ) {
    switch self {
    case .descent(var optimizer):
      // Nothing else may hold its state while it changes, or it would be copied.
      self = .search(LBFGS())
      optimizer.learningRate = rate
      optimizer.update(&weights, gradient: gradient)
      self = .descent(optimizer)
    case .search(var search):
      // Where there is no better place the weights stay, until something changes.
      if search.step(&weights, of: objective) == .noProgress { search.reset() }
      self = .search(search)
    }
  }

  /// The next step of one weight as a program, and the values of its inputs; nil if there is none of
  /// one weight alone.
  func update(
    _ index: Int, weight: Double, slope: Double, rate: Double
  ) -> (program: Program, inputs: [Double])? {
    guard case .descent(var optimizer) = self else { return nil }
    optimizer.learningRate = rate
    let memory =
      optimizer.state.isEmpty
      ? optimizer.method.quantities.map { _ in 0.0 } : optimizer.state.map { $0[index] }
    return (optimizer.updateProgram(), [weight, slope] + memory)
  }
}
