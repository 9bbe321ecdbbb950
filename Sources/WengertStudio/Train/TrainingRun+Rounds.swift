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
      if records.count == 2 * Self.recordLimit { records.removeFirst(Self.recordLimit) }
      records.append(record)
      if clock() >= end { break }
    }
    return records.suffix(Self.recordLimit)
  }

  /// Goes on by the next batch alone; there is a record if it is the last of its round.
  func trainOneBatch() -> [RoundRecord] {
    roundsRun = 0
    guard !training.isEmpty else { return [] }
    trainOneRound(batches: 1)
    return roundsRun == 0 ? [] : [record]
  }

  private var record: RoundRecord {
    RoundRecord(round: moment.round, evaluation: evaluation, stepNorm: moment.stepNorm)
  }

  static let recordLimit = 512

  /// What is left of the round, but not more than so many batches.
  private func trainOneRound(batches limit: Int = .max) {
    remember()
    let start = moment.weights
    let rate = state.rates(moment.round)
    if batchCount == 1 {
      move(along: evaluation.gradient, rate)
      moment.batch = 1
    } else {
      let batches = Batches(count: training.count, size: state.batch, seed: state.seed)
      for batch in batches.epoch(moment.round).dropFirst(moment.batch).prefix(limit) {
        let gradient = lossWithGradient(moment.weights, gathered(batch), count: batch.count).gradient
        move(along: gradient, rate)
        moment.batch += 1
      }
    }
    if moment.batch == batchCount {
      moment.batch = 0
      moment.round += 1
      roundsRun += 1
    }
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

  /// Goes back by a round, or by a batch that was run alone, unless none is kept.
  func goBack() -> Bool {
    guard let last = past.popLast() else { return false }
    moment = last
    known = nil
    roundsRun = 0
    return true
  }
}
