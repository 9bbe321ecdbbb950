// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule

/// An axis whose range has been decided.
struct PlotAxis {
  let scale: Plot.Scale
  /// The ends of the axis, in the units of the data.
  let lower: Double
  let upper: Double

  /// Numbers beyond this are treated as infinite, so that differences cannot overflow.
  static let limit = 1e290

  /// Creates an axis between two numbers, or around them if they are hardly different.
  init(scale: Plot.Scale, from a: Double, to b: Double) {
    self.scale = scale
    switch scale {
    case .linear:
      let bounds = [a, b].map { $0.isNaN ? 0 : max(-Self.limit, min(Self.limit, $0)) }
      (lower, upper) = Self.separated(min(bounds[0], bounds[1]), max(bounds[0], bounds[1]))
    case .logarithmic:
      let bounds = [a, b].map { $0 > 0 ? max(1 / Self.limit, min(Self.limit, $0)) : 1 }
      let (low, high) = (min(bounds[0], bounds[1]), max(bounds[0], bounds[1]))
      let isNarrow = high / low < 1 + 1e-6
      (lower, upper) = isNarrow ? (low / 10, high * 10) : (low, high)
    }
  }

  private static func separated(_ a: Double, _ b: Double) -> (lower: Double, upper: Double) {
    let size = max(a.magnitude, b.magnitude)
    if b - a > size * 1e-10, b - a > 1 / limit { return (a, b) }
    let padding = size > 1 / limit ? size / 2 : 1
    return (a - padding, b + padding)
  }

  /// Whether the axis can show a number, be it within its range or not.
  static func shows(_ number: Double, on scale: Plot.Scale) -> Bool {
    number.magnitude <= limit && (scale == .linear || number >= 1 / limit)
  }

  /// Returns where a number is between the lower end, 0, and the upper end, 1.
  func fraction(_ number: Double) -> Double? {
    if !Self.shows(number, on: scale) { return nil }
    let fraction =
      switch scale {
      case .linear: (number - lower) / (upper - lower)
      case .logarithmic:
        (Double.log(number) - Double.log(lower)) / (Double.log(upper) - Double.log(lower))
      }
    return max(-1e100, min(1e100, fraction))
  }

  /// Returns about as many ticks as said, or fewer such that their labels have room.
  ///
  /// - Parameter room: The length of the part of the axis that a label takes, as a fraction of it.
  func ticks(atMost count: Int, room: (String) -> Double) -> [PlotTick] {
    var ticks: [PlotTick] = []
    for count in stride(from: max(count, 2), through: 2, by: -1) {
      switch scale {
      case .linear: ticks = PlotTick.linear(lower, upper, atMost: count)
      case .logarithmic: ticks = PlotTick.logarithmic(lower, upper, atMost: count)
      }
      let labelled = ticks.filter { !$0.isMinor }
      var fits = true
      for (tick, next) in zip(labelled, labelled.dropFirst()) {
        guard let a = fraction(tick.position), let b = fraction(next.position) else { continue }
        if b - a < (room(tick.label) + room(next.label)) / 2 { fits = false }
      }
      if fits { break }
    }
    return ticks
  }
}
