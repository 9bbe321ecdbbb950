// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Reading and adding at places that are known only when the program runs.
extension NDArray {
  /// The parts of this array, of shape `batch + [n] + part`, that `indices`, of shape
  /// `batch + places`, name along the axis of length `n`: an array of shape
  /// `batch + places + part`.
  public func gathered(_ indices: NDArray, batchRank: Int) -> NDArray {
    dtype.accept(GatherKernel(source: self, indices: indices, batchRank: batchRank))
  }

  private struct GatherKernel: DTypeVisitor {
    let source: NDArray
    let indices: NDArray
    let batchRank: Int

    func visit<T: ArrayElement>(_ type: T.Type) -> NDArray {
      let places = Places(of: source.shape, indices, batchRank, "gather")
      let shape = Shape(
        indices.shape.dimensions + source.shape.dimensions[(batchRank + 1)...])
      return source.withElements(T.self) { x in
        NDArray(shape) { (result: UnsafeMutableBufferPointer<T>) in
          places.forEach { place, start in
            for i in 0..<places.part { result[place * places.part + i] = x[start + i] }
          }
        }
      }
    }
  }

  /// The transpose of ``gathered(_:batchRank:)``: zeros of shape `batch + [n] + part`, to whose
  /// parts those of this array, of shape `batch + places + part`, are added.
  public func scatterSum(_ indices: NDArray, into shape: Shape, batchRank: Int) -> NDArray {
    dtype.acceptFloat(
      ScatterKernel(source: self, indices: indices, shape: shape, batchRank: batchRank))
  }

  private struct ScatterKernel: FloatVisitor {
    let source: NDArray
    let indices: NDArray
    let shape: Shape
    let batchRank: Int

    func visit<T: KernelScalar>(_ type: T.Type) -> NDArray {
      let places = Places(of: shape, indices, batchRank, "scatter")
      return source.withElements(T.self) { x in
        NDArray(shape) { (result: UnsafeMutableBufferPointer<T>) in
          result.initialize(repeating: 0)
          places.forEach { place, start in
            for i in 0..<places.part { result[start + i] += x[place * places.part + i] }
          }
        }
      }
    }
  }

  /// Where each index points to.
  struct Places {
    let indices: NDArray
    let batch: Int
    let length: Int
    let part: Int
    let name: StaticString

    init(of shape: Shape, _ indices: NDArray, _ batchRank: Int, _ name: StaticString) {
      (batch, length, part) = shape.split(at: batchRank)
      self.indices = indices
      self.name = name
    }

    @inline(__always)
    func forEach(_ body: (_ place: Int, _ start: Int) -> Void) {
      indices.withElements(Int64.self) { indices in
        let count = batch == 0 ? 0 : indices.count / batch
        for b in 0..<batch {
          for k in 0..<count {
            let index = Int(indices[b * count + k])
            precondition(
              index >= 0 && index < length,
              "\(name): index \(index) is outside an axis of length \(length).")
            body(b * count + k, (b * length + index) * part)
          }
        }
      }
    }
  }

  /// The order that sorts the elements along the last axis, equal ones as they stand; nan is
  /// greater than every number.
  public func sortingOrder(descending: Bool) -> NDArray {
    dtype.accept(SortKernel(array: self, descending: descending))
  }

  private struct SortKernel: DTypeVisitor {
    let array: NDArray
    let descending: Bool

    func visit<T: ArrayElement>(_ type: T.Type) -> NDArray {
      let length = array.shape.last ?? 1
      return array.withElements(T.self) { x in
        NDArray(array.shape) { (result: UnsafeMutableBufferPointer<Int64>) in
          for row in 0..<(length == 0 ? 0 : x.count / length) {
            let values = x[(row * length)..<((row + 1) * length)].map { $0.double }
            var order = Array(0..<length)
            // `sort` is stable in practice but does not promise it: ties are broken by place.
            order.sort { i, j in
              let (a, b) = descending ? (values[j], values[i]) : (values[i], values[j])
              return precedes(a, b) || (!precedes(b, a) && i < j)
            }
            for k in 0..<length { result[row * length + k] = Int64(order[k]) }
          }
        }
      }
    }

    private func precedes(_ a: Double, _ b: Double) -> Bool { a < b || (b.isNaN && !a.isNaN) }
  }

  /// Where the greatest (or least) element of each row along the last axis is: the first of equal
  /// ones, and the first nan if there is one.
  public func argument(maximum: Bool) -> NDArray {
    dtype.accept(ArgumentKernel(array: self, maximum: maximum))
  }

  private struct ArgumentKernel: DTypeVisitor {
    let array: NDArray
    let maximum: Bool

    func visit<T: ArrayElement>(_ type: T.Type) -> NDArray {
      let (rows, length, _) = array.shape.split(at: array.shape.rank - 1)
      return array.withElements(T.self) { x in
        NDArray(Shape(Array(array.shape.dropLast()))) {
          (result: UnsafeMutableBufferPointer<Int64>) in
          for row in 0..<rows {
            var best = 0
            for k in 0..<length {
              let value = x[row * length + k].double
              let top = x[row * length + best].double
              if !top.isNaN, value.isNaN || (maximum ? value > top : value < top) { best = k }
            }
            result[row] = Int64(best)
          }
        }
      }
    }
  }
}
