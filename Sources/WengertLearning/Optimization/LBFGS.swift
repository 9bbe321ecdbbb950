// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import WengertScalars

/// The quasi-Newton method for smooth functions of many parameters: BFGS with limited memory, and
/// steps that satisfy the strong Wolfe conditions.
///
/// It needs the exact value and gradient of one and the same function, so train on all examples at
/// once.
///
/// ```swift
/// var x = [-1.2, 1.0]
/// var method = LBFGS<Double>()
/// let outcome = method.minimize(&x) { x in
///   Reverse.valueWithGradient(at: x) { x in .square(1 - x[0]) + 100 * .square(x[1] - x[0] * x[0]) }
/// }
/// // outcome is .converged, and x [1, 1]
/// ```
///
/// - Complexity: a step takes one or two evaluations, `4 × memory` operations a parameter, and
///   `2 × memory` numbers a parameter are remembered.
///
/// J. Nocedal and S. J. Wright, "Numerical Optimization" (2006), algorithms 7.4 and 7.5; line search
/// 3.5 and 3.6, ending as in W. W. Hager and H. Zhang (2005) where values are equal but for rounding.
public struct LBFGS<Value: ParameterValue> {
  /// Why a minimisation ended.
  public enum Outcome: Hashable, Sendable {
    /// The norm of the gradient is below the tolerance.
    case converged
    /// All steps were taken.
    case stepLimit
    /// No point along the direction is better: the limit of rounding, or the gradient is not that
    /// of the function.
    case noProgress
    /// The value or a derivative at the start is not a finite number.
    case notFinite
  }

  /// How many steps are remembered.
  public let memory: Int

  /// How many steps were taken.
  public private(set) var stepCount = 0

  /// How often value and gradient were asked for.
  public private(set) var evaluationCount = 0

  /// The value where the last step began or ended; nil before the first evaluation.
  public private(set) var value: Double?

  /// The norm of the gradient there.
  public private(set) var gradientNorm: Double?

  /// One remembered step: how far, by how much the gradient changed, and the product of the two.
  fileprivate struct Pair {
    let step: [Value]
    let change: [Value]
    let product: Double
  }
  private var pairs: [Pair] = []

  /// A minimisation that has not begun.
  ///
  /// - Precondition: At least one step is remembered.
  public init(memory: Int = 10) {
    precondition(memory > 0, "LBFGS: at least one step is remembered; found \(memory).")
    self.memory = memory
  }

  /// Takes steps until the norm of the gradient is at most `tolerance`.
  ///
  /// - Parameters:
  ///   - parameters: Where to begin; then where the steps have led.
  ///   - maximumSteps: How many steps are taken at most.
  ///   - tolerance: The norm of the gradient that will do.
  ///   - f: The value and the gradient at a point.
  public mutating func minimize<E: Error>(
    _ parameters: inout [Value], maximumSteps: Int = 200, tolerance: Double = 1e-8,
    of f: ([Value]) throws(E) -> (value: Value, gradient: [Value])
  ) throws(E) -> Outcome {
    var here = try evaluate(parameters, at: 0, along: [], f)
    for _ in 0..<maximumSteps {
      if let outcome = outcome(here, tolerance) { return outcome }
      guard let next = try step(from: here, f) else { return .noProgress }
      here = next
      parameters = here.parameters
    }
    return outcome(here, tolerance) ?? .stepLimit
  }

  /// Takes one step; nil if it was taken, else why it was not.
  ///
  /// - Parameters:
  ///   - parameters: Where the step begins and then where it ends.
  ///   - tolerance: The norm of the gradient at which no step is needed.
  ///   - f: The value and the gradient at a point.
  public mutating func step<E: Error>(
    _ parameters: inout [Value], tolerance: Double = 1e-8,
    of f: ([Value]) throws(E) -> (value: Value, gradient: [Value])
  ) throws(E) -> Outcome? {
    let here = try evaluate(parameters, at: 0, along: [], f)
    if let outcome = outcome(here, tolerance) { return outcome }
    guard let next = try step(from: here, f) else { return .noProgress }
    parameters = next.parameters
    return nil
  }

  /// Forgets all steps: the next one goes down the gradient.
  public mutating func reset() { pairs = [] }

  private mutating func outcome(_ point: LinePoint<Value>, _ tolerance: Double) -> Outcome? {
    let norm = point.gradientNorm
    (value, gradientNorm) = (point.value, norm)
    if !point.value.isFinite || !norm.isFinite { return .notFinite }
    return norm <= tolerance ? .converged : nil
  }

  private mutating func evaluate<E: Error>(
    _ parameters: [Value], at distance: Double, along direction: [Value],
    _ f: ([Value]) throws(E) -> (value: Value, gradient: [Value])
  ) throws(E) -> LinePoint<Value> {
    evaluationCount += 1
    let (value, gradient) = try f(parameters)
    precondition(
      gradient.count == parameters.count,
      "LBFGS: there are \(parameters.count) parameters, but \(gradient.count) derivatives.")
    return LinePoint(
      distance: distance, parameters: parameters, value: value.double, gradient: gradient,
      slope: direction.isEmpty ? 0 : gradient.product(with: direction))
  }

  private mutating func step<E: Error>(
    from start: LinePoint<Value>, _ f: ([Value]) throws(E) -> (value: Value, gradient: [Value])
  ) throws(E) -> LinePoint<Value>? {
    var direction = direction(for: start.gradient)
    var slope = start.gradient.product(with: direction)
    if !(slope < 0) {
      // Rounding has spoilt what is remembered.
      reset()
      direction = start.gradient.map { -$0 }
      slope = start.gradient.product(with: direction)
    }
    let first = pairs.isEmpty ? min(1, 1 / start.gradientNorm) : 1
    var search = LineSearch(from: start, slope: slope, first: first)
    while let distance = search.next() {
      let parameters = zip(start.parameters, direction).map { $0 + Value(distance) * $1 }
      search.record(try evaluate(parameters, at: distance, along: direction, f))
    }
    guard let end = search.best else { return nil }
    stepCount += 1
    remember(from: start, to: end)
    (value, gradientNorm) = (end.value, end.gradientNorm)
    return end
  }

  private mutating func remember(from start: LinePoint<Value>, to end: LinePoint<Value>) {
    let step = zip(end.parameters, start.parameters).map { $0 - $1 }
    let change = zip(end.gradient, start.gradient).map { $0 - $1 }
    let product = step.product(with: change)
    // Without positive curvature the estimate of the Hessian would not stay positive definite.
    guard product > 0 else { return }
    if pairs.count == memory { pairs.removeFirst() }
    pairs.append(Pair(step: step, change: change, product: product))
  }

  /// Minus the inverse Hessian, as the remembered steps tell it, times the gradient: two loops.
  private func direction(for gradient: [Value]) -> [Value] {
    var q = gradient.map { -$0 }
    var factors: [Double] = []
    for pair in pairs.reversed() {
      let factor = pair.step.product(with: q) / pair.product
      factors.append(factor)
      q = zip(q, pair.change).map { $0 - Value(factor) * $1 }
    }
    if let last = pairs.last {
      let scale = last.product / last.change.product(with: last.change)
      q = q.map { Value(scale) * $0 }
    }
    for (pair, factor) in zip(pairs, factors.reversed()) {
      let correction = factor - pair.change.product(with: q) / pair.product
      q = zip(q, pair.step).map { $0 + Value(correction) * $1 }
    }
    return q
  }
}

extension LBFGS: Sendable where Value: Sendable {}
extension LBFGS.Pair: Sendable where Value: Sendable {}

extension Array where Element: ParameterValue {
  /// The inner product over all elements.
  func product(with other: [Element]) -> Double {
    zip(self, other).reduce(0) { $0 + ($1.0 * $1.1).sumOfElements.double }
  }
}
