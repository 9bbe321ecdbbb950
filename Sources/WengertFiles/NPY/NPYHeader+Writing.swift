// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension NPYHeader {
  /// The header of an array, byte for byte as NumPy writes it.
  static func bytes(of array: StoredArray) -> [UInt8] {
    let name =
      switch array.type {
      case .bool: "|b1"
      case .int32: "<i4"
      case .int64: "<i8"
      case .float32: "<f4"
      case .float64: "<f8"
      }
    let lengths = array.shape.map { String($0) }
    let tuple = lengths.count == 1 ? "(\(lengths[0]),)" : "(\(lengths.joined(separator: ", ")))"
    var text = "{'descr': '\(name)', 'fortran_order': False, 'shape': \(tuple), }"
    // NumPy leaves room for the first axis to grow to 21 digits in place.
    if let first = lengths.first { text += String(repeating: " ", count: 21 - first.utf8.count) }

    // The elements start at a multiple of 64, after spaces (one at least) and the end of the line.
    let isLong = text.utf8.count > Int(UInt16.max) - 64
    let prefix = isLong ? 12 : 10
    let end = (prefix + text.utf8.count + 1) / 64 * 64 + 64
    text += String(repeating: " ", count: end - prefix - text.utf8.count - 1) + "\n"

    var bytes = magic + [isLong ? 2 : 1, 0]
    if isLong {
      bytes.append(littleEndian: UInt32(text.utf8.count))
    } else {
      bytes.append(littleEndian: UInt16(text.utf8.count))
    }
    return bytes + text.utf8
  }
}
