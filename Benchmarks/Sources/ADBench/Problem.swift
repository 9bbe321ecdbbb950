// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Wengert

/// An instance of a problem, made ready: nothing that can be done once is done in its functions.
struct Problem {
  /// What is timed, by name.
  let functions: [(name: String, run: () -> Void)]

  /// What is compared between contenders.
  let results: () -> (values: [Double], derivatives: [Double])

  /// The memory that the program of the derivative says it needs, in bytes, where it is one.
  var estimatedMemory: () -> Double? = { nil }

  static let kinds: [String: @Sendable (URL) throws -> Problem] = [
    "gmm": gaussianMixture, "ba": bundleAdjustment, "lstm": lstm,
    "hand": { try handTracking($0, isOnTriangles: false) },
    "hand-complicated": { try handTracking($0, isOnTriangles: true) },
    "small-mlp": smallNetwork, "mlp": largeNetwork,
  ]

  /// A function of tensors and its gradient, both compiled.
  init<Model: ParameterTree>(_ model: Model, objective: @escaping (Model) -> Tensor) {
    let value = compiled(objective)
    let slope = compiled { (model: Model) in
      let (value, gradient) = valueWithGradient(at: model, of: objective)
      return Slope(value: value, gradient: gradient)
    }
    functions = [("objective", { _ = value(model) }), ("jacobian", { _ = slope(model) })]
    results = {
      let slope = slope(model)
      let gradient = slope.gradient.leaves.flatMap { $0.elements(Double.self) }
      return ([slope.value.double], gradient)
    }
    estimatedMemory = { slope.program(for: model).cost.peakMemory }
  }

  init(
    functions: [(name: String, run: () -> Void)],
    results: @escaping () -> (values: [Double], derivatives: [Double])
  ) {
    self.functions = functions
    self.results = results
  }

  func computeDerivative() {
    for (name, function) in functions where name == "jacobian" { function() }
  }
}

/// The value and the gradient of a function.
struct Slope<Model: ParameterTree>: ParameterTree {
  var value: Tensor
  var gradient: Model

  mutating func visitChildren(_ visit: inout ParameterVisitor) {
    visit("value", &value)
    visit("gradient", &gradient)
  }
}
