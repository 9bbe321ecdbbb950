// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule

/// The error of numerical derivatives against their step: the curve in the shape of a V that shows
/// why finite differences cannot be exact, and automatic differentiation beside it.
///
/// To the right of the lowest point, the error is that of the formula, a power of the step; to the
/// left, it is the rounding error of the function values, which division by the step magnifies.
///
/// ```swift
/// let plot = StepErrorPlot(
///   schemes: [
///     .init("forward", [.init(step: 0.1, error: 0.04), .init(step: 1e-8, error: 3e-9)])
///   ],
///   automaticError: 0)
/// print(plot.plot.terminal(width: 100, height: 30, color: true))
/// ```
public struct StepErrorPlot: Sendable {
  /// The error at one step.
  public struct Sample: Sendable, Equatable {
    /// The step, which is positive.
    public var step: Double
    /// The difference from the exact derivative.
    public var error: Double

    /// Creates a sample; the sign of the error does not matter.
    public init(step: Double, error: Double) {
      self.step = step
      self.error = error
    }
  }

  /// A way to compute a derivative, with its errors.
  public struct Scheme: Sendable {
    /// The name of the scheme.
    public var name: String
    /// Its errors, in any order.
    public var samples: [Sample]

    /// Creates a scheme.
    public init(_ name: String, _ samples: [Sample]) {
      self.name = name
      self.samples = samples
    }

    /// The sample with the least error; of several, that with the greatest step.
    public var best: Sample? {
      var best: Sample?
      for sample in samples where PlotAxis.shows(sample.step, on: .logarithmic) {
        guard sample.error.isFinite else { continue }
        guard let other = best else {
          best = sample
          continue
        }
        let (error, least) = (sample.error.magnitude, other.error.magnitude)
        if error < least || error == least && sample.step > other.step { best = sample }
      }
      return best
    }
  }

  /// The heading.
  public var title: String
  /// The ways to compute the derivative.
  public var schemes: [Scheme]
  /// The error of automatic differentiation, which has no step; nil if it is not shown.
  public var automaticError: Double?
  /// What the errors are, such as `relative error`.
  public var errorName: String

  /// Creates a plot.
  public init(
    title: String = "Error of the derivative against the step", schemes: [Scheme],
    automaticError: Double? = nil, errorName: String = "error"
  ) {
    self.title = title
    self.schemes = schemes
    self.automaticError = automaticError
    self.errorName = errorName
  }

  /// The plot, on logarithmic axes. Errors of exactly zero are at its lower edge.
  public var plot: Plot {
    let (bottom, top) = errorRange
    var plot = Plot(
      title: title,
      x: .init("step h", scale: .logarithmic),
      y: .init(errorName, scale: .logarithmic, extent: .fixed(bottom, top)))
    for scheme in schemes {
      let samples = scheme.samples.sorted { $0.step < $1.step }
      let points = samples.map { Plot.Point($0.step, max($0.error.magnitude, bottom)) }
      // `max` may turn nan into a number.
      let drawable = zip(samples, points).map { $0.error.isFinite ? $1 : .gap }
      plot.series.append(.init(scheme.name, drawable, style: .lineAndPoints))
      guard let best = scheme.best else { continue }
      plot.marks.append(
        .init(
          .init(best.step, max(best.error.magnitude, bottom)),
          "best h = \(NumberText.rounded(best.step, digits: 2, inPowers: true))",
          series: plot.series.count - 1))
    }
    if let error = automaticError?.magnitude, error.isFinite {
      let text = error == 0 ? "exactly 0" : NumberText.rounded(error, digits: 2, inPowers: true)
      plot.references = [.init(y: max(error, bottom), "automatic differentiation: \(text)")]
    }
    if hasZero { plot.note = "Errors of exactly 0 are drawn at the lower edge." }
    return plot
  }

  private var errors: [Double] {
    let errors = schemes.flatMap { $0.samples }.map { $0.error.magnitude }
    return errors + [automaticError?.magnitude ?? .nan]
  }

  private var hasZero: Bool { errors.contains { $0 < 1 / PlotAxis.limit } }

  /// Powers of ten around the errors, with room for zero below them.
  private var errorRange: (bottom: Double, top: Double) {
    let shown = errors.filter { PlotAxis.shows($0, on: .logarithmic) }
    guard let least = shown.min(), let greatest = shown.max() else { return (1e-17, 1) }
    let lowest = NumberText.exponent(least) - (hasZero ? 2 : 0)
    return (
      NumberText.scaled(1, exponent: lowest),
      NumberText.scaled(1, exponent: NumberText.exponent(greatest) + 1)
    )
  }
}
