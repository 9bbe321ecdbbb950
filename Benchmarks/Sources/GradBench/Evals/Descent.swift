// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// The descent that the evals particle and saddle prescribe: a step that grows after ten successes and
/// shrinks after every failure. The points are numbers or pairs of them.
///
/// - Returns: The point at which the gradient, or the next step, is as good as zero.
@inline(__always)
func argmin<T: Scalar, Point: TangentSpace>(
  from start: Point, of f: (Point) -> T, gradient: (Point) -> Point
) -> Point where Point.Coefficient == T {
  func norm(_ v: Point) -> T {
    .sqrt((0..<Point.laneCount).reduce(0) { $0 + .square(v[lane: $1]) })
  }
  var x = start
  var value = f(x)
  var slope = gradient(x)
  var step: T = 1e-5
  var successes = 0
  while norm(slope) > 1e-5 {
    if successes == 10 {
      step *= 2
      successes = 0
      continue
    }
    let next = x - slope.scaled(by: step)
    if norm(x - next) <= 1e-5 { break }
    let nextValue = f(next)
    if nextValue < value {
      (x, value, slope) = (next, nextValue, gradient(next))
      successes += 1
    } else {
      step /= 2
      successes = 0
    }
  }
  return x
}

extension LanePair {
  /// The coordinates of a point in the plane.
  @inline(__always) var x: Half { first }
  @inline(__always) var y: Half { second }
}

/// A way to take the gradient of a function of two numbers of type `T`: forward or reverse mode.
protocol PlaneGradient<T> {
  associatedtype T: Scalar
  associatedtype Active: Scalar
  /// A number as a constant.
  static func constant(_ x: T) -> Active
  static func gradient(at point: Lanes2<T>, of f: (Lanes2<Active>) -> Active) -> Lanes2<T>
}

enum ForwardGradient<T: Scalar>: PlaneGradient {
  typealias Active = DualNumber<T, Lanes2<T>>

  @inline(__always) static func constant(_ x: T) -> Active { Active(constant: x) }

  @inline(__always)
  static func gradient(at point: Lanes2<T>, of f: (Lanes2<Active>) -> Active) -> Lanes2<T> {
    f(
      Lanes2(
        Active(point.x, tangent: Lanes2(1, 0)), Active(point.y, tangent: Lanes2(0, 1)))
    ).tangent
  }
}

enum ReverseGradient<T: Scalar>: PlaneGradient {
  typealias Active = Variable<T>

  @inline(__always) static func constant(_ x: T) -> Active { Active(constant: x) }

  @inline(__always)
  static func gradient(at point: Lanes2<T>, of f: (Lanes2<Active>) -> Active) -> Lanes2<T> {
    let (x, y) = ReverseMode<T>.gradient(at: point.x, point.y) { x, y in f(Lanes2(x, y)) }
    return Lanes2(x, y)
  }
}
