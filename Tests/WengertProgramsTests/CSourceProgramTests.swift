// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertPrograms
import WengertScalars

/// Whole programs in C, compiled, against the library.
@Suite("Programs as C", .enabled(if: CSourceCompiler.path != nil, "no C compiler"))
struct CSourceProgramTests {
  typealias Formula = Expression

  private static func program(
    _ inputs: [String], _ f: @escaping ([Formula]) -> [Formula]
  ) -> Program {
    Program(inputs: inputs, recording: f)
  }

  static let cases: [CSourceCase] = {
    let pairs: [[Double]] = [[2, 3], [-1.5, 0.25], [0.7, -4], [10, 1e-3]]
    let triples: [[Double]] = [[2, 3, 0.5], [0.25, 1.5, 4], [1.2, 0.1, 0.9]]
    var long = program(["x"]) { x in
      [(1...400).reduce(x[0]) { y, k in .sin(y * x[0]) + 1 / Formula(Double(k)) }]
    }
    long.lineNames = [3: "first", 5: "int", 6: "a */ b", 7: "first"]
    return [
      CSourceCase(
        "product", program(["x", "y"]) { v in [(v[0] + v[1]) * (v[0] + 2 * v[1])] }, pairs),
      CSourceCase(
        "Rosenbrock",
        program(["x", "y"]) { v in
          [.square(1 - v[0]) + 100 * .square(v[1] - .square(v[0]))]
        }, pairs),
      CSourceCase(
        "Gaussian",
        program(["x", "μ", "σ"]) { v in
          [.exp(-.square((v[0] - v[1]) / v[2]) / 2) / (v[2] * .sqrt(2 * .pi))]
        }, triples),
      CSourceCase(
        "choice",
        program(["x", "y"]) { v in
          [.select(.less(v[0], v[1]), v[0] * v[1], .exp(v[1])) + .maximum(v[0], 2) * .relu(v[1])]
        }, pairs),
      CSourceCase(
        "polar coordinates",
        program(["x", "y"]) { v in [.hypot(v[0], v[1]), .atan2(y: v[1], x: v[0])] }, pairs),
      CSourceCase(
        "spherical coordinates",
        program(["radius", "polar angle", "azimuth"]) { v in
          let plane = v[0] * .sin(v[1])
          return [plane * .cos(v[2]), plane * .sin(v[2]), v[0] * .cos(v[1])]
        }, triples),
      CSourceCase(
        "awkward names",
        program([
          "int", "y1", "sin", "v2", "inputs", "value", "x x", "x_x", "", "NAN", "é", "3*/", "f_sign",
        ]) { v in [v.reduce(1) { $0 * .cos($1) + $1 }] },
        [(1...13).map(Double.init)]),
      CSourceCase("unused inputs", program(["x", "y", "z"]) { v in [.exp(v[1])] }, triples),
      CSourceCase("no inputs", program([]) { _ in [2, 0.1] }, [[]]),
      CSourceCase(
        "constants", program(["x"]) { _ in [0.1, 1e300, -0.0, Formula(.infinity)] }, [[1]]),
      CSourceCase("formulas of constants", program(["x"]) { _ in [.pi, .log(2)] }, [[1]]),
      CSourceCase("one constant", program(["x"]) { _ in [-2.5] }, [[1]]),
      CSourceCase("identity", program(["x"]) { x in [x[0]] }, [[1], [-0.0]]),
      CSourceCase(
        "numbers", program(["x"]) { x in [0.1 * x[0] + 1e-300 - (-(-3.0) * x[0]) / 1e22 - (-2.5)] },
        [[1], [-7]]),
      CSourceCase(
        "same operand",
        program(["x"]) { x in
          [.less(x[0], x[0]) + .equal(x[0], x[0]) + .lessOrEqual(2, x[0]) + x[0] / x[0] - x[0]]
        }, [[1], [3]]),
      CSourceCase(
        "comparison of numbers",
        program(["x"]) { x in [.select(.less(2, 3), x[0], 4)] }, [[1]]),
      CSourceCase("long", long, [[0.5], [1.25]]),
      CSourceCase(
        "second derivative",
        program(["x", "y"]) { v in
          let x = v[0], y = v[1]
          return [.sin(x * y) * .exp(x) / (1 + .square(y))]
        }.gradient(), pairs),
      CSourceCase(
        "forward mode", program(["x", "y"]) { v in [.pow(v[0], v[1]), .log(v[0])] }.pushforward(),
        [[2, 3, 1, 0.5], [0.3, -1, 0, 1]]),
    ]
  }()

  @Test func `values and Jacobians are those of the library`() throws {
    for (item, results) in zip(Self.cases, try CSourceCase.results(of: Self.cases)) {
      #expect(results.count == item.points.count)
      for result in results {
        let (values, rows) = Reverse.valueWithJacobian(at: result.point) { item.program($0) }
        let here = "\(item.name) at \(result.point)"
        #expect(result.values.count == values.count && result.jacobian.count == rows.joined().count)
        for (found, value) in zip(result.values, item.program(result.point)) {
          #expect(agree(found, value, relative: 1e-15), "\(here)")
        }
        for (found, value) in zip(result.valuesAgain, values) {
          #expect(agree(found, value, relative: 1e-14), "simplified \(here)")
        }
        for (found, derivative) in zip(result.jacobian, rows.joined()) {
          // Adding zero makes all zeros the same.
          #expect(
            agree(found + 0, derivative + 0, relative: 1e-12, scale: 1e-3), "derivative of \(here)")
        }
      }
    }
  }

  @Test func `main prints the value and the gradient`() throws {
    let program = Self.program(["x", "y"]) { v in [v[0] * v[1]] }
    let source = CSource(program, functionName: "area", trialPoint: [0.1, 3])
    #expect(
      try CSourceCompiler.run(source.text) == [
        "value[0] = 0.30000000000000004", "gradient[0] = 3", "gradient[1] = 0.10000000000000001",
      ])
  }

  @Test func `main of a function alone, in single precision`() throws {
    let program = Self.program([]) { _ in [0.1, .pi] }
    let source = CSource(program, contents: .value, precision: .float, trialPoint: [])
    #expect(
      try CSourceCompiler.run(source.text) == [
        "values[0] = 0.10000000149011612", "values[1] = 3.1415927410125732",
      ])
  }
}
