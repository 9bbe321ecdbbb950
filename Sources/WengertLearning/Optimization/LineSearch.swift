// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A point on a line from where a step begins.
struct LinePoint<Value: ParameterValue> {
  /// How far along the direction it is.
  var distance: Double
  let parameters: [Value]
  let value: Double
  let gradient: [Value]
  /// The derivative along the direction.
  var slope: Double

  var gradientNorm: Double { gradient.product(with: gradient).squareRoot() }
}

/// The search for a point on a line that satisfies the strong Wolfe conditions
///
///     f(α) ≤ f(0) + c₁ α f′(0)     and     |f′(α)| ≤ c₂ |f′(0)|
///
/// It asks for points one by one: ``next()`` is where, ``record(_:)`` takes what was found there.
///
/// J. Nocedal and S. J. Wright, "Numerical Optimization" (2006), algorithms 3.5 and 3.6.
struct LineSearch<Value: ParameterValue> {
  private static var decrease: Double { 1e-4 }
  private static var curvature: Double { 0.9 }
  private static var evaluations: Int { 40 }

  private let start: LinePoint<Value>
  /// The best end of the interval in which there is a solution.
  private var low: LinePoint<Value>
  /// The other end; nil while the interval is not bounded.
  private var high: LinePoint<Value>?
  private var candidate: Double
  private var rest = LineSearch.evaluations
  private var isFound = false
  private var isFinished = false

  init(from start: LinePoint<Value>, slope: Double, first: Double) {
    var start = start
    (start.distance, start.slope) = (0, slope)
    (self.start, low, candidate) = (start, start, first)
  }

  /// The solution once there is no next point; if none was found, the best point that is lower than
  /// the start, nil if there is none.
  var best: LinePoint<Value>? { isFound || low.value < start.value ? low : nil }

  /// Where to look next, nil at the end.
  func next() -> Double? { isFinished || rest == 0 ? nil : candidate }

  mutating func record(_ point: LinePoint<Value>) {
    rest -= 1
    if !isLow(point) || point.value > low.value + noise {
      high = point
    } else if point.slope.magnitude <= -Self.curvature * start.slope {
      (low, isFound, isFinished) = (point, true, true)
      return
    } else {
      let isUphill = point.slope * ((high?.distance ?? .infinity) - low.distance) >= 0
      if isUphill { high = low }
      low = point
    }
    guard let high else {
      candidate = 2 * point.distance
      return
    }
    candidate = interpolated(high)
    if candidate == low.distance || candidate == high.distance { isFinished = true }
  }

  /// By how much values differ by rounding alone.
  private var noise: Double { 4 * start.value.magnitude.ulp }

  /// Whether the value is low enough. Where values are equal but for rounding the slope tells, as it
  /// is less spoilt.
  private func isLow(_ point: LinePoint<Value>) -> Bool {
    if !point.value.isFinite || !point.slope.isFinite { return false }
    if point.value <= start.value + Self.decrease * point.distance * start.slope { return true }
    return (point.value - start.value).magnitude <= noise
      && point.slope <= (2 * Self.decrease - 1) * start.slope
  }

  /// The minimum of the cubic through values and slopes at both ends, kept away from the ends.
  private func interpolated(_ high: LinePoint<Value>) -> Double {
    let width = high.distance - low.distance
    var share = 0.5
    if high.value.isFinite && high.slope.isFinite {
      let d = low.slope + high.slope - 3 * (high.value - low.value) / width
      let discriminant = d * d - low.slope * high.slope
      if discriminant >= 0 {
        let root = width < 0 ? -discriminant.squareRoot() : discriminant.squareRoot()
        let found = 1 - (high.slope + root - d) / (high.slope - low.slope + 2 * root)
        if found.isFinite { share = found }
      }
    }
    return low.distance + width * min(max(share, 0.1), 0.9)
  }
}
