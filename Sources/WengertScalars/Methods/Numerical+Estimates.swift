// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import RealModule

/// A formula for the derivative by values.
public enum DifferenceScheme<Number> {
  /// `(f(x + h) − f(x)) / h`: the error is about `h f″/2 + ε f/h`.
  case forward(step: Number)
  /// `(f(x + h) − f(x − h)) / 2h`: the error is about `h² f‴/6 + ε f/h`.
  case central(step: Number)
  /// Central differences at a series of steps, extrapolated to step zero.
  case richardson
}

/// A derivative by finite differences, with what is known of its error.
public struct DifferenceEstimate<Number: Scalar> {
  /// The estimate of the derivative.
  public let derivative: Number
  /// An estimate of its error; nan for a formula at one step, which says nothing of it.
  public let error: Number
  /// The step of the formula, or the smallest step that the extrapolation used.
  public let step: Number

  @inlinable
  init(derivative: Number, error: Number, step: Number) {
    self.derivative = derivative
    self.error = error
    self.step = step
  }
}

extension DifferenceScheme: Sendable where Number: Sendable {}
extension DifferenceEstimate: Sendable where Number: Sendable {}

extension NumericalMethod {
  /// The derivative of a function of one number by a given formula.
  ///
  /// ```swift
  /// let e = Numerical.estimate(at: 2, scheme: .richardson) { .exp($0) }
  /// e.derivative      // 7.38905609893…
  /// e.error           // about 1e-12
  /// ```
  @inlinable
  public static func estimate<E: Error>(
    at x: Number, scheme: DifferenceScheme<Number>, of f: (Number) throws(E) -> Number
  ) throws(E) -> DifferenceEstimate<Number> {
    switch scheme {
    case .forward(let h):
      let slope = (try f(x + h) - f(x)) / h
      return DifferenceEstimate(derivative: slope, error: Number(.nan), step: h)
    case .central(let h):
      let slope = (try f(x + h) - f(x - h)) / (2 * h)
      return DifferenceEstimate(derivative: slope, error: Number(.nan), step: h)
    case .richardson:
      return try extrapolated(order: 1, scale: x.magnitude) { t throws(E) in try f(x + t) }
    }
  }

  /// `δᵏf / hᵏ`: the central difference of order k at `t = 0`, whose error is a series in even powers
  /// of `h`, and what rounding the values of `f` contributes to it.
  @inlinable
  static func centralDifference<E: Error>(
    order k: Int, step h: Number, of f: (Number) throws(E) -> Number
  ) throws(E) -> (slope: Number, noise: Number) {
    var sum: Number = 0
    var size: Number = 0
    var binomial = 1.0
    for j in 0...k {
      let offset = Double(k) / 2 - Double(j)
      let term = Number(binomial) * (try f(Number(offset) * h))
      sum = j % 2 == 0 ? sum + term : sum - term
      size += term.magnitude
      binomial = binomial * Double(k - j) / Double(j + 1)
    }
    let power = Number.pow(h, k)
    return (sum / power, rounding * size / power)
  }

  /// The relative error of one rounding, found by making one: 4/3 is never exact.
  @inlinable
  static var rounding: Number { (((4 as Number) / 3 - 1) * 3 - 1).magnitude }

  /// The derivative of order k at `t = 0`, extrapolated from steps that suit the function.
  ///
  /// `scale` says how far away the function may be expected to change. If extrapolation from there
  /// finds no derivative to trust, the function changes faster, and it is tried again from nearer.
  @inlinable
  static func extrapolated<E: Error>(
    order k: Int, scale: Number, of f: (Number) throws(E) -> Number
  ) throws(E) -> DifferenceEstimate<Number> {
    var h = max(scale, 0.25) * Number(k == 1 ? 0.125 : k == 2 ? 0.25 : 0.5)
    var best = try extrapolated(order: k, from: h, of: f)
    for _ in 0..<6 where !(best.error <= Number(1e-6) * best.derivative.magnitude) {
      if best.error.isZero { break }
      h /= 64
      let nearer = try extrapolated(order: k, from: h, of: f)
      if !(best.error <= nearer.error) { best = nearer }
    }
    return best
  }

  /// Richardson's extrapolation to step zero.
  ///
  /// The steps fall by a factor of √2; each column of the tableau removes one power of `h²`. The
  /// entry that differs least from its neighbours is the result, and the difference the estimate
  /// of its error: C. J. F. Ridders, Adv. Eng. Software 4 (1982).
  @inlinable
  static func extrapolated<E: Error>(
    order k: Int, from firstStep: Number, of f: (Number) throws(E) -> Number
  ) throws(E) -> DifferenceEstimate<Number> {
    var h = firstStep
    var previous = [try centralDifference(order: k, step: h, of: f).slope]
    var best = DifferenceEstimate(derivative: previous[0], error: Number(.infinity), step: h)
    for _ in 1..<24 {
      h = h / .sqrt(2)
      let (slope, noise) = try centralDifference(order: k, step: h, of: f)
      var row = [slope]
      var factor: Number = 1
      for column in previous.indices {
        factor *= 2
        let better = row[column] + (row[column] - previous[column]) / (factor - 1)
        let error = max(
          noise, (better - row[column]).magnitude, (better - previous[column]).magnitude)
        if !better.isNaN, error < best.error {
          best = DifferenceEstimate(derivative: better, error: error, step: h)
        }
        row.append(better)
      }
      // Rounding has taken over: the tableau does not get better any more.
      if (row[row.count - 1] - previous[previous.count - 1]).magnitude > 8 * best.error { break }
      previous = row
    }
    return best
  }
}
