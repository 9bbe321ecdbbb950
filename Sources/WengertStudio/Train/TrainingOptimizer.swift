// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertLearning
import WengertPrograms

/// The optimizer of a state, and what it remembers.
struct TrainingOptimizer {
  private(set) var descent: Optimizer<Double>

  init(_ state: TrainingState) {
    descent = Optimizer(
      state.method ?? .gradientDescent(), learningRate: state.optimizer.rate,
      weightDecay: state.weightDecay)
  }

  /// Takes over the choices of a state: another method begins anew.
  mutating func adapt(to state: TrainingState) {
    if descent.method != (state.method ?? .gradientDescent()) { self = TrainingOptimizer(state) }
    descent.weightDecay = state.weightDecay
  }

  /// Whether a step has to see all points.
  var needsAllPoints: Bool { false }

  /// Takes a step.
  mutating func move(_ weights: inout [Double], along gradient: [Double], rate: Double) {
    descent.learningRate = rate
    descent.update(&weights, gradient: gradient)
  }

  /// The next step of one weight as a program, and the values of its inputs; nil if there is none of
  /// one weight alone.
  func update(
    _ index: Int, weight: Double, slope: Double, rate: Double
  ) -> (program: Program, inputs: [Double])? {
    var descent = descent
    descent.learningRate = rate
    let memory =
      descent.state.isEmpty
      ? descent.method.quantities.map { _ in 0.0 } : descent.state.map { $0[index] }
    return (descent.updateProgram(), [weight, slope] + memory)
  }
}
