// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule

extension Plot {
  /// Returns the horizontal axis with its range.
  func horizontalAxis() -> PlotAxis {
    var numbers: [Weighted] = []
    for series in series where !series.isGuide {
      for point in series.points where PlotAxis.shows(point.y, on: y.scale) {
        numbers.append(Weighted(number: point.x, weight: 1))
      }
    }
    return axis(x, numbers, musts: marks.map { $0.point.x })
  }

  /// Returns the vertical axis with its range.
  func verticalAxis(beside horizontal: PlotAxis) -> PlotAxis {
    var numbers: [Weighted] = []
    for series in series where !series.isGuide {
      let places = series.points.map { horizontal.fraction($0.x) }
      for index in places.indices {
        // What is left or right of the plot does not matter.
        guard let place = places[index], place >= -1e-9, place <= 1 + 1e-9 else { continue }
        let before = index > 0 ? places[index - 1] ?? place : place
        let after = index + 1 < places.count ? places[index + 1] ?? place : place
        numbers.append(
          Weighted(number: series.points[index].y, weight: (after - before).magnitude))
      }
    }
    return axis(y, numbers, musts: marks.map { $0.point.y } + references.map { $0.y })
  }

  /// A number, and the part of the plot for which it stands.
  private struct Weighted {
    var number: Double
    var weight: Double
  }

  /// Decides on the range of an axis.
  ///
  /// - Parameters:
  ///   - numbers: The data.
  ///   - musts: Numbers that are in the range if they can be shown at all.
  private func axis(_ axis: Axis, _ numbers: [Weighted], musts: [Double]) -> PlotAxis {
    if case .fixed(let lower, let upper) = axis.extent {
      return PlotAxis(scale: axis.scale, from: lower, to: upper)
    }
    let musts = musts.filter { PlotAxis.shows($0, on: axis.scale) }
    var numbers = numbers.filter { PlotAxis.shows($0.number, on: axis.scale) }
    numbers.sort { $0.number < $1.number }
    guard var lower = numbers.first?.number ?? musts.min(),
      var upper = numbers.last?.number ?? musts.max()
    else { return PlotAxis(scale: axis.scale, from: 1, to: axis.scale == .linear ? 0 : 10) }

    if case .robust = axis.extent, axis.scale == .linear {
      (lower, upper) = Self.robustRange(numbers) ?? (lower, upper)
    }
    for must in musts { (lower, upper) = (min(lower, must), max(upper, must)) }
    return padded(PlotAxis(scale: axis.scale, from: lower, to: upper))
  }

  /// Returns the middle seven tenths of the data and one and a half times their range on both
  /// sides, as far as there are data, or nil if the middle has no range.
  private static func robustRange(_ sorted: [Weighted]) -> (lower: Double, upper: Double)? {
    let total = sorted.reduce(0) { $0 + $1.weight }
    guard total > 0, let first = sorted.first?.number, let last = sorted.last?.number else {
      return nil
    }
    func quantile(_ part: Double) -> Double {
      var sum = 0.0
      for element in sorted {
        sum += element.weight
        if sum >= part * total { return element.number }
      }
      return last
    }
    let (low, high) = (quantile(0.15), quantile(0.85))
    if high <= low { return nil }
    let reach = 1.5 * (high - low)
    return (max(first, low - reach), min(last, high + reach))
  }

  private func padded(_ axis: PlotAxis) -> PlotAxis {
    let part = 0.04
    switch axis.scale {
    case .linear:
      let padding = (axis.upper - axis.lower) * part
      return PlotAxis(scale: .linear, from: axis.lower - padding, to: axis.upper + padding)
    case .logarithmic:
      let factor = Double.exp((Double.log(axis.upper) - Double.log(axis.lower)) * part)
      return PlotAxis(
        scale: .logarithmic, from: axis.lower / factor, to: axis.upper * factor)
    }
  }
}
