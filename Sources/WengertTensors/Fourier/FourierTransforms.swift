// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// Which of the two Fourier transforms of length `n` is divided by what.
public enum FourierNormalization: Sendable {
  /// The inverse is divided by `n`.
  case backward
  /// Both are divided by the root of `n`, so that norms are kept.
  case orthonormal
  /// The forward transform is divided by `n`.
  case forward

  /// The factor of a transform.
  fileprivate func factor(_ count: Int, isInverse: Bool) -> Double {
    switch self {
    case .orthonormal: 1 / Double(count).squareRoot()
    case .backward: isInverse ? 1 / Double(count) : 1
    case .forward: isInverse ? 1 : 1 / Double(count)
    }
  }

  /// The one that divides in the opposite direction.
  fileprivate var opposite: FourierNormalization {
    switch self {
    case .backward: .forward
    case .orthonormal: .orthonormal
    case .forward: .backward
    }
  }
}

/// The discrete Fourier transform `yₖ = Σⱼ xⱼ exp(−2π i j k / n)` along an axis.
///
/// Complex numbers are pairs of real ones along the last axis: `[…, n, …, 2]`. Axes are counted
/// without it: −1 is the last but the pairs.
///
/// ```swift
/// let spectrum = fft(complexPairs(signal))            // [n, 2]
/// let same = ifft(spectrum).realParts
/// ```
///
/// - Parameters:
///   - count: The length `n`; the numbers are cut off, or followed by zeros, to have it.
///   - axis: Where the numbers are.
/// - Complexity: proportional to `n log n` for every `n`.
public func fft(
  _ x: Tensor, count: Int? = nil, axis: Int = -1, normalization: FourierNormalization = .backward
) -> Tensor {
  x.fourier(count, axis, isInverse: false, normalization)
}

/// The inverse of ``fft(_:count:axis:normalization:)``: `xⱼ = (1/n) Σₖ yₖ exp(2π i j k / n)`.
public func ifft(
  _ x: Tensor, count: Int? = nil, axis: Int = -1, normalization: FourierNormalization = .backward
) -> Tensor {
  x.fourier(count, axis, isInverse: true, normalization)
}

/// The first `n/2 + 1` numbers of the Fourier transform of real numbers; the others are their
/// conjugates.
///
/// The result has pairs along a new last axis.
public func rfft(
  _ x: Tensor, count: Int? = nil, axis: Int = -1, normalization: FourierNormalization = .backward
) -> Tensor {
  let axis = x.normalized(axis: axis, "rfft")
  let all = fft(complexPairs(x), count: count, axis: axis, normalization: normalization)
  return all.sliced(axis: axis, from: 0, count: all.shape[axis] / 2 + 1)
}

/// The inverse of ``rfft(_:count:axis:normalization:)``: `n` real numbers from the first `n/2 + 1`
/// of their transform.
///
/// - Parameter count: The length `n` of the result, by default even.
public func irfft(
  _ x: Tensor, count: Int? = nil, axis: Int = -1, normalization: FourierNormalization = .backward
) -> Tensor {
  let axis = x.pairAxis(axis, "irfft")
  let n = count ?? 2 * (x.shape[axis] - 1)
  precondition(n > 0, "irfft: there is no transform of length \(n).")
  // A number and its conjugate at the opposite place have the same real part in the sum: one of
  // them is taken twice.
  let half = x.fitted(axis, n / 2 + 1)
  let weights = (0..<(n / 2 + 1)).map { $0 == 0 || 2 * $0 == n ? 1.0 : 2.0 }
  var shape = [Int](repeating: 1, count: half.rank)
  shape[axis] = weights.count
  let weighted = half * Tensor(weights, shape: Shape(shape)).converted(to: half.dtype)
  return ifft(weighted, count: n, axis: axis, normalization: normalization).realParts
}

/// The Fourier transform, which is real, of numbers of which the second half are the conjugates of
/// the first, which is given.
public func hfft(
  _ x: Tensor, count: Int? = nil, axis: Int = -1, normalization: FourierNormalization = .backward
) -> Tensor {
  irfft(x.conjugatePairs, count: count, axis: axis, normalization: normalization.opposite)
}

/// The inverse of ``hfft(_:count:axis:normalization:)``, for real numbers.
public func ihfft(
  _ x: Tensor, count: Int? = nil, axis: Int = -1, normalization: FourierNormalization = .backward
) -> Tensor {
  rfft(x, count: count, axis: axis, normalization: normalization.opposite).conjugatePairs
}

extension Tensor {
  /// One of the two transforms along an axis of complex numbers.
  fileprivate func fourier(
    _ count: Int?, _ axis: Int, isInverse: Bool, _ normalization: FourierNormalization
  ) -> Tensor {
    let axis = pairAxis(axis, "fft")
    let x = real.fitted(axis, count ?? shape[axis])
    let (shape, n) = (x.shape, x.shape[axis])
    precondition(n > 0, "fft: there is no transform of length \(n).")
    let before = Shape(Array(shape.dimensions[..<axis])).elementCount
    let after = Shape(Array(shape.dimensions[(axis + 1)...])).elementCount / 2
    let result = Tensor.apply(
      FourierRow(isInverse: isInverse).operation, [x.reshaped([before, n, after, 2])])
    let factor = normalization.factor(n, isInverse: isInverse)
    return (factor == 1 ? result : result * Tensor(factor)).reshaped(shape)
  }

  /// The axis counted from the front, where the last axis of pairs does not count.
  func pairAxis(_ axis: Int, _ operation: StaticString) -> Int {
    precondition(
      rank > 1 && shape[rank - 1] == 2,
      "\(operation): complex numbers are pairs along the last axis; found the shape \(shape).")
    precondition(
      axis >= 1 - rank && axis < rank - 1,
      "\(operation): there is no axis \(axis) of complex numbers in the shape \(shape).")
    return axis < 0 ? axis + rank - 1 : axis
  }

  /// The first `count` elements along an axis, followed by zeros if there are fewer.
  fileprivate func fitted(_ axis: Int, _ count: Int) -> Tensor {
    precondition(count > 0, "fft: there is no transform of length \(count).")
    return padded(shape.indices.map { (0, $0 == axis ? count - shape[$0] : 0) })
  }
}
