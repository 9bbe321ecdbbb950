// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Puts elements whose first axis varies fastest into row-major order.
func rowMajorBytes(fortranOrder bytes: [UInt8], shape: [Int], width: Int) -> [UInt8] {
  switch width {
  case 1: permuted(bytes, shape, as: UInt8.self)
  case 4: permuted(bytes, shape, as: UInt32.self)
  default: permuted(bytes, shape, as: UInt64.self)
  }
}

private func permuted<Unit: FixedWidthInteger>(
  _ bytes: [UInt8], _ shape: [Int], as: Unit.Type
) -> [UInt8] {
  // Without axes of length 1, at most every other step carries to the next axis, every fourth to
  // the one after it, and so on: two steps an element, whatever the rank.
  let lengths = shape.filter { $0 != 1 }
  var strides: [Int] = []
  var stride = 1
  for length in lengths {
    strides.append(stride)
    stride *= length
  }
  var index = [Int](repeating: 0, count: lengths.count)
  var source = 0
  return bytes.withUnsafeBytes { bytes in
    littleEndianBytes(count: bytes.count / MemoryLayout<Unit>.size) { _ in
      let unit = bytes.loadUnaligned(
        fromByteOffset: source * MemoryLayout<Unit>.size, as: Unit.self)
      for axis in lengths.indices.reversed() {
        index[axis] += 1
        source += strides[axis]
        if index[axis] < lengths[axis] { break }
        source -= strides[axis] * lengths[axis]
        index[axis] = 0
      }
      return Unit(littleEndian: unit)
    }
  }
}
