// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// A saddle point of `x² − y²` for pairs `x` and `y`, by a descent in `x` of what an ascent in `y`
/// reaches; the outer gradient goes through the inner ascent.
enum Saddle: Eval {
  @inline(__always)
  static func f<T: Scalar>(_ x: Lanes2<T>, _ y: Lanes2<T>) -> T {
    (.square(x.x) + .square(x.y)) - (.square(y.x) + .square(y.y))
  }

  /// The `y` that makes `f(x, y)` greatest.
  @inline(__always)
  static func ascent<Inner: PlaneGradient>(
    from start: Lanes2<Double>, at x: Lanes2<Inner.T>, _ inner: Inner.Type
  ) -> Lanes2<Inner.T> {
    let point = Lanes2(Inner.constant(x.x), Inner.constant(x.y))
    return argmin(from: Lanes2(Inner.T(start.x), Inner.T(start.y)), of: { -f(x, $0) }) { y in
      Inner.gradient(at: y) { y in -f(point, y) }
    }
  }

  @inline(__always)
  static func greatest<Inner: PlaneGradient>(
    _ start: Lanes2<Double>, at x: Lanes2<Inner.T>, _ inner: Inner.Type
  ) -> Inner.T {
    f(x, ascent(from: start, at: x, inner))
  }

  static func solve<Outer: PlaneGradient, Inner: PlaneGradient, Plain: PlaneGradient>(
    _ start: Lanes2<Double>, _ outer: Outer.Type, _ inner: Inner.Type, _ plain: Plain.Type
  ) -> [Double] where Outer.T == Double, Inner.T == Outer.Active, Plain.T == Double {
    let x = argmin(from: start, of: { greatest(start, at: $0, plain) }) { x in
      outer.gradient(at: x) { x in greatest(start, at: x, inner) }
    }
    let y = ascent(from: start, at: x, plain)
    return [x.x, x.y, y.x, y.y]
  }

  static func evaluate(
    _ function: String, _ input: JSON, _ stopwatch: inout Stopwatch
  ) throws(ToolError) -> JSON {
    let coordinates = try input["start"].numbers(2)
    let start = Lanes2(coordinates[0], coordinates[1])
    typealias F = ForwardGradient
    typealias R = ReverseGradient
    switch function {
    case "ff":
      return .numbers(
        stopwatch.time { solve(start, F<Double>.self, F<F<Double>.Active>.self, F<Double>.self) })
    case "fr":
      return .numbers(
        stopwatch.time { solve(start, F<Double>.self, R<F<Double>.Active>.self, R<Double>.self) })
    case "rf":
      return .numbers(
        stopwatch.time { solve(start, R<Double>.self, F<R<Double>.Active>.self, F<Double>.self) })
    case "rr":
      return .numbers(
        stopwatch.time { solve(start, R<Double>.self, R<R<Double>.Active>.self, R<Double>.self) })
    default: throw ToolError(unknown: function)
    }
  }
}
