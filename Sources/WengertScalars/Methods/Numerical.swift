// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import RealModule

/// Finite differences on `Double`: derivatives from values alone.
///
/// Never exact, and the more expensive the more inputs there are, but it needs to know nothing of
/// the function. The verbs extrapolate to step zero and reach about 10–13 digits; use
/// ``NumericalMethod/estimate(at:scheme:of:)`` for one formula at one step.
///
/// ```swift
/// Numerical.derivative(at: 0.5) { .sin($0) }
/// Numerical.estimate(at: 0.5, scheme: .forward(step: 1e-3)) { .sin($0) }
/// ```
public typealias Numerical = NumericalMethod<Double>

/// Finite differences on any plain numbers.
public enum NumericalMethod<Number: PrimitiveScalar>: DifferentiationMethod {
  public typealias Directional = Number
  public typealias Active = Number
  public typealias SecondOrder = Number
  public typealias Series = Number

  @inlinable
  public static func valueWithDerivative<E: Error>(
    at x: Number, of f: (Number) throws(E) -> Number
  ) throws(E) -> (value: Number, derivative: Number) {
    let value = try f(x)
    return (value, try estimate(at: x, scheme: .richardson, of: f).derivative.ofValue(value))
  }

  /// - Complexity: about 20 evaluations for every input.
  @inlinable
  public static func valueWithGradient<E: Error>(
    at x: [Number], of f: ([Number]) throws(E) -> Number
  ) throws(E) -> (value: Number, gradient: [Number]) {
    let value = try f(x)
    var gradient: [Number] = []
    for i in x.indices {
      gradient.append(
        try estimate(at: x[i], scheme: .richardson) { xi throws(E) in
          try f(x.replacing(i, with: xi))
        }.derivative.ofValue(value))
    }
    return (value, gradient)
  }

  @inlinable
  public static func valueWithJacobian<E: Error>(
    at x: [Number], of f: ([Number]) throws(E) -> [Number]
  ) throws(E) -> (value: [Number], jacobian: [[Number]]) {
    let value = try f(x)
    var rows: [[Number]] = []
    for row in value.indices {
      rows.append(try gradient(at: x) { x throws(E) in try f(x)[row] })
    }
    return (value, rows)
  }

  /// Differences of differences, extrapolated.
  ///
  /// - Complexity: about 40 evaluations for every pair of inputs.
  @inlinable
  public static func valueWithHessian<E: Error>(
    at x: [Number], of f: ([Number]) throws(E) -> Number
  ) throws(E) -> (value: Number, gradient: [Number], hessian: [[Number]]) {
    let (value, gradient) = try valueWithGradient(at: x, of: f)
    var hessian = x.map { _ in [Number](repeating: 0, count: x.count) }
    for i in x.indices {
      for j in 0...i {
        let v = x.indices.map { Number($0 == i || $0 == j ? 1.0 : 0.0) }
        let curvature = try directionalDerivatives(at: x, along: v, upTo: 2, of: f)[2]
        // ∂²/∂v² with v = eᵢ + eⱼ is fᵢᵢ + 2 fᵢⱼ + fⱼⱼ; for i = j it is fᵢᵢ.
        hessian[i][j] = curvature
      }
    }
    for i in x.indices {
      for j in 0..<i {
        hessian[i][j] = (hessian[i][j] - hessian[i][i] - hessian[j][j]) / 2
        hessian[j][i] = hessian[i][j]
      }
    }
    return (value, gradient, hessian)
  }

  /// The Hessian by differences, times `v`.
  @inlinable
  public static func hessianVectorProduct<E: Error>(
    at x: [Number], along v: [Number], of f: ([Number]) throws(E) -> Number
  ) throws(E) -> [Number] {
    requireSameCount(x.count, v.count, "hessianVectorProduct")
    let hessian = try valueWithHessian(at: x, of: f).hessian
    return hessian.map { row in zip(row, v).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  /// Central differences of each order, extrapolated. Order 3 has about 7 digits, order 6 about 3.
  @inlinable
  public static func directionalDerivatives<E: Error>(
    at x: [Number], along v: [Number], upTo order: Int,
    of f: ([Number]) throws(E) -> Number
  ) throws(E) -> [Number] {
    requireSameCount(x.count, v.count, "directionalDerivatives")
    requireOrder(order, "directionalDerivatives")
    func line(_ t: Number) throws(E) -> Number { try f(zip(x, v).map { $0 + t * $1 }) }
    var derivatives = [try line(0)]
    var scale: Number = 0
    for (x, v) in zip(x, v) where !v.isZero { scale = max(scale, (x / v).magnitude) }
    for k in stride(from: 1, through: order, by: 1) {
      derivatives.append(
        try extrapolated(order: k, scale: scale, of: line).derivative.ofValue(derivatives[0]))
    }
    return derivatives
  }
}

extension Array {
  @usableFromInline
  func replacing(_ index: Int, with element: Element) -> [Element] {
    var copy = self
    copy[index] = element
    return copy
  }
}
