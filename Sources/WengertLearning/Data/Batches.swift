// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Examples apart into those to train on and those to test with, at random.
///
/// ```swift
/// let (training, test) = trainTestSplit(ToyData.moons.points(count: 100, seed: 1), testShare: 0.2, seed: 2)
/// // 80 and 20 points
/// ```
///
/// - Precondition: `testShare` is from 0 to 1.
public func trainTestSplit<Example>(
  _ examples: [Example], testShare: Double, seed: UInt64
) -> (training: [Example], test: [Example]) {
  precondition(
    0 <= testShare && testShare <= 1,
    "trainTestSplit: the share of test examples is from 0 to 1; found \(testShare).")
  var random = CounterRandom(seed: seed, stream: 0x5917)
  let order = random.permutation(of: examples.count)
  let testCount = Int((testShare * Double(examples.count)).rounded())
  return (
    order[testCount...].map { examples[$0] }, order[..<testCount].map { examples[$0] }
  )
}

/// The mini-batches of training: in every epoch all examples once, in another random order.
///
/// ```swift
/// let batches = Batches(count: 100, size: 32, seed: 1)
/// for epoch in 0..<10 {
///   for batch in batches.epoch(epoch) { _ = batch }          // numbers of examples
/// }
/// ```
///
/// An epoch is a function of its number: a run can be taken up again at any of them.
public struct Batches: Hashable, Sendable {
  /// How many examples there are.
  public let count: Int

  /// How many of them a batch has; the last one of an epoch has what remains.
  public let size: Int

  /// What the order is a function of; nil for the order of the examples themselves.
  public let seed: UInt64?

  /// Batches of examples `0 ..< count`.
  ///
  /// - Precondition: A batch has at least one example.
  public init(count: Int, size: Int, seed: UInt64?) {
    precondition(
      count >= 0 && size > 0,
      "Batches: a batch has at least one example, and a set none or more; found \(size) of \(count).")
    self.count = count
    self.size = size
    self.seed = seed
  }

  /// The batches of an epoch: the numbers of their examples.
  public func epoch(_ number: Int) -> [[Int]] {
    var order = Array(0..<count)
    if let seed {
      var random = CounterRandom(seed: seed, stream: 0xE90C << 32 | UInt64(truncatingIfNeeded: number))
      random.shuffle(&order)
    }
    return stride(from: 0, to: count, by: size).map { Array(order[$0..<min($0 + size, count)]) }
  }
}
