// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Reading and summing through strides: what slices, transposes, repetitions, windows and
/// diagonals come to.
extension NDArray {
  /// The elements at `offset + Σ index[k] · strides[k]` for every index into `shape`.
  ///
  /// A large part of the array that is in one piece shares its memory.
  public func strided(shape: Shape, strides: [Int], offset: Int = 0) -> NDArray {
    let isWhole = shape.elementCount > 0 && shape.elementCount * 8 >= count
    if isWhole && zip(zip(strides, shape.strides), shape).allSatisfy({ $0.0 == $0.1 || $1 == 1 }) {
      return NDArray(
        shape: shape, dtype: dtype, buffer: buffer,
        byteOffset: byteOffset + offset * dtype.byteCount)
    }
    return dtype.accept(StridedCopy(source: self, shape: shape, strides: strides, offset: offset))
  }

  private struct StridedCopy: DTypeVisitor {
    let source: NDArray
    let shape: Shape
    let strides: [Int]
    let offset: Int

    func visit<T: ArrayElement>(_ type: T.Type) -> NDArray {
      source.withElements(T.self) { source in
        NDArray(shape) { (target: UnsafeMutableBufferPointer<T>) in
          guard let first = target.baseAddress, let elements = source.baseAddress else { return }
          StridedLoop(shape, strides, origin: offset).forEachRow { start, count, at, step in
            if step.0 == 1 {
              (first + start).update(from: elements + at.0, count: count)
              return
            }
            var position = at.0
            for i in start..<(start + count) {
              target[i] = source[position]
              position += step.0
            }
          }
        }
      }
    }
  }

  /// The transpose of ``strided(shape:strides:offset:)``: zeros of `result`'s shape, to which each
  /// element of this array is added at the place that it would be read from.
  public func stridedSum(into result: Shape, strides: [Int], offset: Int = 0) -> NDArray {
    dtype.acceptFloat(StridedSum(source: self, result: result, strides: strides, offset: offset))
  }

  private struct StridedSum: FloatVisitor {
    let source: NDArray
    let result: Shape
    let strides: [Int]
    let offset: Int

    func visit<T: KernelScalar>(_ type: T.Type) -> NDArray {
      source.withElements(T.self) { elements in
        NDArray(result) { (target: UnsafeMutableBufferPointer<T>) in
          target.initialize(repeating: 0)
          StridedLoop(source.shape, strides, origin: offset).forEachRow { start, count, at, step in
            var position = at.0
            for i in start..<(start + count) {
              target[position] += elements[i]
              position += step.0
            }
          }
        }
      }
    }
  }

  /// The array with its axes in another order: axis `k` of the result is axis `axes[k]` of this.
  public func transposed(_ axes: [Int]) -> NDArray {
    let own = shape.strides
    return strided(shape: Shape(axes.map { shape[$0] }), strides: axes.map { own[$0] })
  }

  /// The array repeated to `shape` by the rule of ``Shape/broadcast(_:_:)``.
  public func broadcast(to shape: Shape) -> NDArray {
    shape == self.shape ? self : strided(shape: shape, strides: self.shape.broadcastStrides(to: shape))
  }

  /// `shape` filled with `self` at `offset + Σ index[k] · strides[k]`, and `background` elsewhere.
  public func placed(in shape: Shape, strides: [Int], offset: Int, background: Double) -> NDArray {
    dtype.accept(
      Placement(source: self, shape: shape, strides: strides, offset: offset, value: background))
  }

  private struct Placement: DTypeVisitor {
    let source: NDArray
    let shape: Shape
    let strides: [Int]
    let offset: Int
    let value: Double

    func visit<T: ArrayElement>(_ type: T.Type) -> NDArray {
      source.withElements(T.self) { elements in
        NDArray(shape) { (target: UnsafeMutableBufferPointer<T>) in
          target.initialize(repeating: T(nearest: value))
          guard let first = target.baseAddress, let source = elements.baseAddress else { return }
          StridedLoop(self.source.shape, strides, origin: offset).forEachRow { start, count, at, step in
            if step.0 == 1 {
              (first + at.0).update(from: source + start, count: count)
              return
            }
            var position = at.0
            for i in start..<(start + count) {
              target[position] = elements[i]
              position += step.0
            }
          }
        }
      }
    }
  }

  /// The arrays one after the other along `axis`.
  public static func concatenated(_ parts: [NDArray], axis: Int) -> NDArray {
    parts[0].dtype.accept(Concatenation(parts: parts, axis: axis))
  }

  private struct Concatenation: DTypeVisitor {
    let parts: [NDArray]
    let axis: Int

    func visit<T: ArrayElement>(_ type: T.Type) -> NDArray {
      let first = parts[0].shape
      var length = 0
      for part in parts { length += part.shape[axis] }
      var dimensions = first.dimensions
      dimensions[axis] = length
      let inner = Shape(Array(first.dimensions[(axis + 1)...])).elementCount
      let outer = Shape(Array(first.dimensions[..<axis])).elementCount
      return NDArray(Shape(dimensions)) { (target: UnsafeMutableBufferPointer<T>) in
        var column = 0
        for part in parts {
          let width = part.shape[axis] * inner
          part.withElements(T.self) { elements in
            guard let first = target.baseAddress, let source = elements.baseAddress else { return }
            for row in 0..<outer {
              (first + row * length * inner + column)
                .update(from: source + row * width, count: width)
            }
          }
          column += width
        }
      }
    }
  }
}
