// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

extension Explanation {
  /// Finite differences: derivatives from values alone.
  public struct NumericalDerivatives: Sendable, Equatable {
    /// The forward differences that are worked out, for each step one for each input.
    public let differences: [Difference]
    /// The central differences for the same steps and inputs.
    public let centralDifferences: [Difference]
    /// How the error depends on the step, for each input.
    public let errors: [ErrorTable]
  }

  /// `(L(2.1, 3) − L(2, 3)) / 0.1`, or `(L(2.1, 3) − L(1.9, 3)) / 0.2`.
  public struct Difference: Sendable, Equatable {
    public let input: String
    public let step: Double
    /// The quotient as calls of the function.
    public let quotient: MathText
    /// The calls written out with numbers; nil if they are long.
    public let substituted: MathText?
    /// The values that are subtracted, in formula.
    public let difference: MathText
    /// The value at the moved point, and at the one that it is compared with: the point, or the point
    /// moved the other way.
    public let moved: Double
    public let base: Double
    /// The result in double precision, with its rounding errors.
    public let derivative: Double
    /// The result to ten digits, which hides them.
    public let rounded: String
  }

  /// Forward and central differences in one input for steps from 10⁻¹ to 10⁻¹⁶.
  public struct ErrorTable: Sendable, Equatable {
    public struct Row: Sendable, Equatable {
      public let step: Double
      public let forward: Double
      public let forwardError: Double
      public let central: Double
      public let centralError: Double
    }

    public let input: String
    /// The derivative that errors are measured from.
    public let exact: Double
    public let rows: [Row]
    /// The step with the smallest error; nil if no step gives a number.
    public let bestForwardStep: Double?
    public let bestCentralStep: Double?
    /// Central differences extrapolated to step zero.
    public let richardson: Double
    /// The error as the extrapolation itself estimates it.
    public let estimatedError: Double
    public let richardsonError: Double

    /// Whether the errors of forward differences fall, reach a smallest value, and grow again.
    var forwardHasValley: Bool { Self.hasValley(rows.map { $0.forwardError }) }
    /// Whether the errors of central differences do.
    var centralHasValley: Bool { Self.hasValley(rows.map { $0.centralError }) }

    private static func hasValley(_ errors: [Double]) -> Bool {
      guard let first = errors.first, let last = errors.last, let least = errors.min() else {
        return false
      }
      return errors.allSatisfy { $0.isFinite } && least < first && least < last
    }

    /// Whether the step makes a difference, so that one of them is best.
    var hasBestSteps: Bool {
      func differ(_ errors: [Double]) -> Bool { errors.contains { $0 != errors[0] } }
      return differ(rows.map { $0.forwardError }) && differ(rows.map { $0.centralError })
    }
  }
}

extension Worksheet {
  /// - Parameter exact: The gradient that errors are measured from.
  func numericalDerivatives(_ exact: [Double]) -> Explanation.NumericalDerivatives {
    Explanation.NumericalDerivatives(
      differences: options.differenceSteps.flatMap { step in
        shownInputs.map { difference(in: $0, step: step, isCentral: false) }
      },
      centralDifferences: options.differenceSteps.flatMap { step in
        shownInputs.map { difference(in: $0, step: step, isCentral: true) }
      },
      errors: shownInputs.map { errorTable(for: $0, exact: exact[$0]) })
  }

  /// The value at the point with input number `input` moved to `x`.
  func movedValue(_ input: Int, _ x: Double) -> Double {
    var moved = point
    moved[input] = x
    return list[...output].values(at: moved)[output]
  }

  private func difference(
    in input: Int, step: Double, isCentral: Bool
  ) -> Explanation.Difference {
    var movedPoint = point
    movedPoint[input] += step
    let moved = movedValue(input, movedPoint[input])
    var basePoint = point
    if isCentral { basePoint[input] -= step }
    let base = isCentral ? movedValue(input, basePoint[input]) : values[output]
    let whole = isCentral ? 2 * step : step
    let width = MathText.number(whole, digits: 10)
    let height = MathText.number(step, digits: 10)
    let name = MathText.Piece.name(inputNames[input])
    func minus(_ a: MathText, _ b: MathText) -> MathText {
      .fraction(a + MathText(.minus) + b, width)
    }
    func call(_ x: [Double]) -> MathText { .call(function, x.map { .number($0, digits: 10) }) }
    let isFew = point.count <= 6
    let substituted: MathText? =
      if let a = formula(output, at: movedPoint), let b = formula(output, at: basePoint) {
        .fraction(MathText(a) + MathText(.minus) + .factor(b), width)
      } else {
        nil
      }
    let slope = (moved - base) / whole
    return Explanation.Difference(
      input: inputNames[input], step: step,
      quotient: isFew
        ? minus(call(movedPoint), call(basePoint))
        : minus(
          MathText(.name(function), .open, name, .plus) + height + MathText(.close),
          isCentral
            ? MathText(.name(function), .open, name, .minus) + height + MathText(.close)
            : MathText(.name(function), .open, name, .close)),
      substituted: steps.count > 1 ? substituted : nil,
      difference: minus(.number(moved, digits: 10), .factor(base, digits: 10)),
      moved: moved, base: base, derivative: slope, rounded: slope.rounded(toDigits: 10))
  }

  private func errorTable(for input: Int, exact: Double) -> Explanation.ErrorTable {
    typealias Row = Explanation.ErrorTable.Row
    func slope(_ scheme: DifferenceScheme<Double>) -> DifferenceEstimate<Double> {
      Numerical.estimate(at: point[input], scheme: scheme) { movedValue(input, $0) }
    }
    /// Central differences have a value even where the function has none.
    func ofValue(_ number: Double) -> Double { values[output].isNaN ? .nan : number }
    var rows: [Row] = []
    for digits in 1...16 {
      let step = Double("1e-\(digits)") ?? 0
      let forward = ofValue(slope(.forward(step: step)).derivative)
      let central = ofValue(slope(.central(step: step)).derivative)
      rows.append(
        Row(
          step: step, forward: forward, forwardError: (forward - exact).magnitude,
          central: central, centralError: (central - exact).magnitude))
    }
    func best(_ error: (Row) -> Double) -> Double? {
      rows.filter { !error($0).isNaN }.min { error($0) < error($1) }?.step
    }
    let richardson = slope(.richardson)
    let value = ofValue(richardson.derivative)
    return Explanation.ErrorTable(
      input: inputNames[input], exact: exact, rows: rows,
      bestForwardStep: best { $0.forwardError }, bestCentralStep: best { $0.centralError },
      richardson: value, estimatedError: ofValue(richardson.error),
      richardsonError: (value - exact).magnitude)
  }
}
