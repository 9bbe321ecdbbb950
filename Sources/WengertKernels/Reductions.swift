// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// What a reduction makes of many numbers.
public enum Reduction: UInt8, Hashable, Sendable, CaseIterable {
  case sum, product, maximum, minimum

  public var name: String {
    switch self {
    case .sum: "sum"
    case .product: "prod"
    case .maximum: "max"
    case .minimum: "min"
    }
  }
}

extension NDArray {
  /// The array with the elements along `axes` reduced to one; these axes disappear.
  ///
  /// Sums of floating-point numbers are pairwise: their error grows with the logarithm of the
  /// count. A maximum or minimum of numbers among which is a nan is nan.
  public func reduced(_ reduction: Reduction, axes: [Int]) -> NDArray {
    if dtype.isFloatingPoint && !self.shape.dimensions.contains(0) {
      return floatReduced(reduction, axes)
    }
    let (rows, shape) = rowsAlong(axes)
    return dtype.accept(ReductionKernel(reduction: reduction, rows: rows, shape: shape))
  }

  /// Axes of length 1 are left out, so that the numbers are those of a fused loop.
  private func floatReduced(_ reduction: Reduction, _ axes: [Int]) -> NDArray {
    let result = Shape(shape.indices.filter { !axes.contains($0) }.map { shape[$0] })
    let long = shape.indices.filter { shape[$0] != 1 }
    let reduced = long.indices.filter { axes.contains(long[$0]) }
    if reduced.isEmpty { return reshaped(result) }
    let isTrailing = reduced == Array((long.count - reduced.count)..<long.count)
    if isTrailing || reduced.last != long.count - 1 {
      return reshaped(Shape(long.map { shape[$0] }))
        .loopReduced(reduction, axes: reduced, shape: result)
    }
    return rowsAlong(axes).rows.loopReduced(reduction, axes: [1], shape: result)
  }

  /// The array as a matrix with the elements along `axes` in its rows, and the shape that is left.
  func rowsAlong(_ axes: [Int]) -> (rows: NDArray, shape: Shape) {
    let kept = shape.indices.filter { !axes.contains($0) }
    let shape = Shape(kept.map { self.shape[$0] })
    let isTrailing = kept == Array(0..<kept.count)
    let ordered = isTrailing ? self : transposed(kept + axes)
    let length = axes.reduce(1) { $0 * self.shape[$1] }
    return (ordered.reshaped([shape.elementCount, length]), shape)
  }

  private struct ReductionKernel: DTypeVisitor {
    let reduction: Reduction
    let rows: NDArray
    let shape: Shape

    func visit<T: ArrayElement>(_ type: T.Type) -> NDArray {
      switch T.dtype {
      case .float32, .float64: float()
      case .int32: integer(Int32.self)
      case .int64: integer(Int64.self)
      case .bool: bools()
      }
    }

    private func reduce<S: ArrayElement>(_ f: (UnsafePointer<S>, Int) -> S) -> NDArray {
      let length = rows.shape[1]
      return rows.withElements(S.self) { elements in
        NDArray(shape) { (result: UnsafeMutableBufferPointer<S>) in
          let start = elements.baseAddress.unsafelyUnwrapped
          for row in result.indices { result[row] = f(start + row * length, length) }
        }
      }
    }

    /// Of no numbers: what changes nothing.
    private func float() -> NDArray {
      NDArray(repeating: reduction.identity, shape: shape, dtype: rows.dtype)
    }

    private func integer<S: FixedWidthInteger & ArrayElement>(_ type: S.Type) -> NDArray {
      reduce { (x: UnsafePointer<S>, n) in
        var result: S =
          switch reduction {
          case .sum: 0
          case .product: 1
          case .maximum: .min
          case .minimum: .max
          }
        for i in 0..<n {
          switch reduction {
          case .sum: result = result &+ x[i]
          case .product: result = result &* x[i]
          case .maximum: result = max(result, x[i])
          case .minimum: result = min(result, x[i])
          }
        }
        return result
      }
    }

    /// The maximum of bools says whether any is true, the minimum whether all are.
    private func bools() -> NDArray {
      reduce { (x: UnsafePointer<Bool>, n) in
        switch reduction {
        case .maximum:
          for i in 0..<n where x[i] { return true }
          return false
        case .minimum:
          for i in 0..<n where !x[i] { return false }
          return true
        default: preconditionFailure("\(reduction.name) of bools: convert them to numbers first.")
        }
      }
    }
  }
}

/// The sum of `n` numbers, halves first, as far as blocks of 128 that are summed in eight lanes.
///
/// N. J. Higham, "The accuracy of floating point summation", SIAM J. Sci. Comput. 14 (1993).
func pairwiseSum<T: KernelScalar>(_ x: UnsafePointer<T>, _ n: Int) -> T {
  if n <= 128 {
    var lanes = (T(0), T(0), T(0), T(0))
    var i = 0
    while i + 4 <= n {
      lanes.0 += x[i]
      lanes.1 += x[i + 1]
      lanes.2 += x[i + 2]
      lanes.3 += x[i + 3]
      i += 4
    }
    while i < n {
      lanes.0 += x[i]
      i += 1
    }
    return (lanes.0 + lanes.1) + (lanes.2 + lanes.3)
  }
  let half = (n / 2 + 63) / 64 * 64
  return pairwiseSum(x, half) + pairwiseSum(x + half, n - half)
}
