// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Reverse mode on `Double`: the operations are written on a tape, and one pass backward gives the
/// derivatives with respect to all inputs.
///
/// Best for many inputs and few outputs.
///
/// ```swift
/// Reverse.gradient(at: [1, 2, 3]) { x in x[0] * x[1] / x[2] }
/// ```
public typealias Reverse = ReverseMode<Double>

/// Reverse mode on any numbers: `ReverseMode<Float>`, or nested, `ReverseMode<Variable<Double>>`.
public enum ReverseMode<Number: Scalar>: DifferentiationMethod {
  public typealias Directional = Variable<Number>
  public typealias Active = Variable<Number>
  public typealias SecondOrder = Variable<MultiDual<Number>>
  public typealias Series = Variable<Taylor<Number>>

  @inlinable
  public static func valueWithDerivative<E: Error>(
    at x: Number, of f: (Variable<Number>) throws(E) -> Variable<Number>
  ) throws(E) -> (value: Number, derivative: Number) {
    let tape = Tape<Number>()
    let y = try f(tape.variable(x))
    return (y.primal, tape.gradient(of: y, inputs: 1, seed: 1)[0].ofValue(y.primal))
  }

  /// - Complexity: one evaluation, and one pass over its operations.
  @inlinable
  public static func valueWithGradient<E: Error>(
    at x: [Number], of f: ([Variable<Number>]) throws(E) -> Variable<Number>
  ) throws(E) -> (value: Number, gradient: [Number]) {
    let tape = Tape<Number>()
    let y = try f(x.map { tape.variable($0) })
    return (y.primal, tape.gradient(of: y, inputs: x.count, seed: 1).ofValue(y.primal))
  }

  /// - Complexity: one evaluation, and one pass over its operations for every output.
  @inlinable
  public static func valueWithJacobian<E: Error>(
    at x: [Number], of f: ([Variable<Number>]) throws(E) -> [Variable<Number>]
  ) throws(E) -> (value: [Number], jacobian: [[Number]]) {
    let tape = Tape<Number>()
    let y = try f(x.map { tape.variable($0) })
    return (
      y.map { $0.primal },
      y.map { tape.gradient(of: $0, inputs: x.count, seed: 1).ofValue($0.primal) }
    )
  }

  /// - Complexity: one tape on dual numbers for every ``TangentSpace/laneCount`` inputs.
  @inlinable
  public static func valueWithHessian<E: Error>(
    at x: [Number], of f: ([SecondOrder]) throws(E) -> SecondOrder
  ) throws(E) -> (value: Number, gradient: [Number], hessian: [[Number]]) {
    var inputs = x.map { MultiDual<Number>(constant: $0) }
    let lanes = Number.Lanes.laneCount
    var value: Number = 0
    var gradient: [Number] = []
    var hessian = x.map { _ in [Number](repeating: 0, count: x.count) }
    for start in stride(from: 0, to: max(x.count, 1), by: lanes) {
      let chunk = start..<min(start + lanes, x.count)
      for i in chunk { inputs[i].tangent[lane: i - start] = 1 }
      let (y, duals) = try ReverseMode<MultiDual<Number>>.valueWithGradient(at: inputs, of: f)
      for i in chunk { inputs[i].tangent = .zero }
      value = y.primal
      if start == 0 { gradient = duals.map { $0.primal }.ofValue(value) }
      for i in chunk {
        hessian[i] = duals.map { $0.tangent[lane: i - start] }.ofValue(value)
      }
    }
    // Symmetric to the last bit, and at singular points the same half that forward mode computes.
    for i in x.indices { for j in 0..<i { hessian[i][j] = hessian[j][i] } }
    return (value, gradient, hessian)
  }

  /// Forward over reverse: the tangent of the gradient.
  ///
  /// - Complexity: one tape on dual numbers.
  @inlinable
  public static func hessianVectorProduct<E: Error>(
    at x: [Number], along v: [Number], of f: ([SecondOrder]) throws(E) -> SecondOrder
  ) throws(E) -> [Number] {
    requireSameCount(x.count, v.count, "hessianVectorProduct")
    let inputs = zip(x, v).map { x, v in
      var input = MultiDual<Number>(constant: x)
      input.tangent[lane: 0] = v
      return input
    }
    let (value, gradient) = try ReverseMode<MultiDual<Number>>.valueWithGradient(
      at: inputs, of: f)
    return gradient.map { $0.tangent[lane: 0] }.ofValue(value.primal)
  }

  /// Reverse mode over Taylor series: the derivative with respect to `t` as a series in `t`.
  @inlinable
  public static func directionalDerivatives<E: Error>(
    at x: [Number], along v: [Number], upTo order: Int,
    of f: ([Series]) throws(E) -> Series
  ) throws(E) -> [Number] {
    requireSameCount(x.count, v.count, "directionalDerivatives")
    requireOrder(order, "directionalDerivatives")
    typealias Power = Taylor<Number>
    let tape = Tape<Power>()
    let t = tape.variable(Power(variable: 0, order: max(order - 1, 0)))
    let y = try f(
      zip(x, v).map { x, v in
        Series(constant: Power(constant: x)) + Series(constant: Power(constant: v)) * t
      })
    let value = y.primal[0]
    if order == 0 { return [value] }
    var derivatives = tape.gradient(of: y, inputs: 1, seed: 1)[0].derivatives
    while derivatives.count < order { derivatives.append(0) }
    return [value] + derivatives.ofValue(value)
  }

  /// A vector times the Jacobian, `uᵀ J`: the gradient of `Σ uᵢ fᵢ`.
  ///
  /// ```swift
  /// Reverse.vectorJacobianProduct(at: [2, 3], cotangent: [1, 0]) { x in [x[0] * x[1], x[0]] }  // [3, 2]
  /// ```
  ///
  /// - Complexity: one evaluation, and one pass over its operations.
  @inlinable
  public static func vectorJacobianProduct<E: Error>(
    at x: [Number], cotangent u: [Number],
    of f: ([Variable<Number>]) throws(E) -> [Variable<Number>]
  ) throws(E) -> [Number] {
    try valueWithPullback(at: x, cotangent: u, of: f).cotangent
  }

  /// The value of `f`, and the cotangent of `x` for the cotangent `u` of the value.
  @inlinable
  public static func valueWithPullback<E: Error>(
    at x: [Number], cotangent u: [Number],
    of f: ([Variable<Number>]) throws(E) -> [Variable<Number>]
  ) throws(E) -> (value: [Number], cotangent: [Number]) {
    let tape = Tape<Number>()
    let y = try f(x.map { tape.variable($0) })
    precondition(
      y.count == u.count,
      "valueWithPullback: the function has \(y.count) values and the cotangent \(u.count).")
    var total = Variable<Number>(constant: 0)
    for (y, u) in zip(y, u) where !u.isZero { total += Variable(constant: u) * y }
    let cotangent = tape.gradient(of: total, inputs: x.count, seed: 1)
    // The sum itself may overflow; what counts is whether the values exist.
    let missing = zip(y, u).first { !$1.isZero && $0.primal.isMissing }
    return (y.map { $0.primal }, missing.map { cotangent.ofValue($0.0.primal) } ?? cotangent)
  }
}
