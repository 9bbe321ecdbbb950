// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule

extension ToyData {
  /// A point without noise.
  ///
  /// - Parameters:
  ///   - label: Its class, 0 for a regression.
  ///   - turn: Its number within the class, and how many points there are in all.
  func place(
    _ label: Int, _ turn: (number: Int, count: Int), _ random: inout CounterRandom
  ) -> DataPoint {
    switch self {
    case .circle:
      let radius = label == 1 ? random.uniform(from: 0, to: 2.5) : random.uniform(from: 3.5, to: 5)
      return Self.polar(radius, random.uniform(from: 0, to: 2 * .pi), label)
    case .exclusiveOr:
      // A gap along the axes keeps the classes apart.
      let (x, y) = (random.uniform(from: 0.3, to: 5), random.uniform(from: 0.3, to: 5))
      let side: Double = random.integer(below: 2) == 0 ? 1 : -1
      return DataPoint(x: side * x, y: label == 1 ? side * y : -side * y, target: Double(label))
    case .gaussians:
      let center: Double = label == 1 ? 2 : -2
      return DataPoint(
        x: center + random.normal(), y: center + random.normal(), target: Double(label))
    case .spiral:
      let share = Double(turn.number) / Double(max((turn.count + 1) / 2, 1))
      return Self.polar(5 * share, 3.5 * .pi * share + (label == 1 ? 0 : .pi), label)
    case .moons:
      let angle = random.uniform(from: 0, to: .pi)
      let (x, y) = (3 * Double.cos(angle), 3 * Double.sin(angle))
      return label == 1
        ? DataPoint(x: x - 1.5, y: y - 0.75, target: 1)
        : DataPoint(x: 1.5 - x, y: 0.75 - y, target: 0)
    case .rings:
      let radius = 2 * Double(label) + random.uniform(from: 0, to: 1)
      return Self.polar(radius, random.uniform(from: 0, to: 2 * .pi), label)
    case .plane:
      let (x, y) = (random.uniform(from: -6, to: 6), random.uniform(from: -6, to: 6))
      return DataPoint(x: x, y: y, target: (x + y) / 12)
    case .multiGaussian:
      let (x, y) = (random.uniform(from: -6, to: 6), random.uniform(from: -6, to: 6))
      return DataPoint(x: x, y: y, target: Self.hills(x, y))
    }
  }

  private static func polar(_ radius: Double, _ angle: Double, _ label: Int) -> DataPoint {
    DataPoint(x: radius * .cos(angle), y: radius * .sin(angle), target: Double(label))
  }

  /// Six normal densities in two rows, hills and hollows in turn.
  static func hills(_ x: Double, _ y: Double) -> Double {
    var sum = 0.0
    for row in 0..<2 {
      for column in 0..<3 {
        let (dx, dy) = (x - 4 * Double(column - 1), y - (row == 0 ? 2.5 : -2.5))
        let height = Double.exp(-(dx * dx + dy * dy) / 2)
        sum += (row + column).isMultiple(of: 2) ? height : -height
      }
    }
    return sum
  }
}
