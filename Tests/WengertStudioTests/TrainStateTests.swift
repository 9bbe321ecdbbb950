// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertExplain
import WengertLearning

@testable import WengertStudio

@Suite("Train: states")
struct TrainStateTests {
  @Test func session() throws {
    let trainer = try Trainer()
    let answer = try trainer.change(
      #"{"data": \#(fourPoints), "features": ["x", "y", "x^2"], "layers": [{"units": 4}, {"units": 2, "bias": false}]}"#
    )
    #expect(answer["restarted"] == true && answer["round"]?.integerValue == 0)
    #expect(answer["inputs"] == ["x", "y", "x^2"] && answer["outputs"] == ["red", "green", "blue"])
    #expect(answer["shape"]?.text == "[3, 4, 2, 3]")
    #expect(answer["parameterCount"]?.integerValue == 3 * 4 + 4 + 4 * 2 + 2 * 3 + 3)
    let parameters = try #require(answer["parameters"]?.arrayValue)
    #expect(parameters.count == 33)
    #expect(parameters[5].text == #"{"layer": 0, "to": 1, "from": 1, "index": 5}"#)
    #expect(parameters[12].text == #"{"layer": 0, "to": 0, "from": null, "index": 12}"#)
    for name in ["forward", "backward", "perRound"] { #expect(try answer.number("tape", name) > 50) }
    #expect(answer["points"]?.arrayValue?.count == 4)
    #expect(answer["message"] == nil)
    let empty = try trainer.change("{}")
    #expect(empty["message"]?.stringValue == "There are no points to train on yet.")
    let frame = try trainer.run(10, picture: 4)
    #expect(frame.roundsRun == 0 && frame.loss.isNaN && frame.picture.count == 16)
  }

  static let base = #""data": {"set": "circle", "count": 30}, "layers": [{"units": 3}]"#

  /// What can change in the middle of training does: the weights remain.
  @Test(arguments: [
    #""optimizer": {"rate": 0.001}"#, #""optimizer": {"name": "sgd"}"#, #""clip": {"kind": "norm"}"#,
    #""normalizeGradient": true"#, #""normalizeInputs": true"#, #""l1": 0.1, "l2": 0.2"#, #""batch": 5"#,
    #""loss": "huber""#, #""loss": "binaryCrossEntropy""#, #""schedule": {"kind": "cosine"}"#,
  ])
  func goesOn(change: String) throws {
    let trainer = try Trainer("{\(Self.base)}")
    let frame = try trainer.run(20)
    let answer = try trainer.change("{\(Self.base), \(change)}")
    #expect(answer["restarted"] == false && answer["round"]?.integerValue == 20)
    #expect(try trainer.run(0).weights == frame.weights)
    let next = try trainer.run(3)
    #expect(next.round == 23 && next.weights != frame.weights && next.loss.isFinite)
    #expect(try trainer.back().round == 22)
    #expect(try trainer.answer("train.back").bytes.count > 0)
    #expect(try trainer.back().round == 20)
    #expect(try trainer.back().round == 19)
  }

  @Test func newPointsDoNotRestart() throws {
    let trainer = try Trainer(#"{"data": \#(fourPoints), "layers": [{"units": 3}]}"#)
    let frame = try trainer.run(20)
    let more = fourPoints.replacing(#""points": ["#, with: #""points": [[0, 0, 1, 1, 1], "#)
    let answer = try trainer.change(#"{"data": \#(more), "layers": [{"units": 3}]}"#)
    #expect(answer["restarted"] == false && answer["points"]?.arrayValue?.count == 5)
    let next = try trainer.run(0)
    #expect(next.weights == frame.weights && next.loss != frame.loss)
  }

  @Test(arguments: [
    #""features": ["x", "y", "x*y"]"#, #""features": ["y", "x"]"#, #""layers": [{"units": 4}]"#,
    #""layers": [{"units": 3, "activation": "relu"}]"#, #""layers": [{"units": 3, "bias": false}]"#,
    #""output": {"kind": "class"}"#, #""output": {"activation": "tanh"}"#, #""output": {"bias": false}"#,
    #""seed": 2"#, #""startAtZero": true"#,
  ])
  func startsAgain(change: String) throws {
    let trainer = try Trainer("{\(Self.base)}")
    try trainer.run(20)
    // Of members that come twice the last counts.
    let answer = try trainer.change("{\(Self.base), \(change)}")
    #expect(answer["restarted"] == true && answer["round"]?.integerValue == 0)
    #expect(try trainer.ask("train.back").at("error", "kind") == "noHistory")
    #expect(try trainer.run(5).round == 5)
  }

  @Test func rateChangesAtOnce() throws {
    let state = { (rate: Double) in
      #"{\#(Self.base), "optimizer": {"name": "sgd", "rate": \#(rate)}}"#
    }
    let trainer = try Trainer(state(0.1))
    let before = try trainer.run(10)
    _ = try trainer.change(state(0.2))
    let after = try trainer.run(1)
    #expect(before.rate == 0.1 && after.rate == 0.2)
    for index in before.weights.indices {
      #expect(after.weights[index] == before.weights[index] - 0.2 * before.gradient[index])
    }
  }

  @Test func schedulesAndClipping() throws {
    let trainer = try Trainer(
      #"""
      {\#(Self.base), "optimizer": {"name": "sgd", "rate": 1}, "clip": {"kind": "norm", "threshold": 0.01},
       "schedule": {"kind": "exponential", "rounds": 10, "factor": 0.25}}
      """#)
    let frame = try trainer.run(20)
    #expect((frame.rate - 1.0 / 16).magnitude < 1e-12)
    #expect(frame.gradientNorm > 0.01 && (frame.clippedNorm - 0.01).magnitude < 1e-15)
    for record in frame.history {
      #expect(record[0] >= 1 && record[3] >= record[4])
    }
    // The length of a step is the rate times what clipping leaves.
    for (record, round) in zip(frame.history, 0...) where round > 0 {
      let expected = frame.history[round - 1][4] * Double.exp(Double(round) / 10 * .log(0.25))
      #expect((record[5] - expected).magnitude < 1e-12)
    }
  }

  @Test func frameLayout() throws {
    let trainer = try Trainer(#"{\#(Self.base), "features": ["x", "y", "x + y"]}"#)
    let frame = try trainer.run(600, picture: 6, neurons: 4)
    #expect(frame.history.count == 512 && frame.history.first?[0] == 89 && frame.history.last?[0] == 600)
    #expect(frame.history.last?[1] == frame.loss && frame.history.last?[3] == frame.gradientNorm)
    #expect(frame.neurons.count == 3 + 3 + 3)
    // The first feature is x, the second y, rows from above.
    for (row, y) in [0.75, 0.25, -0.25, -0.75].enumerated() {
      for (column, x) in [-0.75, -0.25, 0.25, 0.75].enumerated() {
        #expect(frame.neurons[0][4 * row + column] == Float(x))
        #expect(frame.neurons[1][4 * row + column] == Float(y))
        #expect(frame.neurons[2][4 * row + column] == Float(x + y))
        let place = try trainer.ask("train.evaluate", #"{"x": \#(x), "y": \#(y)}"#)
        let values = try #require(place["values"]?.arrayValue).map { Float($0.numberValue!) }
        #expect(values == frame.neurons.map { $0[4 * row + column] })
      }
    }
    // The picture is the colour at the middle of every pixel, alone and in stripes.
    let place = try trainer.ask("train.evaluate", #"{"x": \#(1.0 / 6), "y": 0.5}"#)
    let color = try #require(place["color"]?.arrayValue).map { UInt8(($0.numberValue! * 255).rounded()) }
    #expect(frame.color(x: 0.17, y: 0.5) == color + [255])
    let stripe = try trainer.answer("train.picture", #"{"side": 6, "row": 2, "rows": 3}"#).bytes
    #expect(stripe == frame.picture[12..<30].flatMap { $0 })
  }

  /// One look at the clock a millisecond: rounds are run while there is time, and at least one.
  @Test func stopsInTime() throws {
    let trainer = try Trainer("{\(Self.base)}")
    #expect(try trainer.run(1000, milliseconds: 5).roundsRun == 5)
    #expect(try trainer.run(1000, milliseconds: 0).roundsRun == 1)
  }

  @Test func divergenceIsSurvived() throws {
    let trainer = try Trainer(
      #"{\#(Self.base), "optimizer": {"name": "sgd", "rate": 1000000}, "output": {"kind": "value", "activation": "linear"}}"#
    )
    let frame = try trainer.run(300, picture: 3, neurons: 3)
    #expect(!frame.loss.isFinite && frame.picture.count == 9)
    _ = try trainer.ask("train.weight", #"{"index": 0}"#)
    _ = try trainer.ask("train.surface", #"{"side": 3}"#)
    #expect(try trainer.ask("train.slice", #"{"index": 0, "point": 0}"#).at("error", "kind") == "notFinite")
    _ = try trainer.ask("train.create", #"{"state": {\#(Self.base)}}"#)
    #expect(try trainer.run(10).loss.isFinite)
  }

  @Test func normalizedInputs() throws {
    let trainer = try Trainer(
      #"{"data": {"set": "plane", "count": 100}, "features": ["100*x + 7", "3"], "normalizeInputs": true, "layers": []}"#
    )
    let frame = try trainer.run(0, neurons: 64)
    // Places of the grid are spread like the points.
    let values = frame.neurons[0].map(Double.init)
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    #expect(mean.magnitude < 0.3 && (variance - 1).magnitude < 0.3)
    #expect(frame.neurons[1].allSatisfy { $0 == 3 })
  }
}

extension Frame {
  /// The frame as it is drawn again.
  var withoutRounds: Frame {
    var frame = self
    frame.roundsRun = 0
    frame.history = []
    // Nan is not equal to itself.
    frame.testLoss = testLoss.isNaN ? 0 : testLoss
    frame.accuracy = accuracy.isNaN ? 0 : accuracy
    frame.testAccuracy = testAccuracy.isNaN ? 0 : testAccuracy
    return frame
  }
}
