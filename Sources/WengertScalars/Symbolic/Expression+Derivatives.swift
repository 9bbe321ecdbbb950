// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension Expression {
  /// The derivative with respect to `variable`, by forward mode on formulas.
  ///
  /// ```swift
  /// let x = Expression.variable("x")
  /// Expression.sin(x * x).derivative(with: x)     // 2x*cos(x^2)
  /// ```
  ///
  /// - Precondition: `variable` is an input of the same recording.
  /// - Complexity: a few lines for each line of the expression.
  public func derivative(with variable: Expression) -> Expression {
    guard let graph else { return 0 }
    precondition(
      variable.instruction.operation == .input, "A derivative is taken with respect to a variable.")
    let target = ExpressionGraph(simplifying: true, point: graph.point)
    let chosen = Int(variable.instruction.parameter)
    let inputs = graph.inputNames.enumerated().map { number, name in
      Dual(target.input(name), tangent: number == chosen ? 1 : 0)
    }
    return graph.instructions[...Int(index)].values(at: inputs)[Int(index)].tangent
  }

  /// The derivatives with respect to every input of the recording, by reverse mode on formulas.
  ///
  /// - Complexity: a few lines for each line of the expression, however many inputs there are.
  public func gradient() -> [Expression] {
    guard let graph else { return [] }
    let target = ExpressionGraph(simplifying: true, point: graph.point)
    let tape = Tape<Expression>()
    let inputs = graph.inputNames.map { tape.variable(target.input($0)) }
    let output = graph.instructions[...Int(index)].values(at: inputs)[Int(index)]
    return tape.gradient(of: output, inputs: inputs.count, seed: 1)
  }

  /// The value where the inputs of the recording are `point`, on any scalars.
  public func value<T: Scalar>(at point: [T]) -> T {
    guard let graph else { return T(number) }
    return graph.instructions[...Int(index)].values(at: point)[Int(index)]
  }
}

extension Array where Element == Expression {
  /// The values of expressions of one recording, whose lines are evaluated once.
  func values<T: Scalar>(at point: [T]) -> [T] {
    var graph: ExpressionGraph?
    for case let next? in lazy.map({ $0.graph }) where graph?.inputNames.isEmpty ?? true { graph = next }
    guard let graph else { return map { $0.value(at: point) } }
    let places = map(graph.adopt)
    let lines = graph.instructions.values(at: point)
    return places.map { lines[Int($0)] }
  }
}
