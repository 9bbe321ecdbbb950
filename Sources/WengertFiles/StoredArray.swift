// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// An array as files hold it: a shape, an element type, and the elements' bytes.
///
/// ```
/// let weights = StoredArray([1.5, 2, 3, 4], shape: [2, 2])
/// try weights.writeNPY(to: url)
/// let again = try StoredArray(npy: url)  // equal to `weights`
/// ```
package struct StoredArray: Hashable, Sendable {
  /// The type of the elements of an array.
  package enum ElementType: String, CaseIterable, Hashable, Sendable {
    case bool
    case int32
    case int64
    case float32
    case float64

    /// The number of bytes of one element.
    package var width: Int {
      switch self {
      case .bool: 1
      case .int32, .float32: 4
      case .int64, .float64: 8
      }
    }
  }

  /// The lengths of the axes, none negative; empty for a single element.
  package let shape: [Int]

  /// The type of the elements.
  package let type: ElementType

  /// The elements in row-major order (the last axis varies fastest), little-endian; a Boolean is
  /// one byte, 0 or 1.
  package let bytes: [UInt8]

  /// Creates an array from the bytes of its elements.
  ///
  /// - Precondition: There are as many bytes as the shape and the type ask for.
  package init(shape: [Int], type: ElementType, bytes: [UInt8]) {
    precondition(
      Self.byteCount(of: shape, width: type.width) == bytes.count,
      "StoredArray: the shape \(shape) of \(type) does not describe \(bytes.count) bytes.")
    self.shape = shape
    self.type = type
    self.bytes = bytes
  }

  /// The number of bytes of an array, or nil if a length is negative or the number overflows.
  ///
  /// Axes of length 0 count as 1 in the test of overflow, so that every product of some of the
  /// lengths is safe to form.
  static func byteCount(of shape: [Int], width: Int) -> Int? {
    var product = width
    var isEmpty = false
    for length in shape {
      if length < 0 { return nil }
      isEmpty = isEmpty || length == 0
      let (next, overflows) = product.multipliedReportingOverflow(by: max(length, 1))
      if overflows { return nil }
      product = next
    }
    return isEmpty ? 0 : product
  }
}
