// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Arrays as the bytes of their elements, as they lie in memory.
extension NDArray {
  /// An array from the bytes of its elements in row-major order.
  ///
  /// - Precondition: There are as many bytes as the shape and the type ask for; those of bools are 0
  ///   or 1.
  public init(bytes: [UInt8], shape: Shape, dtype: DType) {
    precondition(
      bytes.count == shape.elementCount * dtype.byteCount,
      "\(bytes.count) bytes are not an array of \(dtype)\(shape).")
    let buffer = Buffer.uninitialized(byteCount: bytes.count)
    bytes.withUnsafeBytes {
      buffer.memory.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(buffer.memory), byteCount: $0.count)
    }
    self.init(shape: shape, dtype: dtype, buffer: buffer)
  }

  /// The bytes of the elements in row-major order.
  public var bytes: [UInt8] {
    defer { withExtendedLifetime(buffer) {} }
    return Array(UnsafeRawBufferPointer(start: memory, count: count * dtype.byteCount))
  }
}
