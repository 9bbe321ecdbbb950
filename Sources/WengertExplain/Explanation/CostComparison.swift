// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertPrograms
import WengertScalars

extension Explanation {
  /// What the gradient costs by each method, or the Jacobian of a program with several outputs.
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
    /// The operations of all passes, counted on the programs that they amount to: a derivative is a
    /// program too.
    public let operations: Int
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

extension Explanation.CostComparison {
  /// What all derivatives of a program cost.
  ///
  /// ```swift
  /// let f = Program(inputs: ["x", "y"]) { v in (v[0] + v[1]) * (v[0] + 2 * v[1]) }
  /// Explanation.CostComparison(of: f).methods.map { $0.passes }      // [1, 3, 4, 2, 1, 1]
  /// ```
  ///
  /// - Complexity: linear in the length of the program for one output.
  public init(of program: Program) {
    typealias Cost = Explanation.MethodCost
    let (n, m) = (program.inputs.count, program.outputs.count)
    let primal = program.cost.operations
    let tangent = program.pushforward().cost.operations - primal
    let sweep = program.pullback().cost.operations - primal
    let formulas = Self.formulas(of: program).cost.operations
    let lines = n + primal
    let lanes = (n + 7) / 8
    let records = program.variableLines.reduce(0) { $1 ? $0 + 1 : $0 }
    evaluation = program.cost
    methods = [
      Cost(
        method: .symbolic, passes: 1,
        pass: "evaluation of formulas with \(formulas) operation\(formulas == 1 ? "" : "s")",
        operations: formulas, bytes: 8 * (n + formulas)),
      Cost(
        method: .forwardDifferences, passes: n + 1, pass: "evaluation of the function",
        operations: (n + 1) * primal + 2 * n * m, bytes: 8 * lines),
      Cost(
        method: .centralDifferences, passes: 2 * n, pass: "evaluation of the function",
        operations: 2 * n * primal + 2 * n * m, bytes: 8 * lines),
      Cost(
        method: .forward, passes: n, pass: "evaluation on dual numbers",
        operations: n * (primal + tangent), bytes: 16 * lines),
      Cost(
        method: .forwardLanes, passes: lanes, pass: "evaluation on dual numbers with 8 tangents",
        operations: lanes * (primal + 8 * tangent), bytes: 72 * lines),
      Cost(
        method: .reverse, passes: m, pass: "evaluation and one pass backward",
        operations: primal + m * sweep, bytes: 8 * lines + 32 * records),
    ]
  }

  /// The values and all derivatives as formulas, simplified together.
  private static func formulas(of program: Program) -> Program {
    if program.outputs.count == 1 { return program.gradient().simplified() }
    let values = program.expressions()
    return Program(values + values.flatMap { $0.gradient() }, inputs: program.inputs).simplified()
  }
}

extension Worksheet {
  func costs() -> Explanation.CostComparison {
    Explanation.CostComparison(of: Program([formulas[output]], inputs: program.inputs))
  }
}
