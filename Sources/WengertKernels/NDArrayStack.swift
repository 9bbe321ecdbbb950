// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// An array that is made of arrays of one type, one after the other along a new first axis.
package struct NDArrayStack {
  // Nobody else sees the buffer before `array` is asked for, and nothing is written afterwards.
  private let buffer: Buffer
  private let shape: Shape
  private let dtype: DType
  /// How many bytes one array has.
  package let partBytes: Int

  /// Room for `count` arrays.
  package init(_ count: Int, of shape: Shape, _ dtype: DType) {
    self.shape = Shape([count] + shape.dimensions)
    self.dtype = dtype
    partBytes = shape.elementCount * dtype.byteCount
    buffer = Buffer.uninitialized(byteCount: count * partBytes)
  }

  /// Where the first array begins, whose elements and those of all others are set before ``array`` is
  /// used; whoever sets them keeps the stack alive.
  package var memory: UnsafeMutableRawPointer { buffer.memory }

  package var array: NDArray { NDArray(shape: shape, dtype: dtype, buffer: buffer) }
}
