// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertLearning

extension TrainingRun {
  /// What the page draws curves of, for each round.
  struct RoundRecord {
    let round: Int
    let evaluation: TrainingEvaluation
    let stepNorm: Double
  }

  /// Trains for some rounds, or until a time; the records are those of the last 512.
  func train(rounds: Int, until end: Double, _ clock: () -> Double) -> [RoundRecord] {
    var records: [RoundRecord] = []
    roundsRun = 0
    guard !training.isEmpty else { return [] }
    while roundsRun < rounds {
      trainOneRound()
      roundsRun += 1
      if records.count == 2 * Self.recordLimit { records.removeFirst(Self.recordLimit) }
      records.append(
        RoundRecord(round: moment.round, evaluation: evaluation, stepNorm: moment.stepNorm))
      if clock() >= end { break }
    }
    return records.suffix(Self.recordLimit)
  }

  static let recordLimit = 512

  private func trainOneRound() {
    remember()
    let start = moment.weights
    let rate = state.rates(moment.round)
    if state.batch == 0 || state.batch >= training.count || moment.optimizer.needsAllPoints {
      move(along: evaluation.gradient, rate)
    } else {
      let batches = Batches(count: training.count, size: state.batch, seed: state.seed)
      for batch in batches.epoch(moment.round) {
        let gradient = lossWithGradient(moment.weights, gathered(batch), count: batch.count).gradient
        move(along: gradient, rate)
      }
    }
    moment.round += 1
    var sum = 0.0
    for (new, old) in zip(moment.weights, start) { sum += (new - old) * (new - old) }
    moment.stepNorm = sum.squareRoot()
    known = nil
  }

  private func move(along gradient: [Double], _ rate: Double) {
    let direction = transformed(gradient)
    // Moved out and back, so that no copy is made.
    var weights: [Double] = []
    swap(&weights, &moment.weights)
    var optimizer = TrainingOptimizer.search(LBFGS())
    swap(&optimizer, &moment.optimizer)
    optimizer.move(&weights, along: direction, rate: rate, objective: objective)
    moment.optimizer = optimizer
    moment.weights = weights
  }

  /// The columns of some of the training points.
  private func gathered(_ batch: [Int]) -> [Double] {
    let count = training.count
    var columns: [Double] = []
    columns.reserveCapacity(trainingColumns.count / count * batch.count)
    for start in stride(from: 0, to: trainingColumns.count, by: count) {
      for number in batch { columns.append(trainingColumns[start + number]) }
    }
    return columns
  }

  // MARK: Back

  /// How many moments are kept: 200, but not more than 24 MB.
  private var momentLimit: Int {
    min(200, max(2, 3_000_000 / (4 * moment.weights.count)))
  }

  private func remember() {
    if past.count >= momentLimit { past.removeFirst(past.count - momentLimit + 1) }
    past.append(moment)
  }

  /// Goes back by a round, unless none is kept.
  func goBack() -> Bool {
    guard let last = past.popLast() else { return false }
    moment = last
    known = nil
    roundsRun = 0
    return true
  }
}
