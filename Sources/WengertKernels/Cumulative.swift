// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

/// Running results along an axis.
extension NDArray {
  /// `yᵢ = x₀ + … + xᵢ` along `axis`.
  public func cumulativeSum(axis: Int) -> NDArray {
    switch dtype {
    case .int32: running(axis: axis, { $0 as Int32 }) { $0 &+ $1 }
    case .int64: running(axis: axis, { $0 as Int64 }) { $0 &+ $1 }
    case .float32: running(axis: axis, { $0 as Float }) { $0 + $1 }
    case .float64: running(axis: axis, { $0 as Double }) { $0 + $1 }
    case .bool: converted(to: .int64).cumulativeSum(axis: axis)
    }
  }

  /// `yᵢ = log(exp x₀ + … + exp xᵢ)` along `axis`, without overflow.
  public func cumulativeLogSumExp(axis: Int) -> NDArray {
    dtype.acceptFloat(CumulativeLogSumExp(array: self, axis: axis))
  }

  private struct CumulativeLogSumExp: FloatVisitor {
    let array: NDArray
    let axis: Int
    func visit<T: KernelScalar>(_ type: T.Type) -> NDArray {
      array.running(axis: axis, { $0 as T }) { .apply(ElementaryFunction.LogAddExp.self, $0, $1) }
    }
  }

  /// `y₀ = first(x₀)`, `yᵢ = next(yᵢ₋₁, xᵢ)` along `axis`.
  private func running<T: ArrayElement>(
    axis: Int, _ first: (T) -> T, _ next: (T, T) -> T
  ) -> NDArray {
    let (outer, length, inner) = shape.split(at: axis)
    return withElements(T.self) { x in
      NDArray(shape) { (y: UnsafeMutableBufferPointer<T>) in
        for o in 0..<outer {
          for k in 0..<length {
            let row = (o * length + k) * inner
            for i in row..<(row + inner) {
              y[i] = k == 0 ? first(x[i]) : next(y[i - inner], x[i])
            }
          }
        }
      }
    }
  }

  /// Where the greatest (or least) element so far is, along `axis`; the last of equal ones, and the
  /// first nan once there is one.
  public func cumulativeArgument(maximum: Bool, axis: Int) -> NDArray {
    dtype.accept(CumulativeArgument(array: self, maximum: maximum, axis: axis))
  }

  private struct CumulativeArgument: DTypeVisitor {
    let array: NDArray
    let maximum: Bool
    let axis: Int

    func visit<T: ArrayElement>(_ type: T.Type) -> NDArray {
      let (outer, length, inner) = array.shape.split(at: axis)
      return array.withElements(T.self) { x in
        NDArray(array.shape) { (result: UnsafeMutableBufferPointer<Int64>) in
          for o in 0..<outer {
            for i in 0..<inner {
              var best = 0
              for k in 0..<length {
                let value = x[(o * length + k) * inner + i].double
                let top = x[(o * length + best) * inner + i].double
                if !top.isNaN, value.isNaN || (maximum ? value >= top : value <= top) { best = k }
                result[(o * length + k) * inner + i] = Int64(best)
              }
            }
          }
        }
      }
    }
  }

  /// `y₀ = b₀`, `yᵢ = aᵢ yᵢ₋₁ + bᵢ` along `axis`.
  public static func recurrence(_ a: NDArray, _ b: NDArray, axis: Int) -> NDArray {
    a.dtype.acceptFloat(Recurrence(a: a, b: b, axis: axis))
  }

  private struct Recurrence: FloatVisitor {
    let a: NDArray
    let b: NDArray
    let axis: Int

    func visit<T: KernelScalar>(_ type: T.Type) -> NDArray {
      let (outer, length, inner) = a.shape.split(at: axis)
      return a.withElements(T.self) { a in
        b.withElements(T.self) { b in
          NDArray(self.a.shape) { (y: UnsafeMutableBufferPointer<T>) in
            for o in 0..<outer {
              for k in 0..<length {
                let row = (o * length + k) * inner
                for i in row..<(row + inner) {
                  y[i] = k == 0 ? b[i] : a[i] * y[i - inner] + b[i]
                }
              }
            }
          }
        }
      }
    }
  }
}

extension Shape {
  /// The number of elements before an axis, along it, and behind it.
  func split(at axis: Int) -> (outer: Int, length: Int, inner: Int) {
    var outer = 1
    var inner = 1
    for k in 0..<axis { outer *= self[k] }
    for k in (axis + 1)..<Swift.max(rank, axis + 1) { inner *= self[k] }
    return (outer, self[axis], inner)
  }
}
