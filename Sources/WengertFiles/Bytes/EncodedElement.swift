// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The type of the elements of an array in a file; each is read as one of those of `StoredArray`.
enum EncodedElement {
  case bool
  case int8
  case int16
  case int32
  case int64
  case uint8
  case uint16
  case uint32
  case uint64
  case float16
  case bfloat16
  case float32
  case float64

  /// The encoding of a `StoredArray`'s own elements.
  init(_ type: StoredArray.ElementType) {
    self =
      switch type {
      case .bool: .bool
      case .int32: .int32
      case .int64: .int64
      case .float32: .float32
      case .float64: .float64
      }
  }

  /// The number of bytes of one element in the file.
  var width: Int {
    switch self {
    case .bool, .int8, .uint8: 1
    case .int16, .uint16, .float16, .bfloat16: 2
    case .int32, .uint32, .float32: 4
    case .int64, .uint64, .float64: 8
    }
  }

  /// The type that holds every value, but for large ones of `uint64`.
  var type: StoredArray.ElementType {
    switch self {
    case .bool: .bool
    case .int8, .int16, .uint8, .uint16, .int32: .int32
    case .uint32, .int64, .uint64: .int64
    case .float16, .bfloat16, .float32: .float32
    case .float64: .float64
    }
  }

  /// Takes the bytes of `count` elements and makes them those of a `StoredArray`.
  func decode(
    _ reader: inout ByteReader, count: Int, isBigEndian: Bool = false
  ) throws(FileError) -> [UInt8] {
    let start = reader.position
    let elements = EncodedElements(
      bytes: try reader.take(count * width, "the elements"), count: count,
      isBigEndian: isBigEndian)
    switch self {
    case .bool: return elements.converted { (bits: UInt8) in UInt8(bits == 0 ? 0 : 1) }
    case .int8: return elements.converted { (value: Int8) in Int32(value) }
    case .uint8: return elements.converted { (value: UInt8) in Int32(value) }
    case .int16: return elements.converted { (value: Int16) in Int32(value) }
    case .uint16: return elements.converted { (value: UInt16) in Int32(value) }
    case .uint32: return elements.converted { (value: UInt32) in Int64(value) }
    case .int32, .float32:
      return isBigEndian
        ? elements.converted { (bits: UInt32) in bits } : [UInt8](elements.bytes)
    case .int64, .float64:
      return isBigEndian
        ? elements.converted { (bits: UInt64) in bits } : [UInt8](elements.bytes)
    case .float16: return elements.converted { Float(halfPrecision: $0).bitPattern }
    case .bfloat16: return elements.converted { (bits: UInt16) in UInt32(bits) << 16 }
    case .uint64:
      for index in 0..<count where elements.value(index, as: UInt64.self) > UInt64(Int64.max) {
        throw reader.unsupported(
          "the element \(elements.value(index, as: UInt64.self)) is too large for int64",
          at: start + 8 * index)
      }
      return elements.converted { (value: UInt64) in Int64(value) }
    }
  }
}

/// Elements in the byte order of a file.
private struct EncodedElements {
  let bytes: UnsafeRawBufferPointer
  let count: Int
  let isBigEndian: Bool

  func value<Value: FixedWidthInteger>(_ index: Int, as: Value.Type) -> Value {
    let bits = bytes.loadUnaligned(
      fromByteOffset: index * MemoryLayout<Value>.size, as: Value.self)
    return isBigEndian ? Value(bigEndian: bits) : Value(littleEndian: bits)
  }

  func converted<Source: FixedWidthInteger, Target: FixedWidthInteger>(
    _ transform: (Source) -> Target
  ) -> [UInt8] {
    littleEndianBytes(count: count) { transform(value($0, as: Source.self)) }
  }
}

extension Float {
  /// The value of a number of half precision, from its bits. (`Float16` is not on every platform.)
  init(halfPrecision bits: UInt16) {
    let sign = UInt32(bits & 0x8000) << 16
    // Exponent and fraction, in the places where a `Float` has them.
    let magnitude = UInt32(bits & 0x7FFF) << 13
    if bits & 0x7C00 == 0x7C00 {
      self.init(bitPattern: sign | 0x7F80_0000 | magnitude)  // infinity or NaN
    } else {
      // The biases of the exponents differ by 112; the product is exact, for subnormals too.
      let value = Float(bitPattern: magnitude) * 0x1p112
      self.init(bitPattern: sign | value.bitPattern)
    }
  }
}
