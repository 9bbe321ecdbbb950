// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertLearning
import WengertPrograms
import WengertScalars

/// The points of a state: those that a person placed, and then those of a toy set.
struct TrainingData {
  struct Point {
    var x: Double
    var y: Double
    var color: RGB
    /// What the network should give there, as a class and as a number.
    var label: Int
    var value: Double
    var isTest = false
  }

  var points: [Point] = []
  /// The colour of each class.
  var classes: [RGB] = []

  /// The numbers of the points that are trained on, and of the others.
  var training: [Int] { points.indices.filter { !points[$0].isTest } }
  var test: [Int] { points.indices.filter { points[$0].isTest } }

  init(_ state: TrainingState) throws(StudioError) {
    let toy = try Self.toyPoints(state)
    let count = Self.toySet(state.data.set)?.classCount ?? (state.data.set == .boundary ? 2 : 0)
    classes = Array(RGB.classes.prefix(count))
    let isFree = state.data.set == .points
    if isFree {
      // Every colour is a class of its own, and there are two at least.
      for point in state.data.points where !classes.contains(point.color) {
        classes.append(point.color)
      }
      for color in RGB.classes where classes.count < 2 && !classes.contains(color) {
        classes.append(color)
      }
    } else if count == 0 {
      classes = [.diverging(-1), .diverging(1)]
    }
    if state.outputKind == .class && classes.count > TrainingLimit.classes {
      throw StudioError(
        "limit",
        "The points have \(classes.count) colours; as classes there may be \(TrainingLimit.classes).",
        member: "data.points")
    }
    let isRegression = count == 0
    for point in state.data.points {
      let label = isFree ? classes.firstIndex(of: point.color) ?? 0 : nearestClass(point.color)
      points.append(
        Point(
          x: point.x, y: point.y, color: point.color, label: label,
          value: isRegression ? point.color.nearestValue : Self.value(ofClass: label, of: count)))
    }
    let own = points.count
    for point in toy {
      let value = isRegression ? point.target : Self.value(ofClass: point.label, of: count)
      points.append(
        Point(
          x: min(max(point.x / 6, -1), 1), y: min(max(point.y / 6, -1), 1),
          color: isRegression ? .diverging(value) : classes[point.label],
          label: isRegression ? (value < 0 ? 0 : 1) : point.label, value: value))
    }
    // Whoever places a point wants to see it matter: only points of a set are put by.
    let parts = trainTestSplit(Array(own..<points.count), testShare: state.data.testShare, seed: state.seed)
    for number in parts.test { points[number].isTest = true }
  }

  /// Classes as numbers from −1 to 1.
  private static func value(ofClass label: Int, of count: Int) -> Double {
    2 * Double(label) / Double(count - 1) - 1
  }

  private func nearestClass(_ color: RGB) -> Int {
    var nearest = 0
    for label in classes.indices
    where color.squaredDistance(to: classes[label]) < color.squaredDistance(to: classes[nearest]) {
      nearest = label
    }
    return nearest
  }

  private static func toySet(_ set: TrainingState.DataSet) -> ToyData? {
    switch set {
    case .points, .boundary: nil
    case .circle: .circle
    case .xor: .exclusiveOr
    case .gauss: .gaussians
    case .spiral: .spiral
    case .moons: .moons
    case .rings: .rings
    case .plane: .plane
    case .gaussians: .multiGaussian
    }
  }

  /// The points of the set, on the square from −6 to 6.
  private static func toyPoints(_ state: TrainingState) throws(StudioError) -> [DataPoint] {
    let (count, noise) = (state.data.count, 6 * state.data.noise)
    if let set = toySet(state.data.set) {
      return set.points(count: count, noise: noise, seed: state.seed)
    }
    guard state.data.set == .boundary else { return [] }
    let boundary = try TrainingFeatures.program(
      state.data.boundary, variables: ["x"], "data.boundary", "The boundary")
    return ToyData.points(
      above: { 6 * boundary([$0 / 6])[0] }, count: count, noise: noise, seed: state.seed)
  }

  /// The places of some points: a column of x, and one of y.
  func places(_ numbers: [Int]) -> [Double] {
    numbers.map { points[$0].x } + numbers.map { points[$0].y }
  }

  /// The targets of some points, as columns one after the other.
  func targets(_ numbers: [Int], _ state: TrainingState) -> [Double] {
    switch state.outputKind {
    case .rgb:
      return numbers.map { points[$0].color.red } + numbers.map { points[$0].color.green }
        + numbers.map { points[$0].color.blue }
    case .class:
      if outputCount(state) == 1 { return numbers.map { Double(points[$0].label) } }
      var columns: [Double] = []
      for label in classes.indices {
        columns += numbers.map { points[$0].label == label ? 1 : 0 }
      }
      return columns
    case .value:
      // The cross entropy is that of probabilities.
      return numbers.map { state.hasLogits ? (1 + points[$0].value) / 2 : points[$0].value }
    }
  }

  /// How many numbers the network gives.
  func outputCount(_ state: TrainingState) -> Int {
    switch state.outputKind {
    case .rgb: 3
    case .class: state.loss == .binaryCrossEntropy && classes.count == 2 ? 1 : classes.count
    case .value: 1
    }
  }
}
