// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertExplain
import WengertLearning

/// The training of one network, as the page shows it: answers the requests whose names begin with
/// `train.`.
///
/// The numbers are a function of the state, the seed in it, and the number of rounds. Wrong requests
/// are answered by an error, and change nothing.
final class TrainingSession {
  /// The time in milliseconds since some moment.
  let clock: () -> Double

  /// What is trained; nil before the first state.
  var run: TrainingRun?

  /// A session without a network.
  ///
  /// - Parameter clock: The time in milliseconds since some moment.
  init(clock: @escaping () -> Double) { self.clock = clock }

  /// The answer to the request `op`, whose other members are those of `request`.
  func answer(_ op: String, _ request: JSONValue) -> StudioAnswer {
    do {
      return try answered(op, request)
    } catch {
      return StudioAnswer(error.json)
    }
  }

  private func answered(_ op: String, _ request: JSONValue) throws(StudioError) -> StudioAnswer {
    if op == "train.create" || (op == "train.change" && run == nil) {
      let run = try TrainingRun(TrainingState(request["state"] ?? .null))
      self.run = run
      return run.description(isRestarted: true)
    }
    guard let run else {
      throw StudioError("noSession", "There is no network yet: train.create comes first.")
    }
    let member = try StateMember(request, "request")
    switch op {
    case "train.change":
      let changed = try TrainingRun(TrainingState(request["state"] ?? .null), after: run)
      self.run = changed
      return changed.description(isRestarted: !changed.isContinued)
    case "train.run":
      let sizes = try FrameSizes(member, run)
      let rounds = try member.integer("rounds", 1, 0...1_000_000_000)
      let time = try member.number("milliseconds", 12, 0...60_000)
      return run.frame(sizes, after: run.train(rounds: rounds, until: clock() + time, clock))
    case "train.batch":
      return run.frame(try FrameSizes(member, run), after: run.trainOneBatch())
    case "train.back":
      let sizes = try FrameSizes(member, run)
      guard run.goBack() else {
        throw StudioError("noHistory", "No earlier round is kept.")
      }
      return run.frame(sizes, after: [])
    case "train.picture":
      let side = try member.integer("side", TrainingLimit.picture, 1...TrainingLimit.picture)
      let row = try member.integer("row", 0, 0...side)
      let rows = try member.integer("rows", side - row, 0...side - row)
      var writer = LittleEndianBytes(capacity: 4 * side * rows)
      run.paint(side: side, rows: row..<row + rows, &writer)
      return StudioAnswer([:], bytes: writer.bytes)
    case "train.evaluate":
      return run.evaluation(
        x: try member.number("x", 0, -1e6...1e6), y: try member.number("y", 0, -1e6...1e6))
    case "train.set":
      let index = try run.weightIndex(member)
      guard request["value"] != nil else {
        throw StudioError("state", "value is left out.", member: "value")
      }
      run.setWeight(
        index, try member.number("value", 0, -TrainingLimit.weight...TrainingLimit.weight))
      return StudioAnswer([:])
    case "train.weight": return run.why(try run.weightIndex(member))
    case "train.slice":
      let point = try member.integer("point", 0, 0...max(0, run.data.points.count - 1))
      return try run.slice(weight: try run.weightIndex(member), point: point)
    case "train.surface":
      return run.surface(
        side: try member.integer("side", 41, 2...101), radius: try member.number("radius", 1, 0...1e6))
    case "train.swift": return StudioAnswer(["text": .string(run.swiftText)])
    default: throw StudioError("op", "There is no request \(op).")
    }
  }
}

/// How large the pictures of a frame are.
struct FrameSizes {
  var picture = 0
  var neurons = 0

  init(_ request: StateMember, _ run: TrainingRun) throws(StudioError) {
    picture = try request.integer("picture", 0, 0...TrainingLimit.picture)
    neurons = try request.integer("neurons", 0, 0...TrainingLimit.neuronPicture)
    if neurons * neurons * run.neuronCount > 1 << 22 {
      throw StudioError(
        "limit", "\(run.neuronCount) pictures of \(neurons) by \(neurons) are too many.", member: "neurons")
    }
  }
}
