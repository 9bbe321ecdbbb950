// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// The polynomial that fits the sign function: half the sum of `(sᵢ − Σⱼ xⱼ tᵢʲ)²` over points `tᵢ`
/// between −1 and 1.
///
/// One term of the sum is recorded as a program, which is then run for all points.
enum LeastSquares: Eval {
  /// Half the square of the residual at `t`.
  static func term<T: Scalar>(_ x: [T], _ t: T, _ s: T) -> T {
    var power: T = 1
    var sum: T = 0
    for coefficient in x {
      sum += coefficient * power
      power *= t
    }
    return .square(s - sum) / 2
  }

  /// The term and its derivatives, as programs of `x`, then `t` and `s`.
  static func program(degree m: Int, gradient: Bool) -> Program {
    Program(inputs: (0..<m).map { "x\($0)" } + ["t", "s"]) { inputs in
      let (x, t, s) = (Array(inputs[..<m]), inputs[m], inputs[m + 1])
      guard gradient else { return [term(x, t, s)] }
      return ReverseMode<Expression>.gradient(at: x) {
        term($0, Variable(constant: t), Variable(constant: s))
      }
    }.simplified()
  }

  static func evaluate(
    _ function: String, _ input: JSON, _ stopwatch: inout Stopwatch
  ) throws(ToolError) -> JSON {
    let x = try input["x"].numbers()
    let n = try input["n"].integer
    guard n > 1, !x.isEmpty else { throw ToolError("There is nothing to fit.") }
    let evaluator = ColumnEvaluator(
      program(degree: x.count, gradient: function == "gradient"),
      columns: x.map { _ in false } + [true, true], isCompiled: true)
    var sums: [Double] = []
    func evaluate() -> [Double] {
      let t = (0..<n).map { -1 + 2 * Double($0) / Double(n - 1) }
      evaluator.sums(uniforms: x, columns: t + t.map { .sign($0) }, count: n, into: &sums)
      return sums
    }
    switch function {
    case "primal": return .number(stopwatch.time { evaluate()[0] })
    case "gradient": return .numbers(stopwatch.time { evaluate() })
    default: throw ToolError(unknown: function)
    }
  }
}
