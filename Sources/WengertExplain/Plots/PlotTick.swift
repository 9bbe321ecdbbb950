// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule

/// A place on an axis that is marked and, unless it is a minor one, labelled.
struct PlotTick {
  var position: Double
  var label: String

  var isMinor: Bool { label.isEmpty }
}

extension PlotTick {
  /// Returns the multiples of 1, 2 or 5 times a power of ten in a range: at most `count`, but at
  /// least two.
  static func linear(_ lower: Double, _ upper: Double, atMost count: Int) -> [PlotTick] {
    let rough = (upper - lower) / Double(max(count - 1, 1))
    var exponent = NumberText.exponent(rough)
    var factor = 1
    switch NumberText.scaled(rough, exponent: -exponent) {
    case ...1.000001: factor = 1
    case ...2.000001: factor = 2
    case ...5.000001: factor = 5
    default: exponent += 1
    }
    // Positions are integers times a power of ten, so their labels are exact.
    let step = NumberText.scaled(Double(factor), exponent: exponent)
    let first = Int((lower / step - 1e-9).rounded(.up))
    let last = Int((upper / step + 1e-9).rounded(.down))
    if last <= first { return linear(lower, upper, atMost: count + 1) }
    return (first...last).map { n in
      PlotTick(
        position: NumberText.scaled(Double(n * factor), exponent: exponent),
        label: NumberText.exact(n * factor, exponent: exponent))
    }
  }

  /// Returns powers of ten in a range of positive numbers, at most `count` of them with labels; or,
  /// if there are fewer than two, simple numbers between them.
  static func logarithmic(_ lower: Double, _ upper: Double, atMost count: Int) -> [PlotTick] {
    let first = Int((Double.log10(lower) - 1e-9).rounded(.up))
    let last = Int((Double.log10(upper) + 1e-9).rounded(.down))
    if last - first < 1 { return withinDecades(first - 1, last + 1, lower, upper, count) }

    let strides = [1, 2, 3, 4, 5, 10, 20, 25, 50, 100, 200]
    let stride = strides.first { (last - first) / $0 < max(count, 3) } ?? 400
    var ticks: [PlotTick] = []
    for exponent in (first - 1)...last {
      let isMajor = exponent.isMultiple(of: stride)
      let power = NumberText.scaled(1, exponent: exponent)
      if exponent >= first {
        let label = isMajor ? NumberText.powerOfTen(exponent) : ""
        ticks.append(PlotTick(position: power, label: label))
      }
      if stride == 1, last - first <= 5 {
        for digit in 2...9 {
          let position = power * Double(digit)
          if position >= lower, position <= upper { ticks.append(.init(position: position)) }
        }
      }
    }
    return ticks
  }

  private init(position: Double) { self.init(position: position, label: "") }

  private static func withinDecades(
    _ first: Int, _ last: Int, _ lower: Double, _ upper: Double, _ count: Int
  ) -> [PlotTick] {
    var ticks: [PlotTick] = []
    for exponent in first...last {
      for digit in [1, 2, 5] {
        let position = NumberText.scaled(Double(digit), exponent: exponent)
        if position < lower * (1 - 1e-12) || position > upper * (1 + 1e-12) { continue }
        ticks.append(
          PlotTick(position: position, label: NumberText.exact(digit, exponent: exponent)))
      }
    }
    return ticks.count < 2 ? linear(lower, upper, atMost: count) : ticks
  }
}
