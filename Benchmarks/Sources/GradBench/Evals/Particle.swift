// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// A charged particle is to reach the origin: the control `w` that steers it there, by a descent whose
/// gradient goes through the path of the particle, and so through the gradients of the potential on it.
enum Particle: Eval {
  /// The potential at `x` of a charge at `(10, 10 − w)` and one at `(10, 0)`.
  @inline(__always)
  static func potential<T: Scalar>(_ x: Lanes2<T>, _ w: T) -> T {
    let a = Lanes2(x.x - 10, x.y - (10 - w))
    let b = Lanes2(x.x - 10, x.y)
    return inverseDistance(a) + inverseDistance(b)
  }

  @inline(__always)
  static func inverseDistance<T: Scalar>(_ v: Lanes2<T>) -> T {
    .reciprocal(.sqrt(.square(v.x) + .square(v.y)))
  }

  /// The square of the place where the particle meets the axis `y = 0`, by Euler's method.
  @inline(__always)
  static func miss<Inner: PlaneGradient>(_ w: Inner.T, _ inner: Inner.Type) -> Inner.T {
    typealias T = Inner.T
    let step: T = 0.1
    let control = Inner.constant(w)
    var x = Lanes2<T>(0, 8)
    var v = Lanes2<T>(0.75, 0)
    while true {
      let slope = Inner.gradient(at: x) { x in potential(x, control) }
      x += v.scaled(by: step)
      if x.y <= 0 { return .square(x.x + -x.y / v.y * v.x) }
      v -= slope.scaled(by: step)
    }
  }

  static func forward<Inner: PlaneGradient, Plain: PlaneGradient>(
    _ w: Double, _ plain: Plain.Type, _ inner: Inner.Type
  ) -> Double where Plain.T == Double, Inner.T == Dual<Double> {
    argmin(from: w, of: { miss($0, plain) }) { w in Forward.derivative(at: w) { miss($0, inner) } }
  }

  static func reverse<Inner: PlaneGradient, Plain: PlaneGradient>(
    _ w: Double, _ plain: Plain.Type, _ inner: Inner.Type
  ) -> Double where Plain.T == Double, Inner.T == Variable<Double> {
    argmin(from: w, of: { miss($0, plain) }) { w in Reverse.derivative(at: w) { miss($0, inner) } }
  }

  static func evaluate(
    _ function: String, _ input: JSON, _ stopwatch: inout Stopwatch
  ) throws(ToolError) -> JSON {
    let w = try input["w"].number
    switch function {
    case "ff":
      return .number(
        stopwatch.time {
          forward(w, ForwardGradient<Double>.self, ForwardGradient<Dual<Double>>.self)
        })
    case "fr":
      return .number(
        stopwatch.time {
          forward(w, ReverseGradient<Double>.self, ReverseGradient<Dual<Double>>.self)
        })
    case "rf":
      return .number(
        stopwatch.time {
          reverse(w, ForwardGradient<Double>.self, ForwardGradient<Variable<Double>>.self)
        })
    case "rr":
      return .number(
        stopwatch.time {
          reverse(w, ReverseGradient<Double>.self, ReverseGradient<Variable<Double>>.self)
        })
    default: throw ToolError(unknown: function)
    }
  }
}
