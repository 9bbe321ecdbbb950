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
      return try extrapolated(firstStep: firstStep(order: 1, scale: x.magnitude)) { h throws(E) in
        try centralDifference(order: 1, step: h) { t throws(E) in try f(x + t) }
      }
    }
  }

  /// A step at which the truncation error is visible but already smooth.
  @inlinable
  static func firstStep(order: Int, scale: Number) -> Number {
    Number(order == 1 ? 0.125 : 0.25) * max(scale, 0.25) * Number(order > 2 ? 2 : 1)
  }

  /// `δᵏf / hᵏ`: the central difference of order k, with an error of even powers of `h`.
  @inlinable
  static func centralDifference<E: Error>(
    order k: Int, step h: Number, of f: (Number) throws(E) -> Number
  ) throws(E) -> Number {
    var sum: Number = 0
    var binomial = 1.0
    for j in 0...k {
      let offset = Double(k) / 2 - Double(j)
      sum += Number(j % 2 == 0 ? binomial : -binomial) * (try f(Number(offset) * h))
      binomial = binomial * Double(k - j) / Double(j + 1)
    }
    return sum / .pow(h, k)
  }

  /// Richardson's extrapolation to step zero of a formula whose error is a series in `h²`.
  ///
  /// The steps fall by a factor of √2; each column of the tableau removes one power of `h²`. The
  /// entry that differs least from its neighbours is the result, and the difference the estimate
  /// of its error: C. J. F. Ridders, Adv. Eng. Software 4 (1982).
  @inlinable
  static func extrapolated<E: Error>(
    firstStep: Number, _ formula: (Number) throws(E) -> Number
  ) throws(E) -> DifferenceEstimate<Number> {
    var h = firstStep
    var previous = [try formula(h)]
    var best = DifferenceEstimate(derivative: previous[0], error: Number(.infinity), step: h)
    for _ in 1..<24 {
      h = h / .sqrt(2)
      var row = [try formula(h)]
      var factor: Number = 1
      for column in previous.indices {
        factor *= 2
        let better = row[column] + (row[column] - previous[column]) / (factor - 1)
        let error = max(
          (better - row[column]).magnitude, (better - previous[column]).magnitude)
        if error < best.error {
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
