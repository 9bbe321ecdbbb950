// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertPrograms
import WengertScalars

/// How the derivatives of a function at a point are computed, in four ways, step by step.
///
/// An explanation is plain data: every number is a `Double`, next to the formula that gave it. It
/// is turned into text by way of a ``Document``, or into JSON by ``json``.
///
/// ```swift
/// let f = Program(inputs: ["x", "y"]) { v in (v[0] + v[1]) * (v[0] + 2 * v[1]) }
/// let explanation = Explanation(of: f, at: [2, 3])
/// print(explanation.document.text())
/// explanation.reverse?.inputs[0].value            // 13
/// ```
///
/// Long programs have long explanations, so every list is an ``Excerpt``: what is cut is counted.
/// Explanations with numbers that are nan differ from themselves, as those numbers do.
public struct Explanation: Sendable, Equatable {
  /// A part of an explanation.
  public enum Section: UInt8, CaseIterable, Sendable {
    case symbolic, numerical, dual, forward, reverse, tape, cost, result
  }

  /// What to explain, and how much of it.
  public struct Options: Sendable, Equatable {
    /// The steps of the finite differences that are worked out.
    public var differenceSteps = [0.1, 0.001]
    /// The sections to compute; the program's own steps are always there.
    public var sections: Set<Section> = [
      .symbolic, .numerical, .dual, .forward, .reverse, .tape, .cost, .result,
    ]
    /// How many operations and tape records are listed.
    public var lineLimit = 100
    /// How many lines the derivations by rules and by dual numbers have.
    public var derivationLimit = 100
    /// With respect to how many inputs derivatives are explained.
    public var inputLimit = 10
    /// The number of names and numbers from which on a formula is not written out.
    public var formulaSize = 24

    public init() {}
  }

  /// An input and its value at the point.
  public struct Input: Sendable, Equatable {
    public let name: String
    public let value: Double
  }

  /// The name of the function, `L`.
  public let function: String
  /// The inputs, as many as are explained.
  public let inputs: Excerpt<Input>
  /// The right-hand side of the function's definition; nil if it is too long to write out.
  public let formula: MathText?
  /// The value at the point.
  public let value: Double
  /// The operations, in the order of computation.
  public let steps: Excerpt<Step>
  /// Formulas: a derivation with respect to each input.
  public let symbolic: [SymbolicDerivation]
  /// Finite differences.
  public let numerical: NumericalDerivatives?
  /// Dual numbers, for one input after the other.
  public let dual: [DualDerivation]
  /// Forward mode as a table of tangents, for one input after the other.
  public let forward: [ForwardTable]
  /// Reverse mode.
  public let reverse: ReverseDerivation?
  /// What reverse mode records.
  public let tape: Excerpt<TapeEntry>?
  /// What each method costs.
  public let cost: CostComparison?
  /// What each method finds.
  public let result: ResultComparison?
  /// Where the function, or its derivative, does not exist.
  public let warnings: Excerpt<Warning>
  /// The choices that the explanation was made with.
  public let options: Options

  /// Explains one output of `program` at `point`.
  ///
  /// - Parameters:
  ///   - output: The number of the output.
  ///   - reference: The correctly rounded gradient, if it is known, to compare the methods with;
  ///     reverse mode is compared with otherwise.
  /// - Precondition: There are as many numbers in `point`, and in `reference`, as inputs.
  /// - Complexity: a few evaluations of the program for each input that is explained.
  public init(
    of program: Program, output: Int = 0, at point: [Double], reference: [Double]? = nil,
    options: Options = Options()
  ) {
    Self.check(program, output: output, point, reference)
    self.init(
      Worksheet(program, output: output, at: point, options: options), reference: reference)
  }

  /// The explanation of one output of `program` at `point`, and its graph, which say the same of the
  /// same steps: both are written from one computation.
  ///
  /// - Parameters:
  ///   - output: The number of the output.
  ///   - reference: The correctly rounded gradient, if it is known.
  ///   - splitsUses: Whether each use of a value that has several is a node of its own.
  /// - Precondition: There are as many numbers in `point`, and in `reference`, as inputs.
  public static func withGraph(
    of program: Program, output: Int = 0, at point: [Double], reference: [Double]? = nil,
    options: Options = Options(), splitsUses: Bool = false
  ) -> (explanation: Explanation, graph: ExplanationGraph) {
    check(program, output: output, point, reference)
    let sheet = Worksheet(program, output: output, at: point, options: options)
    return (Self(sheet, reference: reference), ExplanationGraph(sheet, splitsUses: splitsUses))
  }

  private static func check(
    _ program: Program, output: Int, _ point: [Double], _ reference: [Double]?
  ) {
    precondition(
      program.outputs.indices.contains(output),
      "Explanation: the program has \(program.outputs.count) outputs; found number \(output).")
    precondition(
      point.count == program.inputs.count && (reference ?? point).count == point.count,
      "Explanation: the program has \(program.inputs.count) inputs; the point has \(point.count).")
  }

  private init(_ sheet: Worksheet, reference: [Double]?) {
    let line = sheet.output
    let options = sheet.options
    let sections = options.sections
    function = sheet.function
    inputs = Excerpt(
      sheet.shownInputs.map { Input(name: sheet.inputNames[$0], value: sheet.point[$0]) },
      of: sheet.point.count)
    formula = sheet.sizes[line] <= options.formulaSize ? sheet.formula(line) : nil
    value = sheet.values[line]
    steps = sheet.explainedSteps()
    warnings = sheet.warnings()
    let gradient = sheet.gradients()
    symbolic = sections.contains(.symbolic) ? sheet.symbolicDerivations(values: gradient.symbolic) : []
    numerical =
      sections.contains(.numerical)
      ? sheet.numericalDerivatives(reference ?? gradient.reverse) : nil
    dual = sections.contains(.dual) ? sheet.dualDerivations() : []
    forward = sections.contains(.forward) ? sheet.forwardTables() : []
    reverse = sections.contains(.reverse) ? sheet.reverseDerivation() : nil
    tape = sections.contains(.tape) ? sheet.tapeEntries() : nil
    cost = sections.contains(.cost) ? sheet.costs() : nil
    result = sections.contains(.result) ? sheet.results(gradient, reference: reference) : nil
    self.options = options
  }

  /// Explains every output of `program`.
  public static func all(
    of program: Program, at point: [Double], options: Options = Options()
  ) -> [Explanation] {
    program.outputs.indices.map { Self(of: program, output: $0, at: point, options: options) }
  }
}
