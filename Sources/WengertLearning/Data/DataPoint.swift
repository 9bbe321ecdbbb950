// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// An example in the plane: where it is, and what a network should give there.
public struct DataPoint: Hashable, Sendable {
  /// The first coordinate.
  public var x: Double

  /// The second coordinate.
  public var y: Double

  /// The class, counted from 0, or the number to be learned.
  public var target: Double

  /// A point and its target.
  public init(x: Double, y: Double, target: Double) {
    self.x = x
    self.y = y
    self.target = target
  }

  /// The numbers that go into a network.
  public var features: [Double] { [x, y] }

  /// The class of a classification.
  public var label: Int { Int(target) }
}

extension Array where Element == DataPoint {
  /// The targets that ``Loss/softmaxCrossEntropy`` takes: for every point a 1 at its class, and 0 at
  /// the others.
  ///
  /// - Precondition: The targets are classes below `classes`.
  public func oneHotTargets(classes: Int) -> [[Double]] {
    map { point in
      precondition(
        0..<classes ~= point.label,
        "oneHotTargets: the class \(point.label) is not one of \(classes).")
      return (0..<classes).map { $0 == point.label ? 1 : 0 }
    }
  }
}
