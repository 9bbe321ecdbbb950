// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertScalars

/// A function written down as it stands, to be run in every mode by the same line of a test.
struct RecordedFunction {
  let output: Expression
  let inputs: Int

  init(_ inputs: Int = 1, _ f: ([Expression]) -> Expression) {
    let graph = ExpressionGraph(simplifying: false)
    output = f((0..<inputs).map { graph.input("x\($0)") })
    self.inputs = inputs
  }

  func callAsFunction<T: Scalar>(_ x: [T]) -> T { output.value(at: x) }

  /// The gradient in the modes that follow the conventions by construction.
  func gradients(at x: [Double]) -> [(mode: String, gradient: [Double])] {
    let axes = x.indices.map { axis in x.indices.map { $0 == axis ? 1.0 : 0 } }
    return [
      ("forward, packed", Forward.gradient(at: x) { self($0) }),
      ("reverse", Reverse.gradient(at: x) { self($0) }),
      ("forward", axes.map { Forward.jacobianVectorProduct(at: x, along: $0) { [self($0)] }[0] }),
      ("Taylor", axes.map { Forward.derivative(at: x, along: $0) { self($0) } }),
      ("reverse over Taylor", axes.map { Reverse.derivative(at: x, along: $0) { self($0) } }),
      (
        "reverse, of Float",
        ReverseMode<Float>.gradient(at: x.map { Float($0) }) { self($0) }.map(\.double)
      ),
    ]
  }

  /// The Hessian, by rows one after the other, in the same modes.
  func hessians(at x: [Double]) -> [(mode: String, hessian: [Double])] {
    let axes = x.indices.map { axis in x.indices.map { $0 == axis ? 1.0 : 0 } }
    let reverseOverReverse = Reverse.jacobian(at: x) { x in
      ReverseMode<Variable<Double>>.gradient(at: x) { self($0) }
    }
    let reverseOverForward = Reverse.jacobian(at: x) { x in
      ForwardMode<Variable<Double>>.gradient(at: x) { self($0) }
    }
    return [
      ("forward over forward", Forward.hessian(at: x) { self($0) }.flatMap { $0 }),
      ("forward over reverse", Reverse.hessian(at: x) { self($0) }.flatMap { $0 }),
      ("reverse over reverse", reverseOverReverse.flatMap { $0 }),
      ("reverse over forward", reverseOverForward.flatMap { $0 }),
      (
        "products, forward",
        axes.flatMap { Forward.hessianVectorProduct(at: x, along: $0) { self($0) } }
      ),
      (
        "products, reverse",
        axes.flatMap { Reverse.hessianVectorProduct(at: x, along: $0) { self($0) } }
      ),
    ]
  }

  func expectGradient(
    at x: [Double], _ expected: [Double], _ tolerance: Double = 1e-6,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for (mode, gradient) in gradients(at: x) {
      #expect(
        isClose(gradient, expected, mode.contains("Float") ? tolerance : tolerance * 1e-9),
        "\(mode): \(gradient) is not \(expected)", sourceLocation: sourceLocation)
    }
  }

  func expectHessian(
    at x: [Double], _ expected: [Double], _ tolerance: Double = 1e-14,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for (mode, hessian) in hessians(at: x) {
      #expect(
        isClose(hessian, expected, tolerance),
        "\(mode): \(hessian) is not \(expected)", sourceLocation: sourceLocation)
    }
  }
}
