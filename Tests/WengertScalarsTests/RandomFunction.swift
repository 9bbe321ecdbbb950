// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import WengertScalars

/// Straight-line code over functions of the table, drawn at random.
///
/// Every operand is first brought into the domain of its function by `centre + radius · sin`, so
/// the code has a value and smooth derivatives at every point that is not on a kink.
struct RandomFunction: Sendable, CustomStringConvertible {
  private struct Step: Sendable {
    let function: ElementaryFunction
    let n: Int
    let operands: [Int]
  }

  let inputs: Int
  let outputs: Int
  private var steps: [Step] = []

  /// Functions that have derivatives of every order everywhere inside their domains.
  static let smooth = ElementaryFunction.allCases.filter { !hasSteps.contains($0) }

  private static let hasSteps: [ElementaryFunction] = [
    .absoluteValue, .sign, .rectifier, .maximum, .minimum, .copySign, .modulo, .floor, .ceiling,
    .round, .truncate, .less, .lessOrEqual, .equal, .precedes, .select,
  ]

  init(
    seed: UInt64, inputs: Int, outputs: Int = 1, steps count: Int = 12,
    of functions: [ElementaryFunction] = ElementaryFunction.allCases
  ) {
    var random = SeededGenerator(seed: seed)
    self.inputs = inputs
    self.outputs = outputs
    for i in 0..<max(count, outputs) {
      let function = functions.randomElement(using: &random)!
      let operands = (0..<3).map { _ in Int.random(in: 0..<(inputs + i), using: &random) }
      let n = Int.random(in: 1...3, using: &random)
      steps.append(Step(function: function, n: n, operands: operands))
    }
  }

  func callAsFunction<T: Scalar>(_ x: [T]) -> [T] {
    var values = x
    for step in steps {
      let (centre, radius) = Self.safeRange(of: step.function)
      let operands = step.operands.map { T(centre) + T(radius) * .sin(values[$0]) }
      values.append(step.function(step.n, operands[0], operands[1], operands[2]))
    }
    return values.suffix(outputs)
  }

  var description: String { steps.map { "\($0.function)" }.joined(separator: " ") }

  private static func safeRange(of function: ElementaryFunction) -> (Double, Double) {
    switch function {
    case .log, .log2, .log10, .squareRoot, .cubeRoot, .root, .power, .xLogY, .reciprocal, .divide,
      .integerPower, .hypotenuse, .arcTangent2, .modulo, .gamma, .logGamma, .digamma, .polygamma:
      (1.75, 0.75)
    case .arcHyperbolicCosine: (2.5, 1)
    case .arcSine, .arcCosine, .arcHyperbolicTangent, .logOnePlus: (0.125, 0.5)
    default: (0.25, 1)
    }
  }
}
