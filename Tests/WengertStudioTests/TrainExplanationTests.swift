// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertExplain
import WengertPrograms
import WengertScalars

@testable import WengertStudio

@Suite("Train: why a weight moves")
struct TrainExplanationTests {
  static let optimizers = ["sgd", "momentum", "nesterov", "rmsprop", "adagrad", "adam", "adamw", "lbfgs"]

  /// What the page is told of the next step is what then happens, to the last digit.
  @Test(arguments: optimizers)
  func predictsTheNextRound(optimizer: String) throws {
    let trainer = try Trainer(
      """
      {"data": {"set": "spiral", "count": 30}, "layers": [{"units": 3, "activation": "tanh"}],
       "optimizer": {"name": "\(optimizer)"}, "normalizeInputs": true, "l1": 0.001, "l2": 0.01,
       "clip": {"kind": "norm", "threshold": 0.05}, "normalizeGradient": true}
      """)
    for _ in 0..<4 {
      let frame = try trainer.run(3)
      for index in [0, 4, 6, 11, 20] {
        let why = try trainer.ask("train.weight", #"{"index": \#(index)}"#)
        #expect(try why.number("value") == frame.weights[index])
        #expect(try why.number("gradient") == frame.gradient[index])
        let contributions = try #require(try why.at("contributions").arrayValue)
        #expect(contributions.count == 30)
        let sum = try contributions.reduce(0) { try $0 + $1.number("gradient") }
        let gradient = try sum / why.number("count") + why.number("regularization")
        #expect((gradient - frame.gradient[index]).magnitude < 1e-15 + 1e-13 * gradient.magnitude)
        let sizes = try contributions.map { try $0.number("gradient").magnitude }
        #expect(sizes == sizes.sorted(by: >))

        // The transforms follow each other, and the update's lines follow from them.
        var slope = try why.number("gradient")
        let transforms = try #require(try why.at("transforms").arrayValue)
        #expect(transforms.count == (optimizer == "lbfgs" ? 0 : 2))
        for transform in transforms {
          #expect(try transform.number("before") == slope)
          slope = try transform.number("after")
        }
        let update = try why.at("update")
        #expect(try update.number("before") == frame.weights[index])
        let lines = try #require(try update.at("lines").arrayValue)
        let after = try update.number("after")
        if optimizer == "lbfgs" {
          #expect(lines.isEmpty)
        } else {
          #expect(try #require(lines.last).number("value") == after)
          let inputs = try #require(try update.at("inputs").arrayValue)
          #expect(try inputs[0].number("value") == frame.weights[index])
          #expect(try inputs[1].number("value") == slope)
        }
        #expect(try trainer.run(1).weights[index] == after)
        _ = try trainer.back()
      }
    }
  }

  /// The contribution of a point is the derivative of its own loss, written as an expression of the
  /// weight alone, read by the parser and differentiated by reverse mode.
  @Test(
    arguments: ["squared", "huber", "binaryCrossEntropy", "softmaxCrossEntropy"],
    ["tanh", "relu", "leakyRelu", "gelu", "softplus", "sin", "sigmoid", "linear"])
  func slices(loss: String, activation: String) throws {
    let trainer = try Trainer(
      """
      {"data": {"set": "rings", "count": 12, "testShare": 0.25}, "features": ["x", "x*y", "exp(y)"],
       "layers": [{"units": 3, "activation": "\(activation)"}, {"units": 2, "activation": "tanh"}],
       "output": {"kind": "class"}, "loss": "\(loss)"}
      """)
    let frame = try trainer.run(5)
    for index in stride(from: 0, to: frame.weights.count, by: 3) {
      let why = try trainer.ask("train.weight", #"{"index": \#(index)}"#)
      for contribution in try #require(try why.at("contributions").arrayValue).prefix(3) {
        let point = try #require(contribution["point"]?.integerValue)
        let slice = try trainer.ask("train.slice", #"{"index": \#(index), "point": \#(point)}"#)
        let text = try #require(slice["text"]?.stringValue)
        let program = Program(try ExpressionParser.parse(text))
        #expect(program.inputs == ["w"])
        let weight = try slice.number("values", "w")
        #expect(weight == frame.weights[index])
        let result = Reverse.valueWithGradient(at: [weight]) { program($0)[0] }
        let (value, slope) = (try contribution.number("loss"), try contribution.number("gradient"))
        #expect((result.value - value).magnitude <= 1e-12 * (1 + value.magnitude))
        #expect((result.gradient[0] - slope).magnitude <= 1e-12 * (1 + slope.magnitude), "\(text)")
      }
    }
  }

  @Test func sliceNamesNeurons() throws {
    let trainer = try Trainer(
      """
      {"data": {"points": [[0.5, -0.25, 1, 0.5, 0]]}, "layers": [{"units": 1, "activation": "tanh"}],
       "output": {"kind": "value", "activation": "linear"}, "startAtZero": true}
      """)
    for (index, value) in [(0, 1.0), (1, 2.0), (2, 0.5), (3, -2.0), (4, 0.25)] {
      try trainer.ask("train.set", #"{"index": \#(index), "value": \#(value)}"#)
    }
    let text = try trainer.ask("train.slice", #"{"index": 0, "point": 0}"#)["text"]?.stringValue
    // 0.5 w − 0.25 · 2 + 0.5, tanh, times −2 plus 0.25, minus the value of the colour, −0.85.
    #expect(text == "s1_1 = 0.5*w; a1_1 = tanh(s1_1); a2_1 = -2*a1_1 + 0.25; (a2_1 + 0.85)^2")
  }

  @Test func setsAndEvaluates() throws {
    let trainer = try Trainer(
      #"{"features": ["x", "y"], "layers": [], "output": {"kind": "value", "activation": "linear"}}"#)
    for (index, value) in [(0, 2.0), (1, -1.0), (2, 0.25)] {
      #expect(try trainer.ask("train.set", #"{"index": \#(index), "value": \#(value)}"#) == .object([:]))
    }
    let answer = try trainer.ask("train.evaluate", #"{"x": 0.5, "y": -0.25}"#)
    #expect(answer["values"] == [0.5, -0.25, 1.5])
    #expect(answer["output"] == [1.5])
    let blue = RGB.diverging(1)
    #expect(answer["color"] == .numbers([blue.red, blue.green, blue.blue]))
  }

  /// In the middle of the surface is the loss of now, and downhill it is lower.
  @Test func surface() throws {
    let trainer = try Trainer(#"{"data": {"set": "moons", "count": 50}, "layers": [{"units": 3}]}"#)
    let frame = try trainer.run(5)
    let bytes = try trainer.answer("train.surface", #"{"side": 21, "radius": 0.05}"#).bytes
    #expect(bytes.count == 8 * 21 * 21)
    let losses = (0..<21 * 21).map { place in
      Double(bitPattern: (0..<8).reduce(0) { $0 | UInt64(bytes[8 * place + $1]) << (8 * $1) })
    }
    let middle = 10 * 21 + 10
    #expect((losses[middle] - frame.loss).magnitude < 1e-14)
    // Along −gradient by a step h the loss falls by ‖g‖ h; across it does not, to first order.
    let along = (losses[middle + 1] - losses[middle - 1]) / 0.01
    let across = (losses[middle + 21] - losses[middle - 21]) / 0.01
    #expect((along + frame.gradientNorm).magnitude < 0.01 * frame.gradientNorm)
    #expect(across.magnitude < 0.02 * frame.gradientNorm)
  }

  @Test func swiftProgram() throws {
    let trainer = try Trainer(
      #"{"data": \#(fourPoints), "features": ["x", "sin(3*y)"], "batch": 2, "l2": 0.01, "clip": {"kind": "value"}}"#
    )
    let text = try #require(try trainer.ask("train.swift")["text"]?.stringValue)
    for part in [
      "let formulas = [\"x\", \"sin(3*y)\"]", "[-0.5, 0.5],", "in [.l2(0.01)]",
      "GradientTransform.clippingValues(to: 1.0)", "Batches(count: 4, size: 2, seed: 1)",
      ".init(units: 16, activation: .tanh, hasBias: true)",
    ] { #expect(text.contains(part), "\(part)") }
    _ = try trainer.change(#"{"data": \#(fourPoints), "optimizer": {"name": "lbfgs"}}"#)
    let search = try #require(try trainer.ask("train.swift")["text"]?.stringValue)
    #expect(search.contains("LBFGS<Double>()") && !search.contains("Optimizer<Double>"))
  }
}
