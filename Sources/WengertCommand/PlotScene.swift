// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// What a plot shows: a function along one variable, the others being fixed.
struct PlotScene {
  let subject: Subject
  /// The number of the variable along the axis.
  let axis: Int
  /// The values of the other variables; the place of the one along the axis is of no importance.
  let base: [Double]
  /// The value of the variable at the tangent, if there is one.
  let center: Double?
  let range: (lower: Double, upper: Double)

  init(
    _ subject: Subject, partialPoint: [Double?], over: String?, from: String?, to: String?
  ) throws {
    self.subject = subject
    let variables = subject.variables
    if let over {
      guard let place = variables.firstIndex(of: over) else {
        throw Failure.usage("the expression has no variable \(over) to plot over")
      }
      axis = place
    } else {
      axis = partialPoint.firstIndex { $0 == nil } ?? 0
    }
    let axis = axis
    let missing = variables.indices.filter { $0 != axis && partialPoint[$0] == nil }
      .map { variables[$0] }
    if !missing.isEmpty {
      let shown = missing.prefix(6)
      throw Failure.usage(
        "a plot over \(variables[axis]) needs values for \(shown.joined(separator: ", ")): add "
          + shown.map { $0 + "=…" }.joined(separator: " "))
    }
    base = partialPoint.map { $0 ?? 0 }
    center = partialPoint[axis]
    let middle = center ?? 0
    let reach = max(4, middle.magnitude / 2)
    let lower = try from.map { try PointArguments.value(of: $0, for: "--from") }
    let upper = try to.map { try PointArguments.value(of: $0, for: "--to") }
    range = (
      lower ?? min(middle - reach, (upper ?? .infinity) - 2 * reach),
      upper ?? max(middle + reach, (lower ?? -.infinity) + 2 * reach)
    )
    guard range.lower < range.upper else {
      throw Failure.usage(
        "the left end of a plot is below its right end; found \(range.lower.shortDescription) and "
          + range.upper.shortDescription)
    }
  }

  /// The point of the tangent.
  var point: [Double]? {
    center.map { center in
      var point = base
      point[axis] = center
      return point
    }
  }

  private var variable: String { subject.variables[axis] }

  func functionPlot() -> Plot {
    let program = subject.program
    let plot = FunctionPlot(
      subject.title, variable: variable, from: range.lower, to: range.upper, tangentAt: center
    ) { x in
      var inputs = base.map { Dual($0, tangent: 0) }
      inputs[axis] = Dual(x, tangent: 1)
      let result = program(inputs)[0]
      return (result.primal, result.tangent)
    }
    return plot.plot
  }

  func errorPlot() throws -> Plot {
    guard let point else {
      throw Failure.usage(
        "errors are those of the derivative at a point: add \(variable)=…")
    }
    let program = subject.program
    let exact = CorrectlyRounded(program, at: point).gradient[axis]
    guard exact.isFinite else {
      throw Failure.data(
        "there is no finite derivative by \(variable) at this point, so errors mean nothing")
    }
    func errors(_ scheme: (Double) -> DifferenceScheme<Double>) -> [StepErrorPlot.Sample] {
      (2...32).map { half in
        let step = Double.pow(10, -Double(half) / 2)
        let estimate = Numerical.estimate(at: point[axis], scheme: scheme(step)) { x in
          var inputs = point
          inputs[axis] = x
          return program(inputs)[0]
        }
        return .init(step: step, error: (estimate.derivative - exact).magnitude)
      }
    }
    let automatic = Reverse.gradient(at: point) { program($0)[0] }[axis]
    let name = DerivativeNames.text("f", by: variable, of: subject.variables.count)
    return StepErrorPlot(
      title: "Error of \(name) against the step, f = \(subject.title)",
      schemes: [
        .init("forward difference", errors { .forward(step: $0) }),
        .init("central difference", errors { .central(step: $0) }),
      ],
      automaticError: (automatic - exact).magnitude
    ).plot
  }
}
