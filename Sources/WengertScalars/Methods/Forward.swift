// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Forward mode on `Double`: derivatives are carried along with values, by dual numbers.
///
/// One pass gives the derivative in one direction, or in ``TangentSpace/laneCount`` at once. Best
/// for few inputs.
///
/// ```swift
/// Forward.derivative(at: 2) { x in x * .exp(x) }
/// Forward.jacobian(at: [2, 3]) { x in [x[0] * x[1], x[0] / x[1]] }
/// ```
public typealias Forward = ForwardMode<Double>

/// Forward mode on any numbers: `ForwardMode<Float>`, or nested, `ForwardMode<Dual<Double>>`.
public enum ForwardMode<Number: Scalar>: DifferentiationMethod {
  public typealias Directional = Dual<Number>
  public typealias Active = MultiDual<Number>
  public typealias SecondOrder = Dual<MultiDual<Number>>
  public typealias Series = Taylor<Number>

  @inlinable
  public static func valueWithDerivative<E: Error>(
    at x: Number, of f: (Dual<Number>) throws(E) -> Dual<Number>
  ) throws(E) -> (value: Number, derivative: Number) {
    let y = try f(Dual(x, tangent: 1))
    return (y.primal, y.tangent.ofValue(y.primal))
  }

  @inlinable
  public static func valueWithGradient<E: Error>(
    at x: [Number], of f: ([Active]) throws(E) -> Active
  ) throws(E) -> (value: Number, gradient: [Number]) {
    let (value, jacobian) = try valueWithJacobian(at: x) { x throws(E) in [try f(x)] }
    return (value[0], jacobian[0])
  }

  /// - Complexity: one evaluation for every ``TangentSpace/laneCount`` inputs.
  @inlinable
  public static func valueWithJacobian<E: Error>(
    at x: [Number], of f: ([Active]) throws(E) -> [Active]
  ) throws(E) -> (value: [Number], jacobian: [[Number]]) {
    var inputs = x.map { Active(constant: $0) }
    let lanes = Number.Lanes.laneCount
    var value: [Number] = []
    var rows: [[Number]] = []
    for start in stride(from: 0, to: max(x.count, 1), by: lanes) {
      let chunk = start..<min(start + lanes, x.count)
      for i in chunk { inputs[i].tangent[lane: i - start] = 1 }
      let outputs = try f(inputs)
      for i in chunk { inputs[i].tangent = .zero }
      if start == 0 {
        value = outputs.map { $0.primal }
        rows = outputs.map { _ in [Number](repeating: 0, count: x.count) }
      }
      for (row, output) in outputs.enumerated() {
        for i in chunk { rows[row][i] = output.tangent[lane: i - start].ofValue(output.primal) }
      }
    }
    return (value, rows)
  }

  /// - Complexity: one evaluation for every input and ``TangentSpace/laneCount`` inputs before it.
  @inlinable
  public static func valueWithHessian<E: Error>(
    at x: [Number], of f: ([SecondOrder]) throws(E) -> SecondOrder
  ) throws(E) -> (value: Number, gradient: [Number], hessian: [[Number]]) {
    var value: Number = 0
    var gradient: [Number] = []
    var hessian: [[Number]] = []
    for i in 0..<max(x.count, 1) {
      let axis = x.indices.map { Number($0 == i ? 1.0 : 0.0) }
      let (first, second) = try gradientAndTangent(at: x, along: axis, of: f, inputs: i + 1)
      value = first.primal
      guard i < x.count else { break }
      gradient.append(first.tangent.ofValue(value))
      hessian.append(second.ofValue(value))
    }
    for i in x.indices { for j in 0..<i { hessian[j].append(hessian[i][j]) } }
    return (value, gradient, hessian)
  }

  /// - Complexity: one evaluation for every ``TangentSpace/laneCount`` inputs.
  @inlinable
  public static func hessianVectorProduct<E: Error>(
    at x: [Number], along v: [Number], of f: ([SecondOrder]) throws(E) -> SecondOrder
  ) throws(E) -> [Number] {
    requireSameCount(x.count, v.count, "hessianVectorProduct")
    let (first, second) = try gradientAndTangent(at: x, along: v, of: f, inputs: x.count)
    return second.ofValue(first.primal)
  }

  /// The value with its derivative along `v`, and the derivatives along `v` of the first `inputs`
  /// components of the gradient.
  @inlinable
  static func gradientAndTangent<E: Error>(
    at x: [Number], along v: [Number], of f: ([SecondOrder]) throws(E) -> SecondOrder, inputs: Int
  ) throws(E) -> (first: Dual<Number>, second: [Number]) {
    var points = zip(x, v).map { SecondOrder(Active(constant: $0), tangent: Active(constant: $1)) }
    let lanes = Number.Lanes.laneCount
    var first = Dual<Number>(constant: 0)
    var second: [Number] = []
    for start in stride(from: 0, to: max(inputs, 1), by: lanes) {
      let chunk = start..<max(start, min(start + lanes, inputs, x.count))
      for i in chunk { points[i].primal.tangent[lane: i - start] = 1 }
      let y = try f(points)
      for i in chunk { points[i].primal.tangent = .zero }
      first = Dual(y.primal.primal, tangent: y.tangent.primal)
      for i in chunk { second.append(y.tangent.tangent[lane: i - start]) }
    }
    return (first, second)
  }

  @inlinable
  public static func directionalDerivatives<E: Error>(
    at x: [Number], along v: [Number], upTo order: Int,
    of f: ([Taylor<Number>]) throws(E) -> Taylor<Number>
  ) throws(E) -> [Number] {
    requireSameCount(x.count, v.count, "directionalDerivatives")
    requireOrder(order, "directionalDerivatives")
    let y = try f(zip(x, v).map { Taylor(variable: $0, direction: $1, order: order) })
    var derivatives = y.derivatives
    while derivatives.count <= order { derivatives.append(0) }
    return [derivatives[0]] + Array(derivatives[1...]).ofValue(derivatives[0])
  }

  /// The Jacobian times a vector, `J v`: the derivative of `f` in the direction `v`.
  ///
  /// ```swift
  /// Forward.jacobianVectorProduct(at: [2, 3], along: [1, 0]) { x in [x[0] * x[1], x[0]] }  // [3, 1]
  /// ```
  ///
  /// - Complexity: one evaluation.
  @inlinable
  public static func jacobianVectorProduct<E: Error>(
    at x: [Number], along v: [Number], of f: ([Dual<Number>]) throws(E) -> [Dual<Number>]
  ) throws(E) -> [Number] {
    try valueWithPushforward(at: x, along: v, of: f).tangent
  }

  /// The value of `f` and its derivative in the direction `v`.
  @inlinable
  public static func valueWithPushforward<E: Error>(
    at x: [Number], along v: [Number], of f: ([Dual<Number>]) throws(E) -> [Dual<Number>]
  ) throws(E) -> (value: [Number], tangent: [Number]) {
    requireSameCount(x.count, v.count, "valueWithPushforward")
    let y = try f(zip(x, v).map { Dual($0, tangent: $1) })
    return (y.map { $0.primal }, y.map { $0.tangent.ofValue($0.primal) })
  }
}
