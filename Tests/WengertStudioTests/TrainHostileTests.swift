// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertExplain
import WengertLearning

@testable import WengertStudio

@Suite("Train: whatever is sent")
struct TrainHostileTests {
  static let whole = """
    {"seed": 1, "data": {"set": "moons", "count": 12, "noise": 0.1, "testShare": 0.3, "boundary": "sin(3*x)/2",
     "points": [[0.5, 0.5, 1, 0, 0], [-0.5, 0.5, 0, 1, 0]]}, "features": ["x", "y", "x^2"],
     "layers": [{"units": 3, "activation": "tanh", "bias": true}, {"units": 2, "activation": "relu", "bias": false}],
     "output": {"kind": "class", "activation": "sigmoid", "bias": true}, "loss": "softmaxCrossEntropy",
     "optimizer": {"name": "adam", "rate": 0.03, "momentum": 0.9, "decay": 0.9, "beta1": 0.9, "beta2": 0.999,
     "weightDecay": 0.01}, "schedule": {"kind": "cosine", "rounds": 1000, "factor": 0.5, "warmup": 0}, "batch": 4,
     "normalizeGradient": false, "normalizeInputs": false, "clip": {"kind": "norm", "threshold": 1}, "l1": 0.1,
     "l2": 0, "startAtZero": false}
    """

  /// States in which some members are replaced, left out or doubled are answered by a session or an
  /// error, and nothing ends the session.
  @Test(arguments: 0..<12)
  func mutatedStates(seed: UInt64) throws {
    var random = CounterRandom(seed: seed)
    let session = TrainingSession { 0 }
    let state = try JSONValue(parsing: Array(Self.whole.utf8))
    var accepted = 0
    for _ in 0..<40 {
      let mutant = Self.mutated(state, &random)
      let op = random.integer(below: 3) == 0 ? "train.create" : "train.change"
      let answer = session.answer(op, .object(["state": mutant])).json
      guard answer["error"] == nil else {
        #expect(answer["error"]?["message"]?.stringValue?.isEmpty == false)
        continue
      }
      accepted += 1
      for _ in 0..<2 {
        let requests: [(String, JSONValue.Members)] = [
          ("train.run", ["rounds": 2, "picture": 5, "neurons": 3]), ("train.weight", ["index": 1]),
          ("train.slice", ["index": 0, "point": 0]), ("train.back", [:]), ("train.swift", [:]),
          ("train.surface", ["side": 3]), ("train.evaluate", ["x": 0.5, "y": -0.5]),
          ("train.picture", ["side": 4, "row": 1, "rows": 2]), ("train.set", ["index": 2, "value": 1e9]),
        ]
        let (op, members) = requests[random.integer(below: requests.count)]
        let request =
          random.integer(below: 4) == 0 ? Self.mutated(.object(members), &random) : .object(members)
        let answer = session.answer(op, request)
        #expect(answer.json.text.first == "{")
        if op == "train.run", answer.json["error"] == nil { _ = try Frame(answer.bytes) }
      }
    }
    #expect(accepted > 3)
    let last = session.answer("train.create", .object(["state": state])).json
    #expect(last["error"] == nil)
  }

  /// The value with one to three of its parts replaced, left out, or put in twice.
  private static func mutated(_ value: JSONValue, _ random: inout CounterRandom) -> JSONValue {
    var value = value
    for _ in 0..<[1, 1, 1, 2, 3][random.integer(below: 5)] { value = mutatedOnce(value, &random) }
    return value
  }

  private static func mutatedOnce(_ value: JSONValue, _ random: inout CounterRandom) -> JSONValue {
    switch value {
    case .object(var object) where !object.members.isEmpty && random.integer(below: 8) > 0:
      let place = random.integer(below: object.members.count)
      let member = object.members[place]
      switch random.integer(below: 8) {
      case 0: object.members.remove(at: place)
      case 1: object.append(member.name, strange(&random))
      default:
        object.members.remove(at: place)
        object.append(member.name, mutatedOnce(member.value, &random))
      }
      return .object(object)
    case .array(var elements) where !elements.isEmpty && random.integer(below: 4) > 0:
      let place = random.integer(below: elements.count)
      switch random.integer(below: 4) {
      case 0: elements.remove(at: place)
      case 1: elements.append(elements[place])
      default: elements[place] = mutatedOnce(elements[place], &random)
      }
      return .array(elements)
    // Often something that may well be accepted.
    case .number where random.integer(below: 3) > 0:
      return [0, 1, 2, 3, 0.25, 0.5, 0.875, 60][random.integer(below: 8)]
    case .boolean(let flag) where random.integer(below: 3) > 0: return .boolean(!flag)
    default: return strange(&random)
    }
  }

  private static func strange(_ random: inout CounterRandom) -> JSONValue {
    let values: [JSONValue] = [
      .null, true, false, 0, 1, 2, 3, 64, -1, 0.5, 0.9, 1e-300, 1e300, -0.0, .number(.nan),
      .number(.infinity), "inf", "nan", "", "x", "y*y", "log(x)", "1/0*x", "x +", "points", "circle",
      "spiral",
      "boundary", "plane", "rgb", "value", "class", "relu", "gelu", "sin", "lbfgs", "sgd", "nesterov",
      "binaryCrossEntropy", "huber", "step", "exponential", "é\u{0}💥", [], [[]], .object([:]),
      [[0, 0, 0, 0, 0]], [[0.1, 0.1, 0.1, 0.1, 0.1]], .integer(.max), .integer(.min),
    ]
    return values[random.integer(below: values.count)]
  }

  /// Weights and places at the edge of what is allowed.
  @Test func extremes() throws {
    let trainer = try Trainer(
      #"{"data": {"set": "xor", "count": 6}, "layers": [{"units": 2, "activation": "softplus"}], "features": ["1/x", "x/0"]}"#
    )
    for index in 0..<6 {
      _ = try trainer.ask("train.set", #"{"index": \#(index), "value": \#(index % 2 == 0 ? 1e9 : -1e9)}"#)
    }
    let frame = try trainer.run(3, picture: 7, neurons: 2)
    #expect(frame.loss.isNaN && frame.weights.count == 15)
    let why = try trainer.ask("train.weight", #"{"index": 0}"#)
    #expect(try #require(try why.at("contributions").arrayValue).count == 6)
    #expect(try trainer.change("{}").at("message").stringValue != nil)
  }

  @Test func manyFeaturesAndLayers() throws {
    let features = (0..<40).map { "\"sin(\($0)*x)\"" }.joined(separator: ", ")
    let layers = [String](repeating: #"{"units": 20, "activation": "tanh"}"#, count: 12).joined(
      separator: ", ")
    let trainer = try Trainer(
      #"{"data": {"set": "gauss", "count": 8}, "features": [\#(features)], "layers": [\#(layers)]}"#)
    let start = try trainer.run(0)
    #expect(try trainer.run(5).loss < start.loss)
    let slice = try trainer.ask("train.slice", #"{"index": 0, "point": 1}"#)
    #expect(slice["text"] != nil || slice["error"]?["kind"] == "tooLong")
  }
}
