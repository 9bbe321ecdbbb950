// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

extension Tensor {
  /// The `p`-norm `(Σ |x|ᵖ)^(1/p)` of the elements along `axes`, of all of them for nil.
  ///
  /// The limits are the greatest magnitude for ∞, the least for −∞, and the number of elements that
  /// are not zero for 0. The derivative of the norm of zeros is 0. Squares that are too large or
  /// too small for a number do no harm.
  ///
  /// ```swift
  /// Tensor([3e200, 4e200]).norm()            // 5e200
  /// Tensor([1.0, -7, 3]).norm(.infinity)     // 7
  /// ```
  ///
  /// - Parameter keepingAxes: Whether the axes stay, with length 1.
  public func norm(
    _ p: Double = 2, axes: [Int]? = nil, keepingAxes: Bool = false
  ) -> Tensor {
    let axes = normalized(axes: axes, "norm")
    return Tensor.abs(real).normOfMagnitudes(p, axes).keeping(keepingAxes, axes, of: shape)
  }

  /// The tensor divided by its `p`-norms along `axis`, or by `epsilon` where these are less.
  public func normalized(p: Double = 2, axis: Int = -1, epsilon: Double = 1e-12) -> Tensor {
    real / .maximum(norm(p, axes: [axis], keepingAxes: true), Tensor(epsilon))
  }

  /// The tensor with each of its parts at one place along `axis` made so much shorter that their
  /// `p`-norms are at most `limit`.
  ///
  /// - Parameter epsilon: Added to the norms that parts are divided by.
  public func renormalized(
    p: Double = 2, axis: Int, limit: Double, epsilon: Double = 0
  ) -> Tensor {
    let axis = normalized(axis: axis, "renormalized")
    let norms = norm(p, axes: shape.indices.filter { $0 != axis }, keepingAxes: true)
    let limit = Tensor(limit)
    return .select(norms .> limit, self * (limit / (norms + Tensor(epsilon))), self)
  }

  /// The norm of a tensor without negative elements.
  private func normOfMagnitudes(_ p: Double, _ axes: [Int]) -> Tensor {
    if p == 0 { return (self .!= 0).converted(to: dtype).reducedSum(axes) }
    if p == 1 { return reducedSum(axes) }
    if axes.contains(where: { shape[$0] == 0 }) {
      return reducedSum(axes) + Tensor(p < 0 ? .infinity : 0)
    }
    if p.isInfinite { return p > 0 ? max(axes: axes) : min(axes: axes) }
    // Divided by a power of two near the element that decides, no power over- or underflows, and no
    // digit is lost.
    let constant = withoutDerivative
    let scale = (p > 0 ? constant.max(axes: axes) : constant.min(axes: axes)).binade
    let sum = (self / scale.spread(axes, to: shape)).raised(to: p).reducedSum(axes)
    // The root is that of 1 where all are zero, whose infinite derivative is none of the norm's.
    let isZero = sum .== 0
    return scale * .select(isZero, 0, Tensor.select(isZero, 1, sum).raised(to: 1 / p))
  }

  /// The greatest power of two that is not above a positive number; 1 for others.
  private var binade: Tensor {
    let isOrdinary = (self .> 0) .&& isFinite
    return .exp2(.floor(.log2(.select(isOrdinary, self, 1))))
  }

  /// A power of numbers that are not negative.
  private func raised(to p: Double) -> Tensor {
    if p == 2 { return .square(self) }
    if p == 0.5 { return .sqrt(self) }
    guard let n = Int(exactly: p) else { return .power(self, Tensor(p)) }
    return .pow(self, n)
  }
}
