// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

infix operator .< : ComparisonPrecedence
infix operator .<= : ComparisonPrecedence
infix operator .> : ComparisonPrecedence
infix operator .>= : ComparisonPrecedence
infix operator .== : ComparisonPrecedence
infix operator .!= : ComparisonPrecedence
infix operator .&& : LogicalConjunctionPrecedence
infix operator .|| : LogicalDisjunctionPrecedence

/// Comparisons element by element; the result is a tensor of bools.
extension Tensor {
  public static func .< (x: Tensor, y: Tensor) -> Tensor { compare(.less, x, y) }
  public static func .<= (x: Tensor, y: Tensor) -> Tensor { compare(.lessOrEqual, x, y) }
  public static func .> (x: Tensor, y: Tensor) -> Tensor { compare(.less, y, x) }
  public static func .>= (x: Tensor, y: Tensor) -> Tensor { compare(.lessOrEqual, y, x) }
  public static func .== (x: Tensor, y: Tensor) -> Tensor { compare(.equal, x, y) }
  public static func .!= (x: Tensor, y: Tensor) -> Tensor { !compare(.equal, x, y) }

  private static func compare(_ comparison: Elementwise, _ x: Tensor, _ y: Tensor) -> Tensor {
    let (x, y) = promoted(x, y)
    return elementwise(comparison, [x, y])
  }

  /// Whether both are true (not zero).
  public static func .&& (x: Tensor, y: Tensor) -> Tensor { elementwise(.and, [x.mask, y.mask]) }

  /// Whether one of them is true (not zero), or both.
  public static func .|| (x: Tensor, y: Tensor) -> Tensor { elementwise(.or, [x.mask, y.mask]) }

  /// Whether exactly one of them is true (not zero).
  public static func .^ (x: Tensor, y: Tensor) -> Tensor {
    elementwise(.exclusiveOr, [x.mask, y.mask])
  }

  /// Where the elements are false (zero).
  public static prefix func ! (x: Tensor) -> Tensor { elementwise(.not, [x.mask]) }

  /// Where the elements are not numbers.
  public var isNaN: Tensor { self .!= self }

  /// Where the elements are neither infinite nor nan.
  public var isFinite: Tensor { .abs(self) .< Tensor(.infinity) }
}
