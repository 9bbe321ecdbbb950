// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertPrograms
import WengertScalars

extension Explanation {
  /// What the gradient costs by each method.
  public struct CostComparison: Sendable, Equatable {
    /// The operations of one evaluation of the function.
    public let evaluation: ProgramCost
    /// The methods.
    public let methods: [MethodCost]
  }

  /// What the gradient costs by one method.
  public struct MethodCost: Sendable, Equatable {
    public let method: Method
    /// How often the function, or its derivative, is run.
    public let passes: Int
    /// What such a pass is.
    public let pass: String
    /// The memory for numbers, in bytes: 8 a value.
    ///
    /// A line is an input or an operation; numbers are part of the program.
    ///
    /// - Symbolic: 8 for each line of the program of the value and of the gradient, simplified.
    /// - Numerical: 8 for each line of the program.
    /// - Forward: 16 for each line, a value and a tangent; with eight lanes 72.
    /// - Reverse: 8 for each line, 24 for each record of the tape, and 8 for its adjoint.
    public let bytes: Int
  }

  /// A way to differentiate.
  public enum Method: UInt8, CaseIterable, Sendable {
    case symbolic, forwardDifferences, centralDifferences, numerical, forward, forwardLanes, reverse

    /// The name of the method.
    public var name: String {
      switch self {
      case .symbolic: "symbolic"
      case .forwardDifferences: "forward differences"
      case .centralDifferences: "central differences"
      case .numerical: "numerical"
      case .forward: "forward"
      case .forwardLanes: "forward, 8 lanes"
      case .reverse: "reverse"
      }
    }
  }
}

extension Worksheet {
  func costs() -> Explanation.CostComparison {
    typealias Cost = Explanation.MethodCost
    let n = point.count
    let lines = n + steps.count
    let lanes = (n + 7) / 8
    let value = Program([formulas[output]], inputs: program.inputs)
    let operations = value.gradient().simplified().cost.operations
    return Explanation.CostComparison(
      evaluation: value.cost,
      methods: [
        Cost(
          method: .symbolic, passes: 1,
          pass: "evaluation of formulas with \(operations) operation\(operations == 1 ? "" : "s")",
          bytes: 8 * (n + operations)),
        Cost(
          method: .forwardDifferences, passes: n + 1, pass: "evaluation of the function",
          bytes: 8 * lines),
        Cost(
          method: .centralDifferences, passes: 2 * n, pass: "evaluation of the function",
          bytes: 8 * lines),
        Cost(
          method: .forward, passes: n, pass: "evaluation on dual numbers", bytes: 16 * lines),
        Cost(
          method: .forwardLanes, passes: lanes, pass: "evaluation on dual numbers with 8 tangents",
          bytes: 72 * lines),
        Cost(
          method: .reverse, passes: 1, pass: "evaluation and one pass backward",
          bytes: 8 * lines + 32 * tapePlaces().count),
      ])
  }
}
