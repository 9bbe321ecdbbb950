// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Sets of points in the plane to see a network learn.
///
/// All are drawn from −6 to 6 in both directions, and the same seed gives the same points on every
/// platform, but for the last digits of the sines in spirals, moons and rings.
///
/// ```swift
/// let points = ToyData.spiral.points(count: 200, noise: 0.3, seed: 1)
/// let (training, test) = trainTestSplit(points, testShare: 0.25, seed: 2)
/// ```
///
/// Noise is the standard deviation of a displacement that every point gets after its target is
/// settled, so that with some of it the classes overlap. Classes have as many points as each other,
/// up to one, in an order that mixes them.
public enum ToyData: String, Hashable, Sendable, CaseIterable {
  /// Two classes: a disk, 1, and a ring around it, 0.
  case circle
  /// Two classes: 1 where the signs of x and y are equal, 0 where they differ.
  case exclusiveOr
  /// Two classes: clouds with variance 1, class 1 around (2, 2) and class 0 around (−2, −2).
  case gaussians
  /// Two classes: the two arms of a spiral.
  case spiral
  /// Two classes: two half-circles that grip into each other.
  case moons
  /// Three classes: rings around each other.
  case rings
  /// A regression: `(x + y) / 12`, which a single neuron can learn.
  case plane
  /// A regression: hills and hollows, `Σ ± e^(−d²/2)` with the distances `d` from six centers.
  case multiGaussian

  /// The number of classes, 0 for a regression.
  public var classCount: Int {
    switch self {
    case .circle, .exclusiveOr, .gaussians, .spiral, .moons: 2
    case .rings: 3
    case .plane, .multiGaussian: 0
    }
  }

  /// Points with their targets.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - noise: The standard deviation of the displacement in both directions.
  ///   - seed: What the points are a function of.
  /// - Precondition: `count` and `noise` are not negative.
  public func points(count: Int, noise: Double = 0, seed: UInt64) -> [DataPoint] {
    precondition(
      count >= 0 && noise >= 0,
      "ToyData: neither count nor noise is negative; found \(count) and \(noise).")
    var random = CounterRandom(seed: seed, stream: 0xDA7A)
    let points = (0..<count).map { number in
      place(number % max(classCount, 1), (number / max(classCount, 1), count), &random)
    }
    return Self.finished(points, noise, &random)
  }

  /// Points of class 1 above the graph of a function, `y > f(x)`, and of class 0 elsewhere.
  ///
  /// ```swift
  /// let points = ToyData.points(above: { x in x * x / 6 - 2 }, count: 100, seed: 1)
  /// ```
  ///
  /// They are spread evenly over the square, whatever share of them is above.
  public static func points(
    above f: (Double) -> Double, count: Int, noise: Double = 0, seed: UInt64
  ) -> [DataPoint] {
    precondition(
      count >= 0 && noise >= 0,
      "ToyData: neither count nor noise is negative; found \(count) and \(noise).")
    var random = CounterRandom(seed: seed, stream: 0xDA7A)
    let points = (0..<count).map { _ in
      let (x, y) = (random.uniform(from: -6, to: 6), random.uniform(from: -6, to: 6))
      return DataPoint(x: x, y: y, target: y > f(x) ? 1 : 0)
    }
    return finished(points, noise, &random)
  }

  /// The points moved by noise, in a random order.
  private static func finished(
    _ points: [DataPoint], _ noise: Double, _ random: inout CounterRandom
  ) -> [DataPoint] {
    var points = points
    for i in points.indices {
      points[i].x += noise * random.normal()
      points[i].y += noise * random.normal()
    }
    random.shuffle(&points)
    return points
  }
}
