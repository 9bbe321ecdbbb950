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
    let (rows, shape) = rowsAlong(axes)
    return dtype.accept(ReductionKernel(reduction: reduction, rows: rows, shape: shape))
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
      case .float32: float(Float.self)
      case .float64: float(Double.self)
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

    private func float<S: KernelScalar>(_ type: S.Type) -> NDArray {
      switch reduction {
      case .sum: reduce(pairwiseSum as (UnsafePointer<S>, Int) -> S)
      case .product:
        reduce { (x: UnsafePointer<S>, n) in
          var product: S = 1
          for i in 0..<n { product *= x[i] }
          return product
        }
      case .maximum: reduce { (x: UnsafePointer<S>, n) in extreme(x, n, -S.infinity) { $0 > $1 } }
      case .minimum: reduce { (x: UnsafePointer<S>, n) in extreme(x, n, S.infinity) { $0 < $1 } }
      }
    }

    private func extreme<S: KernelScalar>(
      _ x: UnsafePointer<S>, _ n: Int, _ start: S, _ isBetter: (S, S) -> Bool
    ) -> S {
      var best = start
      for i in 0..<n {
        if x[i].isNaN { return x[i] }
        if isBetter(x[i], best) { best = x[i] }
      }
      return best
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
