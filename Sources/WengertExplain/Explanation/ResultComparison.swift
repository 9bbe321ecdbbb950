// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

extension Explanation {
  /// The gradient by four methods, side by side.
  public struct ResultComparison: Sendable, Equatable {
    /// The gradient by one method.
    public struct Row: Sendable, Equatable {
      public let method: Method
      /// The derivatives with respect to the inputs, as many as are explained.
      public let gradient: [Double]
      /// How many doubles away from ``ResultComparison/reference`` they are; nil if one of the
      /// two is not a number.
      public let ulps: [UInt64?]
    }

    public let value: Double
    /// What the methods are compared with.
    public let reference: [Double]
    /// Whether ``reference`` is the correctly rounded gradient that was given, and not the one by
    /// reverse mode.
    public let isReferenceExact: Bool
    public let rows: [Row]
    /// The number of inputs.
    public let inputCount: Int
  }
}

extension Worksheet {
  /// The derivatives with respect to the first inputs, by each method.
  struct Gradients {
    var symbolic: [Double]
    var numerical: [Double]
    var forward: [Double]
    var reverse: [Double]
  }

  func gradients() -> Gradients {
    let value = values[output]
    func ofValue(_ gradient: [Double]) -> [Double] {
      value.isNaN ? gradient.map { _ in .nan } : gradient
    }
    let formulas = gradientFormulas
    let graph = formulas.first { $0.graph != nil }?.graph
    let lines = graph.map { $0.instructions.values(at: point) }
    let reverse = Reverse.gradient(at: point) { list[...output].values(at: $0)[output] }
    return Gradients(
      symbolic: ofValue(
        formulas.map { formula in
          // A quotient of numbers, such as 1/3, is on a list of its own.
          formula.graph === graph
            ? lines?[Int(formula.index)] ?? formula.value(at: point) : formula.value(at: point)
        }),
      numerical: ofValue(
        shownInputs.map { input in
          Numerical.estimate(at: point[input], scheme: .richardson) { movedValue(input, $0) }
            .derivative
        }),
      forward: ofValue(shownInputs.map { tangents($0)[output].tangent }),
      reverse: Array(reverse[shownInputs]))
  }

  func results(_ gradients: Gradients, reference: [Double]?) -> Explanation.ResultComparison {
    let exact = reference.map { Array($0[shownInputs]) } ?? gradients.reverse
    let rows: [(Explanation.Method, [Double])] = [
      (.symbolic, gradients.symbolic), (.numerical, gradients.numerical),
      (.forward, gradients.forward), (.reverse, gradients.reverse),
    ]
    return Explanation.ResultComparison(
      value: values[output], reference: exact, isReferenceExact: reference != nil,
      rows: rows.map { method, gradient in
        .init(
          method: method, gradient: gradient,
          ulps: zip(gradient, exact).map { $0.distance(inUlpsTo: $1) })
      },
      inputCount: point.count)
  }
}
