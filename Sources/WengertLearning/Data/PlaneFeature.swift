// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
public import WengertScalars

/// A number made of the two coordinates of a point, to be an input of a network.
///
/// With the right ones a small network does what a large one must learn: a single neuron separates a
/// disk from a ring by x² and y².
///
/// ```swift
/// let features: [PlaneFeature] = [.x, .y, .product]
/// let inputs = ToyData.exclusiveOr.points(count: 10, seed: 1).map { point in
///   features.map { feature in feature(point.x, point.y) }
/// }
/// ```
public enum PlaneFeature: String, Hashable, Sendable, CaseIterable {
  /// `x`
  case x
  /// `y`
  case y
  /// `x²`
  case xSquared
  /// `y²`
  case ySquared
  /// `x y`
  case product
  /// `sin x`
  case sineOfX
  /// `sin y`
  case sineOfY

  /// How the feature is written: `x²`.
  public var name: String {
    switch self {
    case .x: "x"
    case .y: "y"
    case .xSquared: "x²"
    case .ySquared: "y²"
    case .product: "x·y"
    case .sineOfX: "sin x"
    case .sineOfY: "sin y"
    }
  }

  /// The number that belongs to a point.
  public func callAsFunction<T: Scalar>(_ x: T, _ y: T) -> T {
    switch self {
    case .x: x
    case .y: y
    case .xSquared: .square(x)
    case .ySquared: .square(y)
    case .product: x * y
    case .sineOfX: .sin(x)
    case .sineOfY: .sin(y)
    }
  }
}
