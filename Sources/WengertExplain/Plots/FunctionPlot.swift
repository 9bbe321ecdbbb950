// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The plot of a function of one number, with its tangent at a point.
///
/// ```swift
/// let plot = FunctionPlot("sin(x)", from: -6, to: 6, tangentAt: 1) { x in
///   (.sin(x), .cos(x))
/// }
/// print(plot.plot.svg())
/// ```
///
/// The derivative is used twice: it is the slope of the tangent, and it decides where the function
/// is evaluated.
public struct FunctionPlot: Sendable {
  /// The most points at which a function is evaluated for its curve.
  public static let sampleLimit = 1500

  /// The function, as text.
  public let name: String
  /// The name of the number on which it depends.
  public let variable: String
  /// The curve, from left to right. Where the function has no value, jumps or has a pole, is a gap.
  public let curve: [Plot.Point]
  /// The point of the tangent, if there is one.
  public let point: Plot.Point?
  /// The derivative at the point; nan if there is no point.
  public let slope: Double
  /// Whether the function seems to have a pole, so that only its middle part is drawn.
  public let isUnbounded: Bool
  private let range: (lower: Double, upper: Double)

  /// Evaluates a function between two numbers, at most ``sampleLimit`` times and at the point.
  ///
  /// - Parameters:
  ///   - name: The function, as text.
  ///   - variable: The name of its argument.
  ///   - lower: The left end of the plot.
  ///   - upper: The right end of the plot.
  ///   - point: Where the tangent touches the curve.
  ///   - f: Returns the value and the derivative, which may be nan or infinite.
  /// - Throws: What `f` throws.
  /// - Complexity: O(*n* log *n*), where *n* is the number of evaluations.
  public init<E: Error>(
    _ name: String, variable: String = "x", from lower: Double, to upper: Double,
    tangentAt point: Double? = nil,
    _ f: (Double) throws(E) -> (value: Double, derivative: Double)
  ) throws(E) {
    self.name = name
    self.variable = variable
    let axis = PlotAxis(scale: .linear, from: lower, to: upper)
    range = (axis.lower, axis.upper)
    let sampler = try FunctionSampler(
      from: axis.lower, to: axis.upper, limit: Self.sampleLimit, f)
    curve = sampler.points
    isUnbounded = sampler.isUnbounded
    if let point {
      let (value, derivative) = try f(point)
      self.point = Plot.Point(point, value)
      slope = derivative
    } else {
      self.point = nil
      slope = .nan
    }
  }

  /// The plot: the curve, the tangent with its slope, and the point.
  public var plot: Plot {
    var plot = Plot(
      title: name, x: .init(variable, extent: .fixed(range.lower, range.upper)),
      y: .init(extent: isUnbounded ? .robust : .automatic),
      series: [.init(name, curve, emphasis: .strong)])
    guard let point else { return plot }
    let place = "\(variable) = \(NumberText.rounded(point.x))"
    if !PlotAxis.shows(point.y, on: .linear) {
      plot.note = "At \(place), the value is \(NumberText.rounded(point.y))."
      return plot
    }
    plot.marks = [
      .init(point, "(\(NumberText.rounded(point.x)), \(NumberText.rounded(point.y)))", series: 0)
    ]
    if slope.isNaN {
      plot.note = "At \(place), there is no derivative."
      return plot
    }
    plot.title += " and its tangent"
    let label = "tangent at \(place): slope \(NumberText.rounded(slope))"
    plot.series.append(
      .init(label, tangent(through: point, plot), style: .dashedLine, isGuide: true))
    return plot
  }

  /// Returns the ends of the tangent, not far outside the plot.
  private func tangent(through point: Plot.Point, _ plot: Plot) -> [Plot.Point] {
    let y = PlotFrame(plot).y
    let height = y.upper - y.lower
    if slope.isInfinite { return [.init(point.x, y.lower), .init(point.x, y.upper)] }
    return [range.lower, range.upper].map { end in
      let rise = slope * (end - point.x)
      let limit = (rise < 0 ? y.lower - height : y.upper + height) - point.y
      if rise.magnitude <= limit.magnitude { return .init(end, point.y + rise) }
      return .init(point.x + limit / slope, point.y + limit)
    }
  }
}
