// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Differentiation of formulas: the function is written down, its derivative is a formula again,
/// and the verbs evaluate that at the point.
///
/// ```swift
/// let gradient = Symbolic.gradient(inputs: ["x", "y"]) { v in (v[0] + v[1]) * (v[0] + 2 * v[1]) }
/// gradient[0].simplified()                   // 2x + 3y
/// Symbolic.gradient(at: 2, 3) { x, y in (x + y) * (x + 2 * y) }      // (13, 18)
/// ```
///
/// Comparisons see the values at the point, so that the formula is that of the branch taken there.
public enum Symbolic: DifferentiationMethod {
  public typealias Number = Double
  public typealias Directional = Expression
  public typealias Active = Expression
  public typealias SecondOrder = Expression
  public typealias Series = Expression

  /// The formulas of the gradient of a function of the named variables.
  public static func gradient<E: Error>(
    inputs names: [String], of f: ([Expression]) throws(E) -> Expression
  ) throws(E) -> [Expression] {
    try f(Expression.variables(names)).gradient(inputs: names)
  }

  public static func valueWithDerivative<E: Error>(
    at x: Double, of f: (Expression) throws(E) -> Expression
  ) throws(E) -> (value: Double, derivative: Double) {
    let (value, gradient) = try valueWithGradient(at: [x]) { x throws(E) in try f(x[0]) }
    return (value, gradient[0])
  }

  public static func valueWithGradient<E: Error>(
    at x: [Double], of f: ([Expression]) throws(E) -> Expression
  ) throws(E) -> (value: Double, gradient: [Double]) {
    let (value, jacobian) = try valueWithJacobian(at: x) { x throws(E) in [try f(x)] }
    return (value[0], jacobian[0])
  }

  public static func valueWithJacobian<E: Error>(
    at x: [Double], of f: ([Expression]) throws(E) -> [Expression]
  ) throws(E) -> (value: [Double], jacobian: [[Double]]) {
    let outputs = try f(variables(at: x))
    let values = outputs.values(at: x)
    let rows = zip(outputs, values).map { output, value in
      output.gradient(inputs: names(x.count)).values(at: x).ofValue(value)
    }
    return (values, rows)
  }

  public static func valueWithHessian<E: Error>(
    at x: [Double], of f: ([Expression]) throws(E) -> Expression
  ) throws(E) -> (value: Double, gradient: [Double], hessian: [[Double]]) {
    let output = try f(variables(at: x))
    let value = output.value(at: x)
    let names = names(x.count)
    let gradient = output.gradient(inputs: names)
    return (
      value, gradient.values(at: x).ofValue(value),
      gradient.map { row in
        row.gradient(inputs: names).values(at: x).ofValue(value)
      }
    )
  }

  public static func hessianVectorProduct<E: Error>(
    at x: [Double], along v: [Double], of f: ([Expression]) throws(E) -> Expression
  ) throws(E) -> [Double] {
    requireSameCount(x.count, v.count, "hessianVectorProduct")
    let output = try f(variables(at: x))
    let names = names(x.count)
    return output.gradient(inputs: names).map { row in
      zip(row.gradient(inputs: names).values(at: x), v).reduce(0) { $0 + $1.0 * $1.1 }
    }.ofValue(output.value(at: x))
  }

  public static func directionalDerivatives<E: Error>(
    at x: [Double], along v: [Double], upTo order: Int,
    of f: ([Expression]) throws(E) -> Expression
  ) throws(E) -> [Double] {
    requireSameCount(x.count, v.count, "directionalDerivatives")
    requireOrder(order, "directionalDerivatives")
    let graph = ExpressionGraph(point: [0])
    let t = graph.input("t")
    var derivative = try f(zip(x, v).map { Expression($0) + Expression($1) * t })
    var values: [Double] = []
    for k in 0...order {
      values.append(derivative.value(at: [0]))
      if k < order { derivative = derivative.gradient(inputs: ["t"])[0] }
    }
    return [values[0]] + Array(values[1...]).ofValue(values[0])
  }

  private static func names(_ count: Int) -> [String] { (0..<count).map { "x\($0)" } }

  private static func variables(at x: [Double]) -> [Expression] {
    let graph = ExpressionGraph(point: x)
    return names(x.count).map { graph.input($0) }
  }
}

extension Expression {
  /// The gradient with respect to the named inputs, also of a number, which depends on none.
  func gradient(inputs: [String]) -> [Expression] {
    let gradient = gradient()
    return gradient.isEmpty ? inputs.map { _ in 0 } : gradient
  }
}
