// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import WengertExplain
import WengertPrograms
import WengertScalars

/// `differences`: the error of finite differences against their step, for the curve in the shape of a V.
enum DifferencesRequest {
  private struct Sample {
    let step: Double
    let derivative: Double
    let error: Double
  }

  static func answer(_ request: JSONValue) throws(StudioError) -> StudioAnswer {
    let function = try StudioFunction(request)
    let input = try function.input(request)
    let program = function.single
    let point = function.point
    let forward = program(point.enumerated().map { Dual($1, tangent: $0 == input ? 1 : 0) })[0].tangent
    let reverse = Reverse.gradient(at: point) { program($0)[0] }[input]
    let reference = function.reference
    let exact = reference?[input] ?? reverse

    func moved(_ x: Double) -> Double {
      var moved = point
      moved[input] = x
      return program(moved)[0]
    }
    func samples(_ derivative: (Double) -> Double) -> [Sample] {
      // Quarter decades: 10⁻¹, 10⁻¹·²⁵, …, 10⁻¹⁶.
      (4...64).map { quarter in
        let step = Double.pow(10, -Double(quarter) / 4)
        let slope = derivative(step)
        return Sample(step: step, derivative: slope, error: (slope - exact).magnitude)
      }
    }
    func slope(_ scheme: DifferenceScheme<Double>) -> Double {
      Numerical.estimate(at: point[input], scheme: scheme, of: moved).derivative
    }
    let schemes = [
      ("forward", samples { slope(.forward(step: $0)) }),
      ("central", samples { slope(.central(step: $0)) }),
      // One step of Richardson's extrapolation: the error is of fourth order.
      ("richardson", samples { (4 * slope(.central(step: $0 / 2)) - slope(.central(step: $0))) / 3 }),
    ]
    return StudioAnswer([
      "input": .string(function.parsed.variables[input]), "exact": .number(exact),
      "schemes": .array(schemes.map { scheme($0.0, $0.1) }),
      // Without a reference, reverse mode is one, and the difference of the two is all there is to know.
      "isExact": .boolean(reference != nil),
      "automatic": .object([
        "forward": .number((forward - exact).magnitude), "reverse": .number((reverse - exact).magnitude),
      ]),
    ])
  }

  private static func scheme(_ name: String, _ samples: [Sample]) -> JSONValue {
    let best = samples.filter { $0.error.isFinite }.min { $0.error < $1.error }
    return .object([
      "name": .string(name), "best": best.map(json) ?? .null, "samples": .array(samples.map(json)),
    ])
  }

  private static func json(_ sample: Sample) -> JSONValue {
    .object([
      "step": .number(sample.step), "derivative": .number(sample.derivative),
      "error": .number(sample.error),
    ])
  }
}
