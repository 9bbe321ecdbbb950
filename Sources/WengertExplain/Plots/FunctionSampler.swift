// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Points of a curve, taken closely where it bends and apart where it does not.
///
/// The derivative says where to look: where the tangents at two neighbours do not agree with the
/// line between them, the function is evaluated halfway. So a smooth curve costs no evaluation
/// that is not drawn, a kink or a jump costs one for each halving, and a pole shows itself by
/// values that keep growing.
struct FunctionSampler {
  struct Sample {
    var x: Double
    var y: Double
    var slope: Double

    var isDrawable: Bool { PlotAxis.shows(y, on: .linear) }
  }

  private(set) var samples: [Sample]
  let lower: Double
  let upper: Double
  /// The number of evaluations that are left.
  private var budget: Int

  /// The number of points that are there before any refinement.
  static let firstSamples = 257
  /// The part of the height of the plot by which the drawn curve may be wrong.
  private static let tolerance = 0.0008

  /// Samples a function at most `limit` times.
  init<E: Error>(
    from lower: Double, to upper: Double, limit: Int = 1500,
    _ f: (Double) throws(E) -> (value: Double, derivative: Double)
  ) throws(E) {
    self.lower = lower
    self.upper = upper
    samples = []
    let intervals = min(Self.firstSamples, max(limit, 2)) - 1
    budget = max(limit, 2) - intervals - 1
    for index in 0...intervals {
      let x = lower + (upper - lower) * (Double(index) / Double(intervals))
      samples.append(try Self.sample(index == intervals ? upper : x, f))
    }

    // First all of the curve, to learn whether it has poles; then the part that will be drawn.
    let first = valueRange()
    if let first {
      let half = budget / 2
      try refine(Goal(visible: nil, height: first.upper - first.lower, smallest: 14), half, f)
    }
    isUnbounded = hasPole(beyond: first)
    let plot = Plot(
      title: "", x: .init(extent: .fixed(lower, upper)),
      y: .init(extent: isUnbounded ? .robust : .automatic), series: [.init("", points)])
    let axis = PlotFrame(plot).y
    let goal = Goal(
      visible: (axis.lower, axis.upper), height: axis.upper - axis.lower, smallest: 40)
    try refine(goal, budget, f)
    breakAtJumps(height: goal.height)
  }

  /// Whether the values have no bound, as far as can be seen.
  private(set) var isUnbounded = false

  /// The curve; its gaps are points that are not drawn.
  var points: [Plot.Point] {
    samples.map { $0.isDrawable ? .init($0.x, $0.y) : .gap }
  }

  private static func sample<E: Error>(
    _ x: Double, _ f: (Double) throws(E) -> (value: Double, derivative: Double)
  ) throws(E) -> Sample {
    let (y, slope) = try f(x)
    return Sample(x: x, y: y, slope: slope)
  }

  private func valueRange() -> (lower: Double, upper: Double)? {
    let values = samples.lazy.filter { $0.isDrawable }.map { $0.y }
    guard let lower = values.min(), let upper = values.max() else { return nil }
    return (lower, upper)
  }

  // MARK: Refinement

  /// What the samples must be good enough for.
  private struct Goal {
    /// The values that will be drawn; if nil, all.
    var visible: (lower: Double, upper: Double)?
    /// The height of the plot.
    var height: Double
    /// How often the whole interval may be halved.
    var smallest: Int
  }

  /// Halves intervals, all that need it at once, until none does or the budget is spent.
  private mutating func refine<E: Error>(
    _ goal: Goal, _ budget: Int, _ f: (Double) throws(E) -> (value: Double, derivative: Double)
  ) throws(E) {
    var rest = budget
    while rest > 0 {
      var wanted: [(interval: Int, need: Double)] = []
      for interval in 0..<(samples.count - 1) {
        let need = need(of: interval, goal)
        if need > 0 { wanted.append((interval, need)) }
      }
      if wanted.isEmpty { break }
      if wanted.count > rest {
        wanted.sort { $0.need == $1.need ? $0.interval < $1.interval : $0.need > $1.need }
        wanted.removeLast(wanted.count - rest)
        wanted.sort { $0.interval < $1.interval }
      }
      rest -= wanted.count
      self.budget -= wanted.count
      var refined: [Sample] = []
      refined.reserveCapacity(samples.count + wanted.count)
      var next = 0
      for index in samples.indices {
        refined.append(samples[index])
        guard next < wanted.count, wanted[next].interval == index else { continue }
        next += 1
        refined.append(try Self.sample(middle(of: index), f))
      }
      samples = refined
    }
  }

  private func middle(of interval: Int) -> Double {
    let (a, b) = (samples[interval].x, samples[interval + 1].x)
    return a + (b - a) / 2
  }

  /// Returns 0 if an interval is good enough, and otherwise how much it needs to be halved.
  private func need(of interval: Int, _ goal: Goal) -> Double {
    let (a, b) = (samples[interval], samples[interval + 1])
    let middle = middle(of: interval)
    if middle <= a.x || middle >= b.x { return 0 }
    let isNarrow = isHalved(interval, 14)
    if isNarrow, isHalved(interval, goal.smallest) { return 0 }

    guard a.isDrawable, b.isDrawable else {
      // Where a domain ends, a curve may be steep, as √x is; a pole is outside the plot.
      if a.isDrawable == b.isDrawable { return 0 }
      let outside = a.isDrawable ? b : a
      return isNarrow && (outside.y.isInfinite || isHalved(interval, 30)) ? 0 : goal.height
    }
    let bend = bend(of: interval)
    // A line through the ends is wrong by a quarter of what the tangents are wrong by.
    if bend / 4 <= goal.height * Self.tolerance { return 0 }
    if isNarrow, (b.y - a.y).magnitude <= goal.height * 0.004 { return 0 }
    if let visible = goal.visible {
      let h = b.x - a.x
      let ends = [a.y, b.y, a.y + a.slope * h, b.y - b.slope * h].filter { !$0.isNaN }
      if ends.allSatisfy({ $0 > visible.upper }) || ends.allSatisfy({ $0 < visible.lower }) {
        return 0
      }
    }
    return bend
  }

  /// Returns whether an interval is what so many halvings leave of the whole one.
  private func isHalved(_ interval: Int, _ halvings: Int) -> Bool {
    let part = 1.5 / Double(1 << halvings)
    return samples[interval + 1].x - samples[interval].x <= (upper - lower) * part
  }

  /// Returns by how much the tangent at one end of an interval misses the other end.
  private func bend(of interval: Int) -> Double {
    let (a, b) = (samples[interval], samples[interval + 1])
    let (rise, h) = (b.y - a.y, b.x - a.x)
    let misses = [(a.slope * h - rise).magnitude, (b.slope * h - rise).magnitude]
    return misses.filter { $0.isFinite }.max() ?? rise.magnitude
  }

  // MARK: Poles and jumps

  /// Returns whether values grew when the points became closer and still do at the closest.
  private func hasPole(beyond first: (lower: Double, upper: Double)?) -> Bool {
    guard let first, let all = valueRange() else { return false }
    let height = all.upper - all.lower
    if height <= 1.5 * (first.upper - first.lower) { return false }
    for interval in 0..<(samples.count - 1) where isHalved(interval, 14) {
      let (a, b) = (samples[interval], samples[interval + 1])
      if a.y.isInfinite || b.y.isInfinite { return true }
      if a.isDrawable, b.isDrawable {
        if (b.y - a.y).magnitude > 0.25 * height { return true }
      } else {
        // At the end of a domain, a root levels out at this scale, but a logarithm does not.
        let slope = a.isDrawable ? a.slope : b.slope
        if (slope * (b.x - a.x)).magnitude > 0.02 * height { return true }
      }
    }
    return false
  }

  /// Puts gaps where the curve goes from one value to another at once.
  ///
  /// There, neither tangent leads to the other end however close the points are.
  private mutating func breakAtJumps(height: Double) {
    var result: [Sample] = []
    result.reserveCapacity(samples.count)
    for index in samples.indices {
      result.append(samples[index])
      guard index + 1 < samples.count, isHalved(index, 18) else { continue }
      let (a, b) = (samples[index], samples[index + 1])
      let (rise, h) = (b.y - a.y, b.x - a.x)
      let isHigh = rise.magnitude > 0.01 * height
      let misses = [a.slope, b.slope].allSatisfy {
        !(($0 * h - rise).magnitude <= 0.75 * rise.magnitude)
      }
      if isHigh, misses { result.append(Sample(x: middle(of: index), y: .nan, slope: .nan)) }
    }
    samples = result
  }
}
