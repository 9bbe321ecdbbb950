// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertExplain

@testable import WengertStudio

/// A session, and requests to it as the page writes them.
final class Trainer {
  /// Every look at the clock is a millisecond later.
  private final class Clock { var time = 0.0 }
  let session: TrainingSession

  init(_ state: String = "{}", location: SourceLocation = #_sourceLocation) throws {
    let clock = Clock()
    session = TrainingSession {
      clock.time += 1
      return clock.time
    }
    let answer = try ask("train.create", #"{"state": \#(state)}"#)
    #expect(answer["error"] == nil, "\(answer.text)", sourceLocation: location)
  }

  func answer(_ op: String, _ request: String = "{}") throws -> StudioAnswer {
    session.answer(op, try JSONValue(parsing: Array(request.utf8)))
  }

  @discardableResult
  func ask(_ op: String, _ request: String = "{}") throws -> JSONValue {
    try answer(op, request).json
  }

  func change(_ state: String) throws -> JSONValue {
    try ask("train.change", #"{"state": \#(state)}"#)
  }

  /// Trains, and reads the frame.
  @discardableResult
  func run(_ rounds: Int, picture: Int = 0, neurons: Int = 0, milliseconds: Int = 60_000) throws -> Frame {
    let answer = try answer(
      "train.run",
      #"{"rounds": \#(rounds), "milliseconds": \#(milliseconds), "picture": \#(picture), "neurons": \#(neurons)}"#
    )
    #expect(answer.json["error"] == nil, "\(answer.json.text)")
    return try Frame(answer.bytes)
  }

  /// Goes on by one batch.
  func batch() throws -> Frame { try Frame(try answer("train.batch").bytes) }

  func back() throws -> Frame { try Frame(try answer("train.back").bytes) }
}

/// The bytes of a frame, read by the words of `Studio/README.md`.
struct Frame: Equatable {
  var round = 0, roundsRun = 0
  var loss = 0.0, testLoss = 0.0, gradientNorm = 0.0, clippedNorm = 0.0, stepNorm = 0.0
  var accuracy = 0.0, testAccuracy = 0.0, rate = 0.0
  var pictureSide = 0, neuronSide = 0, neuronCount = 0
  var batch = 0, batchCount = 0
  var history: [[Double]] = []
  var weights: [Double] = []
  var gradient: [Double] = []
  var neurons: [[Float]] = []
  var picture: [[UInt8]] = []

  init(_ bytes: [UInt8]) throws {
    var place = 0
    func number(_ count: Int) throws -> UInt64 {
      try #require(place + count <= bytes.count)
      defer { place += count }
      return (0..<count).reduce(0) { $0 | UInt64(bytes[place + $1]) << (8 * $1) }
    }
    func word() throws -> Int { Int(try number(4)) }
    func real() throws -> Double { Double(bitPattern: try number(8)) }
    #expect(try word() == 1)
    (round, roundsRun) = (try word(), try word())
    let historyCount = try word()
    (loss, testLoss, gradientNorm) = (try real(), try real(), try real())
    (clippedNorm, stepNorm, accuracy) = (try real(), try real(), try real())
    (testAccuracy, rate) = (try real(), try real())
    let parameterCount = try word()
    (pictureSide, neuronSide, neuronCount) = (try word(), try word(), try word())
    (batch, batchCount) = (try word(), try word())
    #expect(place == 104)
    for _ in 0..<historyCount { history.append(try (0..<6).map { _ in try real() }) }
    weights = try (0..<parameterCount).map { _ in try real() }
    gradient = try (0..<parameterCount).map { _ in try real() }
    for _ in 0..<neuronCount {
      neurons.append(
        try (0..<neuronSide * neuronSide).map { _ in
          Float(bitPattern: UInt32(try number(4)))
        })
    }
    for _ in 0..<pictureSide * pictureSide {
      picture.append(try (0..<4).map { _ in UInt8(try number(1)) })
    }
    #expect(place == bytes.count)
  }

  /// The colour of the picture at a place.
  func color(x: Double, y: Double) -> [UInt8] {
    let column = min(pictureSide - 1, Int((x + 1) / 2 * Double(pictureSide)))
    let row = min(pictureSide - 1, Int((1 - y) / 2 * Double(pictureSide)))
    return picture[row * pictureSide + column]
  }
}

/// Four points of four colours.
let fourPoints = """
  {"set": "points", "points": [[-0.5, 0.5, 0, 0.45, 0.7], [0.5, 0.5, 0.9, 0.62, 0],
    [-0.5, -0.5, 0, 0.62, 0.45], [0.5, -0.5, 0.8, 0.47, 0.65]]}
  """

/// The members of a JSON object by name, along a path.
extension JSONValue {
  func at(_ path: String...) throws -> JSONValue {
    var value = self
    for name in path { value = try #require(value[name], "\(name) in \(self.text.prefix(200))") }
    return value
  }
  func number(_ path: String...) throws -> Double {
    var value = self
    for name in path { value = try #require(value[name], "\(name)") }
    return try #require(value.numberValue)
  }
}
