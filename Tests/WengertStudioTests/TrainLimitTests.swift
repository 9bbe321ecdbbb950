// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertExplain

@testable import WengertStudio

@Suite("Train: what cannot be")
struct TrainLimitTests {
  @Test(
    arguments: [
      (#"{"features": ["x", "sin(x"]}"#, "features[1]", 5), (#"{"features": ["z"]}"#, "features[0]", 0),
      (#"{"data": {"set": "boundary", "boundary": "x + y"}}"#, "data.boundary", 4),
      (#"{"features": ["x, y"]}"#, "features[0]", nil), (#"{"features": []}"#, "features", nil),
      (#"{"features": "x"}"#, "features", nil), (#"{"layers": [{"units": 1025}]}"#, "layers[0].units", nil),
      (#"{"layers": [{"units": 2.5}]}"#, "layers[0].units", nil),
      (#"{"layers": [{"activation": "swish"}]}"#, "layers[0].activation", nil),
      (#"{"optimizer": {"rate": -1}}"#, "optimizer.rate", nil),
      (#"{"optimizer": {"rate": "nan"}}"#, "optimizer.rate", nil),
      (#"{"optimizer": {"beta1": 1}}"#, "optimizer.beta1", nil), (#"{"optimizer": 3}"#, "optimizer", nil),
      (#"{"loss": "softmaxCrossEntropy"}"#, "loss", nil), (#"{"data": {"set": "cat"}}"#, "data.set", nil),
      (#"{"data": {"points": [[0, 0, 1, 1]]}}"#, "data.points[0]", nil),
      (#"{"data": {"points": [[0, 2, 1, 1, 0]]}}"#, "data.points[0]", nil),
      (#"{"clip": {"threshold": 0}}"#, "clip.threshold", nil), (#"{"l2": []}"#, "l2", nil),
      (#"[1]"#, "state", nil), (#"{"startAtZero": 1}"#, "startAtZero", nil),
    ] as [(String, String, Int?)])
  func wrongStates(state: String, member: String, offset: Int?) throws {
    let trainer = try Trainer("{\(TrainStateTests.base)}")
    let frame = try trainer.run(3)
    for op in ["train.create", "train.change"] {
      let error = try trainer.ask(op, #"{"state": \#(state)}"#).at("error")
      #expect(error["member"]?.stringValue == member, "\(error.text)")
      #expect(error["offset"]?.integerValue == offset)
      #expect(error["message"]?.stringValue?.isEmpty == false)
    }
    // The session goes on as if nothing had been said.
    #expect(try trainer.run(0).withoutRounds == frame.withoutRounds)
  }

  @Test func limits() throws {
    func layers(_ units: Int, _ count: Int) -> String {
      let list = [String](repeating: #"{"units": \#(units)}"#, count: count).joined(separator: ", ")
      return #"{"data": \#(fourPoints), "layers": [\#(list)]}"#
    }
    let trainer = try Trainer()
    let error = try trainer.change(layers(512, 2)).at("error")
    #expect(try error.at("kind") == "limit")
    #expect(
      try error.at("message")
        == "The network has more than 200000 weights, for which a page lacks memory and time.")
    #expect(try trainer.change(layers(2, 65)).at("error", "kind") == "limit")
    // What is more than sensible is trained with a warning.
    #expect(try trainer.change(layers(64, 2))["message"] == nil)
    for (units, count) in [(65, 1), (2, 13)] {
      let session = try trainer.change(layers(units, count))
      #expect(
        try session.at("message").stringValue?.hasPrefix("This is a large network for a page (") == true)
      #expect(try trainer.run(1).round == 1)
    }
    let points = [String](repeating: "[0, 0, 0, 0, 0]", count: 5001).joined(separator: ", ")
    #expect(try trainer.change(#"{"data": {"points": [\#(points)]}}"#).at("error", "kind") == "limit")
    let colors = (0..<13).map { "[0, 0, 0, 0, 0.0\($0 + 10)]" }.joined(separator: ", ")
    let data = #""data": {"points": [\#(colors)]}"#
    #expect(try trainer.change(#"{\#(data), "output": {"kind": "class"}}"#).at("error", "kind") == "limit")
    #expect(try trainer.change("{\(data)}")["error"] == nil)
    for request in [
      #"{"picture": 1025}"#, #"{"neurons": 257}"#, #"{"neurons": -1}"#, #"{"rounds": 1e300}"#,
      #"{"milliseconds": "inf"}"#,
    ] { #expect(try trainer.ask("train.run", request)["error"] != nil) }
    #expect(try trainer.ask("train.set", #"{"index": 400, "value": 1}"#)["error"] != nil)
    #expect(try trainer.ask("train.set", #"{"index": 0, "value": "inf"}"#)["error"] != nil)
    #expect(try trainer.ask("train.set", #"{"index": 0}"#)["error"] != nil)
    #expect(try trainer.ask("train.picture", #"{"side": 10, "row": 8, "rows": 3}"#)["error"] != nil)
    #expect(try trainer.ask("train.dance").at("error", "kind") == "op")
    let none = TrainingSession { 0 }
    #expect(try none.answer("train.run", .object([:])).json.at("error", "kind") == "noSession")
  }
}
