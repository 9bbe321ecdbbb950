// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertLearning
import WengertPrograms

/// The programs of a network, ready to be run on many points.
final class TrainingNetwork {
  let shape: NetworkShape
  let loss: Loss
  /// The loss of one point.
  let lossProgram: Program
  /// The loss of one point, and its derivative by every parameter.
  let gradientProgram: Program

  private let gradientEvaluator: ColumnEvaluator
  private let lossEvaluator: ColumnEvaluator
  private let activationEvaluator: ColumnEvaluator
  private var sums: [Double] = []

  init(_ shape: NetworkShape, _ loss: Loss) {
    self.shape = shape
    self.loss = loss
    let network = NetworkProgram(shape, computing: .loss(loss))
    lossProgram = network.program
    gradientProgram = network.training().simplified()
    let columns = gradientProgram.inputs.indices.map { $0 < network.parameterStart }
    gradientEvaluator = ColumnEvaluator(gradientProgram, columns: columns)
    lossEvaluator = ColumnEvaluator(lossProgram, columns: columns)
    let activations = NetworkProgram(shape, computing: .activations)
    activationEvaluator = ColumnEvaluator(
      activations.program, columns: activations.program.inputs.indices.map { $0 < shape.inputCount })
  }

  /// The network of a state whose points ask for so many outputs; nil if it is too large.
  static func shape(_ state: TrainingState, outputs: Int) -> NetworkShape? {
    let last = NetworkShape.Layer(
      units: outputs, activation: state.hasLogits ? .linear : state.outputActivation,
      hasBias: state.outputHasBias)
    let shape = NetworkShape(inputs: state.features.count, layers: state.layers + [last])
    return shape.parameterCount <= TrainingLimit.parameters ? shape : nil
  }

  /// The weights to begin with.
  func initialWeights(_ state: TrainingState) -> [Double] {
    state.startsAtZero
      ? [Double](repeating: 0, count: shape.parameterCount)
      : shape.initialParameters(initialization(state), seed: state.seed)
  }

  /// How they are drawn: as most of the hidden layers need it.
  func initialization(_ state: TrainingState) -> NetworkInitialization {
    let rectifiers = state.layers.filter {
      $0.activation == .relu || $0.activation == .leakyReLU || $0.activation == .gelu
    }
    return 2 * rectifiers.count > state.layers.count ? .heUniform : .glorotUniform
  }

  /// The mean loss over some points, and its gradient; `columns` are their features and targets.
  func lossWithGradient(
    _ weights: [Double], _ columns: [Double], count: Int
  ) -> (loss: Double, gradient: [Double]) {
    gradientEvaluator.sums(uniforms: weights, columns: columns, count: count, into: &sums)
    let number = Double(count)
    return (sums[0] / number, (1..<sums.count).map { count == 0 ? 0 : sums[$0] / number })
  }

  /// The mean loss over some points; nan if there are none.
  func meanLoss(_ weights: [Double], _ columns: [Double], count: Int) -> Double {
    lossEvaluator.sums(uniforms: weights, columns: columns, count: count, into: &sums)
    return sums[0] / Double(count)
  }

  /// The loss of each point, and its derivative by one weight: two columns.
  func contributions(
    _ weights: [Double], _ columns: [Double], count: Int, weight: Int
  ) -> [Double] {
    var result: [Double] = []
    gradientEvaluator.values(
      uniforms: weights, columns: columns, count: count, outputs: [0, 1 + weight], into: &result)
    return result
  }

  /// What all neurons give at some places, a column for each.
  func activations(_ weights: [Double], _ features: [Double], count: Int) -> [Double] {
    var result: [Double] = []
    activationEvaluator.values(uniforms: weights, columns: features, count: count, into: &result)
    return result
  }

  /// What the network gives at some places, a column for each output.
  func outputs(
    _ weights: [Double], _ features: [Double], count: Int, into result: inout [Double]
  ) {
    let neurons = shape.neuronCount
    activationEvaluator.values(
      uniforms: weights, columns: features, count: count,
      outputs: Array(neurons - shape.outputCount..<neurons), into: &result)
  }
}
