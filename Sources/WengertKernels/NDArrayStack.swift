// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// An array that is made of arrays of one type, one after the other along a new first axis.
package final class NDArrayStack {
  // Nobody else sees the buffer before `array` is asked for, and nothing is written afterwards.
  private let buffer: Buffer
  private let shape: Shape
  private let dtype: DType
  private let partBytes: Int

  /// Room for `count` arrays.
  package init(_ count: Int, of shape: Shape, _ dtype: DType) {
    self.shape = Shape([count] + shape.dimensions)
    self.dtype = dtype
    partBytes = shape.elementCount * dtype.byteCount
    buffer = Buffer.uninitialized(byteCount: count * partBytes)
  }

  /// Puts the elements of an array at a place; every place is set before ``array`` is used.
  package func set(_ place: Int, _ elements: UnsafeRawPointer) {
    (buffer.memory + place * partBytes).copyMemory(from: elements, byteCount: partBytes)
  }

  package var array: NDArray { NDArray(shape: shape, dtype: dtype, buffer: buffer) }
}
