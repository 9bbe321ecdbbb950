// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertLearning

@Suite("Toy data")
struct DataTests {
  @Test(arguments: ToyData.allCases)
  func `points are in the square, mixed, and in equal classes`(data: ToyData) {
    let points = data.points(count: 300, seed: 1)
    #expect(points.count == 300)
    #expect(points.allSatisfy { $0.x.magnitude <= 6 && $0.y.magnitude <= 6 })
    #expect(points == data.points(count: 300, seed: 1))
    #expect(points != data.points(count: 300, seed: 2))
    #expect(data.points(count: 0, seed: 1).isEmpty)
    #expect(data.points(count: 1, noise: 1, seed: 1).count == 1)
    guard data.classCount > 0 else { return }
    for label in 0..<data.classCount {
      #expect(points.filter { $0.label == label }.count == 300 / data.classCount)
      // The first third is not all of one class.
      #expect(points.prefix(100).contains { $0.label == label })
    }
  }

  /// What the targets are, told from where the points are.
  static let rules: [(ToyData, @Sendable (DataPoint) -> Bool)] = [
    (.circle, { p in (p.x * p.x + p.y * p.y < 9) == (p.target == 1) }),
    (.exclusiveOr, { p in (p.x * p.y > 0) == (p.target == 1) }),
    (.rings, { p in Int((p.x * p.x + p.y * p.y).squareRoot() / 2) == p.label }),
    (.plane, { p in p.target == (p.x + p.y) / 12 }),
    (
      .moons,
      { p in
        let (dx, dy) = p.target == 1 ? (p.x + 1.5, p.y + 0.75) : (p.x - 1.5, p.y - 0.75)
        return (dx * dx + dy * dy - 9).magnitude < 1e-12 && (p.target == 1) == (dy >= 0)
      }
    ),
    (
      .spiral,
      { p in
        let radius = (p.x * p.x + p.y * p.y).squareRoot()
        let angle = radius / 5 * 3.5 * .pi + (p.target == 1 ? 0 : .pi)
        return (p.x - radius * .cos(angle)).magnitude < 1e-12
          && (p.y - radius * .sin(angle)).magnitude < 1e-12
      }
    ),
    (
      .multiGaussian,
      { p in
        var sum = 0.0
        for (x, y, sign) in [
          (-4.0, 2.5, 1.0), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1),
        ] { sum += sign * .exp(-((p.x - x) * (p.x - x) + (p.y - y) * (p.y - y)) / 2) }
        return (p.target - sum).magnitude < 1e-14
      }
    ),
  ]

  @Test(arguments: rules.indices)
  func `targets follow from places`(index: Int) {
    let (data, rule) = Self.rules[index]
    for point in data.points(count: 200, seed: 7) { #expect(rule(point), "\(data): \(point)") }
  }

  @Test func `clouds have their means and variances`() {
    let points = ToyData.gaussians.points(count: 20_000, noise: 2, seed: 1)
    for (label, center) in [(0, -2.0), (1, 2.0)] {
      let xs = points.filter { $0.label == label }.map { $0.x }
      let mean = xs.reduce(0, +) / Double(xs.count)
      let variance = xs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(xs.count)
      #expect((mean - center).magnitude < 0.1)
      #expect((variance - 5).magnitude < 0.4)
    }
  }

  @Test func `noise moves points, and not their targets`() {
    let still = ToyData.plane.points(count: 50, seed: 3)
    let moved = ToyData.plane.points(count: 50, noise: 0.1, seed: 3)
    #expect(still.map { $0.target } == moved.map { $0.target })
    #expect(zip(still, moved).allSatisfy { $0 != $1 && ($0.x - $1.x).magnitude < 0.6 })
  }

  @Test func `a boundary of one's own`() {
    let f = { (x: Double) in x * x / 6 - 2 }
    let points = ToyData.points(above: f, count: 200, seed: 1)
    #expect(points.allSatisfy { ($0.y > f($0.x)) == ($0.target == 1) })
    #expect(Set(points.map { $0.label }).count == 2)
  }

  @Test(arguments: [0, 0.25, 0.333, 1])
  func `a split keeps every example once`(share: Double) {
    let (training, test) = trainTestSplit(Array(0..<100), testShare: share, seed: 1)
    #expect(test.count == Int((share * 100).rounded()))
    #expect((training + test).sorted() == Array(0..<100))
    #expect(share == 0 || test != Array(0..<test.count))
  }

  @Test func `batches are every example once an epoch, in another order`() {
    let batches = Batches(count: 10, size: 4, seed: 1)
    #expect(batches.epoch(0).map { $0.count } == [4, 4, 2])
    #expect(batches.epoch(3).flatMap { $0 }.sorted() == Array(0..<10))
    #expect(batches.epoch(3) == batches.epoch(3))
    #expect(batches.epoch(3) != batches.epoch(4))
    #expect(Batches(count: 5, size: 9, seed: nil).epoch(7) == [[0, 1, 2, 3, 4]])
    #expect(Batches(count: 0, size: 9, seed: 1).epoch(0).isEmpty)
  }

  @Test func `features of points`() {
    let (x, y) = (0.5, -2.0)
    #expect(
      PlaneFeature.allCases.map { $0(x, y) } == [0.5, -2, 0.25, 4, -1, .sin(0.5), .sin(-2)])
    #expect(PlaneFeature.allCases.map { $0.name } == ["x", "y", "x²", "y²", "x·y", "sin x", "sin y"])
  }

  @Test func `targets of classes`() {
    let points = [DataPoint(x: 0, y: 0, target: 2), DataPoint(x: 0, y: 0, target: 0)]
    #expect(points.oneHotTargets(classes: 3) == [[0, 0, 1], [1, 0, 0]])
  }
}
