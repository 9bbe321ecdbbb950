// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertPrograms

/// A network written out number by number, as a Wengert list.
///
/// Inputs of the program are the features `x1`, …, then the targets `t1`, … if there is a loss, and
/// then the parameters by their names (``NetworkShape/Parameter/name``). The lines of neurons have
/// names, too: `s2_1` is the weighted sum of neuron 1 in layer 2, and `a2_1` what it gives. With the
/// activation ``Activation/linear`` the two are one line, `a2_1`.
///
/// ```swift
/// let shape = NetworkShape(inputs: 2, hidden: [3], outputs: 1)
/// let network = NetworkProgram(shape, computing: .loss(.meanSquaredError))
/// let weights = shape.initialParameters(seed: 7)
/// let values = network.inputs(features: [0.5, -1], targets: [1], parameters: weights)
/// let loss = network.program(values)[0]
/// let results = network.training()(values)          // the loss, and its gradient
/// ```
///
/// The program is one of plain numbers, and so it runs where tensors do not; it can be printed,
/// drawn, explained and written as C.
public struct NetworkProgram: Sendable {
  /// What the outputs of the program are.
  public enum Results: Hashable, Sendable {
    /// The outputs of the network.
    case outputs
    /// What every neuron gives, layer by layer.
    case activations
    /// The loss of one example.
    case loss(Loss)
  }

  /// The form of the network.
  public let shape: NetworkShape

  /// What the program computes.
  public let results: Results

  /// The program itself.
  public let program: Program

  /// Writes a network down.
  public init(_ shape: NetworkShape, computing results: Results = .outputs) {
    self.shape = shape
    self.results = results
    let recording = NetworkRecording(shape, results)
    program = recording.program
  }

  /// The values of the program's inputs in their order.
  ///
  /// - Precondition: There are as many features, targets and parameters as the program needs;
  ///   targets are for a loss only.
  public func inputs<T>(features: [T], targets: [T] = [], parameters: [T]) -> [T] {
    precondition(
      features.count == shape.inputCount && targets.count == targetCount,
      """
      NetworkProgram: an example has \(shape.inputCount) features and \(targetCount) targets; \
      found \(features.count) and \(targets.count).
      """)
    shape.checkParameters(parameters.count, "NetworkProgram")
    return features + targets + parameters
  }

  /// How many targets are among the inputs: 0 if the program does not compute a loss.
  public var targetCount: Int {
    if case .loss = results { shape.outputCount } else { 0 }
  }

  /// The place of the first parameter among the inputs.
  public var parameterStart: Int { shape.inputCount + targetCount }

  /// The program that training runs: the loss of one example, and then its derivative with respect
  /// to every parameter, by reverse mode.
  ///
  /// It has the inputs of ``program``. The lines `ds2_1` and `da2_1` are the derivatives of the loss
  /// with respect to `s2_1` and `a2_1`.
  ///
  /// - Precondition: The program computes a loss.
  /// - Complexity: a few lines for every line; none for derivatives by features and targets.
  public func training() -> Program {
    guard case .loss = results else {
      preconditionFailure("NetworkProgram.training: only the program of a loss can be trained.")
    }
    return NetworkRecording.training(self)
  }
}
