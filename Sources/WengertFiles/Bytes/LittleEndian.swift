// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The bytes of `count` integers, little-endian, one after the other.
func littleEndianBytes<Value: FixedWidthInteger>(
  count: Int, _ value: (Int) -> Value
) -> [UInt8] {
  let width = MemoryLayout<Value>.size
  return [UInt8](unsafeUninitializedCapacity: count * width) { buffer, initialized in
    let buffer = UnsafeMutableRawBufferPointer(buffer)
    for index in 0..<count {
      buffer.storeBytes(
        of: value(index).littleEndian, toByteOffset: index * width, as: Value.self)
    }
    initialized = count * width
  }
}

extension [UInt8] {
  /// Appends an integer, little-endian.
  mutating func append<Value: FixedWidthInteger>(littleEndian value: Value) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }
}
