// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension NDArray {
  /// The greatest (or least) of the parts of this array, of shape `batch + places + part`, that
  /// `indices`, of shape `batch + places`, send to each place of an array of shape
  /// `batch + [n] + part`; where none is sent, the number that every other exceeds (or that exceeds
  /// every other). A nan exceeds all.
  public func scatterExtreme(
    maximum: Bool, _ indices: NDArray, into shape: Shape, batchRank: Int
  ) -> NDArray {
    dtype.accept(
      ScatterExtremeKernel(
        source: self, indices: indices, shape: shape, batchRank: batchRank, maximum: maximum))
  }
}

private struct ScatterExtremeKernel: DTypeVisitor {
  let source: NDArray
  let indices: NDArray
  let shape: Shape
  let batchRank: Int
  let maximum: Bool

  func visit<T: ArrayElement>(_ type: T.Type) -> NDArray {
    if T.dtype.isFloatingPoint {
      return extreme(start: T(nearest: maximum ? -Double.infinity : .infinity)) { (x: T, y: T) in
        x.double.isNaN || (maximum ? x.double > y.double : x.double < y.double)
      }
    }
    // A bool becomes 0 or 1, of which a greatest is at least 0.
    let start = T.dtype == .bool ? (maximum ? 0 : 1) : maximum ? Int64.min : .max
    return extreme(start: T(nearest: start)) { (x: T, y: T) in
      maximum ? x.integer > y.integer : x.integer < y.integer
    }
  }

  private func extreme<T: ArrayElement>(start: T, _ exceeds: (T, T) -> Bool) -> NDArray {
    let places = NDArray.Places(of: shape, indices, batchRank, "scatter")
    return source.withElements(T.self) { x in
      NDArray(shape) { (result: UnsafeMutableBufferPointer<T>) in
        result.initialize(repeating: start)
        places.forEach { place, row in
          let source = place * places.part
          for i in 0..<places.part where exceeds(x[source + i], result[row + i]) {
            result[row + i] = x[source + i]
          }
        }
      }
    }
  }
}
