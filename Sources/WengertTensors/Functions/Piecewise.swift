// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

// Functions with kinks and steps, element by element. Equal operands of a maximum or minimum share
// the derivative; that of |x| at 0, and that of every step, is 0.

/// `|x|`.
public func abs(_ x: Tensor) -> Tensor { .abs(x) }

/// −1, 0 or 1: the sign of `x`.
public func sign(_ x: Tensor) -> Tensor { .sign(x) }

/// The greatest integer not above `x`.
public func floor(_ x: Tensor) -> Tensor { .floor(x) }

/// The smallest integer not below `x`.
public func ceil(_ x: Tensor) -> Tensor { .ceil(x) }

/// The nearest integer, halves to the even one.
public func round(_ x: Tensor) -> Tensor { .round(x) }

/// The integer part.
public func trunc(_ x: Tensor) -> Tensor { .trunc(x) }

/// The larger of two numbers; nan if one of them is.
public func maximum(_ x: Tensor, _ y: Tensor) -> Tensor { .maximum(x, y) }

/// The smaller of two numbers; nan if one of them is.
public func minimum(_ x: Tensor, _ y: Tensor) -> Tensor { .minimum(x, y) }

/// ``maximum(_:_:)``, in place of the standard library's function, which compares values.
public func max(_ x: Tensor, _ y: Tensor) -> Tensor { .maximum(x, y) }

/// ``minimum(_:_:)``, in place of the standard library's function, which compares values.
public func min(_ x: Tensor, _ y: Tensor) -> Tensor { .minimum(x, y) }

/// The larger of two numbers; the other one if one is nan.
public func fmax(_ x: Tensor, _ y: Tensor) -> Tensor {
  .select(x.isNaN, y, .select(y.isNaN, x, .maximum(x, y)))
}

/// The smaller of two numbers; the other one if one is nan.
public func fmin(_ x: Tensor, _ y: Tensor) -> Tensor {
  .select(x.isNaN, y, .select(y.isNaN, x, .minimum(x, y)))
}

/// The magnitude of `x` with the sign of `y`.
public func copysign(_ x: Tensor, _ y: Tensor) -> Tensor { .copysign(x, y) }

/// The remainder of `x / y` with the sign of `y`: `x − y ⌊x / y⌋`.
public func modulo(_ x: Tensor, _ y: Tensor) -> Tensor { .modulo(x, y) }

/// The remainder of `x / y` with the sign of `x`, as C's `fmod` has it.
public func fmod(_ x: Tensor, _ y: Tensor) -> Tensor {
  let size = abs(y)
  return .select(x .< 0, -.modulo(-x, size), .modulo(x, size))
}

/// `x` brought between `lower` and `upper`; at a bound the derivative is shared with it.
public func clip(_ x: Tensor, _ lower: Tensor, _ upper: Tensor) -> Tensor {
  .clip(x, lower, upper)
}

/// The point that is `t` of the way from `x` to `y`: `x + t (y − x)`.
public func lerp(_ x: Tensor, _ y: Tensor, _ t: Tensor) -> Tensor { x + t * (y - x) }

extension Tensor {
  /// The elements brought into a range.
  ///
  /// ```swift
  /// Tensor([-2.0, 0.5, 3]).clamped(to: 0...1)        // [0, 0.5, 1]
  /// ```
  public func clamped(to range: ClosedRange<Double>) -> Tensor {
    .clip(self, Tensor(range.lowerBound), Tensor(range.upperBound))
  }

  /// The elements, none of them less than a bound: `x.clamped(to: 0...)`.
  public func clamped(to range: PartialRangeFrom<Double>) -> Tensor {
    .maximum(self, Tensor(range.lowerBound))
  }

  /// The elements, none of them greater than a bound: `x.clamped(to: ...1)`.
  public func clamped(to range: PartialRangeThrough<Double>) -> Tensor {
    .minimum(self, Tensor(range.upperBound))
  }
}
