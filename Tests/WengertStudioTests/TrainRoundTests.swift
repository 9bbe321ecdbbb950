// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertExplain

@testable import WengertStudio

@Suite("Train: rounds")
struct TrainRoundTests {
  /// The purpose of the page: the picture shows at each point the colour that was put there.
  @Test func pictureShowsThePoints() throws {
    let trainer = try Trainer(#"{"data": \#(fourPoints)}"#)
    let start = try trainer.run(0)
    let frame = try trainer.run(1000, picture: 100)
    #expect(start.round == 0 && start.history.isEmpty)
    #expect(frame.round == 1000 && frame.roundsRun == 1000)
    #expect(frame.loss < start.loss / 100)
    for (x, y, color) in [
      (-0.5, 0.5, [0, 0.45, 0.7]), (0.5, 0.5, [0.9, 0.62, 0]), (-0.5, -0.5, [0, 0.62, 0.45]),
      (0.5, -0.5, [0.8, 0.47, 0.65]),
    ] {
      for (found, expected) in zip(frame.color(x: x, y: y), color) {
        #expect((Double(found) / 255 - expected).magnitude < 0.05)
      }
    }
  }

  /// The same state gives the same numbers, to the last digit, whatever is asked in between and in
  /// how many requests the rounds are run.
  @Test(arguments: [0, 7])
  func sameSeedSameNumbers(batch: Int) throws {
    let state = """
      {"seed": 5, "data": {"set": "moons", "count": 50, "testShare": 0.2}, "batch": \(batch),
       "layers": [{"units": 6, "activation": "tanh"}]}
      """
    let one = try Trainer(state)
    let other = try Trainer(state)
    for _ in 0..<100 { try one.run(2, picture: 10) }
    try other.run(150)
    try other.ask("train.weight", #"{"index": 3}"#)
    try other.ask("train.surface", #"{"side": 5}"#)
    try other.run(0, neurons: 8)
    try other.run(49)
    let (a, b) = (try one.run(0, picture: 20), try other.run(1, picture: 20))
    #expect(a.round == 200 && b.round == 200)
    #expect(a.loss == b.loss && a.testLoss == b.testLoss && a.weights == b.weights)
    #expect(a.picture == b.picture)
    let third = try Trainer(state.replacing("\"seed\": 5", with: "\"seed\": 6"))
    #expect(try third.run(200).loss != a.loss)
  }

  /// Back, and forward again: the same frames.
  @Test(arguments: ["sgd", "nesterov", "rmsprop", "adagrad", "adam", "adamw"], [0, 8])
  func backIsForwardReversed(optimizer: String, batch: Int) throws {
    let trainer = try Trainer(
      """
      {"data": {"set": "circle", "count": 20}, "optimizer": {"name": "\(optimizer)"}, "batch": \(batch),
       "layers": [{"units": 4, "activation": "sigmoid"}]}
      """)
    var frames = [try trainer.run(0)]
    for _ in 0..<12 { frames.append(try trainer.run(1)) }
    for round in (0..<12).reversed() {
      let frame = try trainer.back()
      #expect(frame.round == round && frame.roundsRun == 0)
      expectSame(frame, frames[round])
    }
    let error = try trainer.ask("train.back")
    #expect(try error.at("error", "kind") == "noHistory")
    for round in 1...12 { expectSame(try trainer.run(1), frames[round]) }
  }

  /// A round in single batches is the round, and each of them can be taken back.
  @Test(arguments: ["sgd", "nesterov", "adam"])
  func batchesAreARound(optimizer: String) throws {
    let state = """
      {"data": {"set": "circle", "count": 20}, "optimizer": {"name": "\(optimizer)"}, "batch": 8,
       "layers": [{"units": 4, "activation": "sigmoid"}]}
      """
    let (one, other) = (try Trainer(state), try Trainer(state))
    #expect(try one.change(state).at("batches") == 3)
    var frames = [try one.run(0)]
    for (batch, round) in [(1, 0), (2, 0), (0, 1), (1, 1)] {
      frames.append(try one.batch())
      let frame = try #require(frames.last)
      #expect(frame.batch == batch && frame.round == round && frame.batchCount == 3)
      #expect(frame.roundsRun == (batch == 0 ? 1 : 0) && frame.history.count == frame.roundsRun)
      let before = frames[frames.count - 2]
      #expect(frame.weights != before.weights && frame.loss != before.loss)
      let moved = zip(frame.weights, before.weights).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      #expect((frame.stepNorm - moved.squareRoot()).magnitude < 1e-12)
    }
    #expect(try other.run(1).weights == frames[3].weights)
    // A round that was begun is finished by the next.
    #expect(try one.run(1).weights == other.run(1).weights)
    #expect(try one.back().batch == 1)
    for frame in frames.dropLast().reversed() {
      let back = try one.back()
      #expect(back.batch == frame.batch)
      expectSame(back, frame)
    }
    #expect(try one.ask("train.back").at("error", "kind") == "noHistory")
  }

  @Test func otherBatchesBeginTheRoundAgain() throws {
    func state(_ batch: Int, _ optimizer: String = "sgd") -> String {
      #"{"data": {"set": "circle", "count": 20}, "batch": \#(batch), "optimizer": {"name": "\#(optimizer)"}}"#
    }
    let trainer = try Trainer(state(8))
    _ = try trainer.batch()
    #expect(try trainer.batch().batch == 2)
    #expect(try trainer.change(state(8)).at("restarted") == false)
    #expect(try trainer.run(0).batch == 2)
    #expect(try trainer.change(state(5)).at("batches") == 4)
    #expect(try trainer.run(0).batch == 0)
    #expect(try trainer.back().batch == 0)
    // All points at once are one batch.
    for whole in [state(0), state(20), state(8, "lbfgs")] {
      #expect(try trainer.change(whole).at("batches") == 1)
      let round = try trainer.run(0).round
      let frame = try trainer.batch()
      #expect(frame.round == round + 1 && frame.batch == 0)
    }
    #expect(try Trainer(#"{"data": {"points": []}}"#).batch().round == 0)
  }

  private func expectSame(_ a: Frame, _ b: Frame) {
    #expect(a.round == b.round && a.loss == b.loss && a.weights == b.weights)
    #expect(a.gradient == b.gradient && a.stepNorm == b.stepNorm && a.gradientNorm == b.gradientNorm)
  }

  @Test func keepsTwoHundredRounds() throws {
    let trainer = try Trainer(#"{"data": \#(fourPoints), "layers": []}"#)
    try trainer.run(300)
    for round in (100..<300).reversed() { #expect(try trainer.back().round == round) }
    #expect(try trainer.ask("train.back").at("error", "kind") == "noHistory")
  }

  @Test(arguments: TrainingState.OptimizerName.allCases)
  func everyOptimizerLowersTheLoss(optimizer: TrainingState.OptimizerName) throws {
    let trainer = try Trainer(
      """
      {"data": {"set": "gauss", "count": 60, "testShare": 0.25}, "output": {"kind": "class"},
       "layers": [{"units": 4, "activation": "tanh"}],
       "optimizer": {"name": "\(optimizer.rawValue)", "rate": 0.05}}
      """)
    let start = try trainer.run(0)
    let end = try trainer.run(60)
    #expect(end.loss < 0.7 * start.loss && end.testLoss < 0.7 * start.testLoss)
    #expect(end.accuracy > 0.9 && end.testAccuracy > 0.9)
    #expect(try #require(end.history.first)[5] > 0)
  }

  @Test(
    arguments: ["squared", "huber", "binaryCrossEntropy", "softmaxCrossEntropy"],
    ["rgb", "class", "value"])
  func everyLossAndOutput(loss: String, kind: String) throws {
    let state = """
      {"data": {"set": "circle", "count": 40, "noise": 0}, "features": ["x", "y", "x^2", "y^2"],
       "output": {"kind": "\(kind)", "activation": "\(kind == "rgb" ? "sigmoid" : "linear")"},
       "loss": "\(loss)", "layers": []}
      """
    if loss == "softmaxCrossEntropy" && kind != "class" {
      let session = TrainingSession { 0 }
      let answer = session.answer(
        "train.create", try JSONValue(parsing: Array(#"{"state": \#(state)}"#.utf8)))
      #expect(try answer.json.at("error", "member") == "loss")
      return
    }
    let trainer = try Trainer(state)
    let start = try trainer.run(0)
    let frame = try trainer.run(500, picture: 16)
    // Colours between 0 and 1 have an entropy, below which the loss cannot fall.
    #expect(frame.loss < 0.9 * start.loss)
    #expect(frame.accuracy > 0.95)
    let (inside, outside) = (frame.color(x: 0, y: 0), frame.color(x: 0.9, y: 0.9))
    // Class 1, inside, is blue.
    #expect(inside[2] > inside[0] && outside[0] > outside[2])
  }

  @Test(arguments: TrainingState.DataSet.allCases)
  func everySet(set: TrainingState.DataSet) throws {
    let own = #"[[0.25, 0.5, 0.9, 0.3, 0.1], [-0.5, 0, 0.1, 0.2, 0.8]]"#
    let trainer = try Trainer()
    let session = try trainer.change(
      """
      {"data": {"set": "\(set.rawValue)", "count": 90, "noise": 0.02, "testShare": 0.3, "points": \(own)},
       "output": {"kind": "value"}, "layers": [{"units": 8, "activation": "tanh"}], "features": ["x", "y"]}
      """)
    let points = try #require(try session.at("points").arrayValue)
    #expect(points.count == (set == .points ? 2 : 92))
    for point in points {
      let members = try #require(point.arrayValue)
      #expect(members.count == 6)
      for number in members.prefix(2) { #expect(try #require(number.numberValue).magnitude <= 1) }
      for number in members[2..<5] { #expect(0...1 ~= (try #require(number.numberValue))) }
    }
    // Own points come first, and are trained on.
    #expect(points[0] == [0.25, 0.5, 0.9, 0.3, 0.1, false])
    let tested = points.filter { $0.arrayValue?.last == true }
    #expect(tested.count == (set == .points ? 0 : 27))
    #expect(try #require(try session.at("classes").arrayValue).count == (set == .rings ? 3 : 2))
    let start = try trainer.run(0)
    let end = try trainer.run(300)
    #expect(end.loss < 0.8 * start.loss)
    #expect(end.testLoss.isNaN == (set == .points))
  }

  @Test func boundaryIsTheGraph() throws {
    let trainer = try Trainer(
      #"{"data": {"set": "boundary", "count": 300, "noise": 0, "boundary": "x^2 - 0.5"}}"#)
    let session = try trainer.change(
      #"{"data": {"set": "boundary", "count": 300, "noise": 0, "boundary": "x^2 - 0.5"}}"#)
    let classes = try #require(try session.at("classes").arrayValue).map { $0.arrayValue! }
    for point in try #require(try session.at("points").arrayValue) {
      let members = point.arrayValue!
      let (x, y) = (members[0].numberValue!, members[1].numberValue!)
      if (y - (x * x - 0.5)).magnitude < 1e-12 { continue }
      #expect(Array(members[2..<5]) == classes[y > x * x - 0.5 ? 1 : 0])
    }
  }
}

extension String {
  /// The text with the first occurrence of a part replaced.
  func replacing(_ part: String, with other: String) -> String {
    guard let range = firstRange(of: part) else { return self }
    return String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
  }
}
