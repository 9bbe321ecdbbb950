// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import WengertScalars

/// The two derivatives of a program, and simplification. Each is the program run on another kind
/// of number: the calculus is in the table, not here.
extension Program {
  /// Forward mode: the program of the values and of the tangents `J v`.
  ///
  /// Inputs are `x…` and then their tangents `dx…`; outputs the values and then their tangents.
  ///
  /// - Complexity: linear; a few lines for every line.
  public func pushforward() -> Program {
    let graph = ExpressionGraph()
    let primals = inputs.map { graph.input($0) }
    let tangents = inputs.map { graph.input("d" + $0) }
    let results = self(zip(primals, tangents).map { Dual($0, tangent: $1) })
    return Program(
      results.map { $0.primal } + results.map { $0.tangent }, inputs: graph.inputNames)
  }

  /// Reverse mode: the program of the values and of the cotangents `uᵀ J`.
  ///
  /// Inputs are `x…` and then the cotangents of the outputs, `u0…`; outputs the values and then the
  /// cotangents of the inputs.
  ///
  /// - Complexity: linear; a few lines for every line, whatever the number of inputs.
  public func pullback() -> Program {
    let graph = ExpressionGraph()
    let primals = inputs.map { graph.input($0) }
    let seeds = outputs.indices.map { graph.input("u\($0)") }
    let (values, cotangents) = ReverseMode<Expression>.valueWithPullback(
      at: primals, cotangent: seeds
    ) { self($0) }
    return Program(values + cotangents, inputs: graph.inputNames)
  }

  /// The program of the value of the first output and of its gradient, by reverse mode.
  public func gradient() -> Program {
    let graph = ExpressionGraph()
    let (value, gradient) = ReverseMode<Expression>.valueWithGradient(
      at: inputs.map { graph.input($0) }
    ) { self($0)[0] }
    return Program([value] + gradient, inputs: inputs)
  }

  /// An equivalent program without lines that are repeated, unused, or superfluous by an identity
  /// such as `x + 0 = x`; sums and products of integers are carried out.
  ///
  /// - Complexity: linear.
  public func simplified() -> Program { Program(expressions(), inputs: inputs) }
}
