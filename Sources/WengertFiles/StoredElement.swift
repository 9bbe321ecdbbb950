// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A Swift type whose values are the elements of a `StoredArray`: `Bool`, `Int32`, `Int64`, `Float`
/// and `Double`.
package protocol StoredElement: Sendable {
  /// The bits of one element, as wide as the element in a file.
  associatedtype Bits: FixedWidthInteger & Sendable

  /// The element type of an array of such values.
  static var storedType: StoredArray.ElementType { get }

  /// The bits of the value.
  var storedBits: Bits { get }

  /// The value with the given bits.
  init(storedBits: Bits)
}

extension Bool: StoredElement {
  package static var storedType: StoredArray.ElementType { .bool }
  package var storedBits: UInt8 { self ? 1 : 0 }
  package init(storedBits: UInt8) { self = storedBits != 0 }
}

extension Int32: StoredElement {
  package static var storedType: StoredArray.ElementType { .int32 }
  package var storedBits: Int32 { self }
  package init(storedBits: Int32) { self = storedBits }
}

extension Int64: StoredElement {
  package static var storedType: StoredArray.ElementType { .int64 }
  package var storedBits: Int64 { self }
  package init(storedBits: Int64) { self = storedBits }
}

extension Float: StoredElement {
  package static var storedType: StoredArray.ElementType { .float32 }
  package var storedBits: UInt32 { bitPattern }
  package init(storedBits: UInt32) { self.init(bitPattern: storedBits) }
}

extension Double: StoredElement {
  package static var storedType: StoredArray.ElementType { .float64 }
  package var storedBits: UInt64 { bitPattern }
  package init(storedBits: UInt64) { self.init(bitPattern: storedBits) }
}

extension StoredArray {
  /// Creates an array from its elements in row-major order.
  ///
  /// - Parameter shape: The lengths of the axes; one axis if nil.
  /// - Precondition: There are as many elements as the shape asks for.
  package init<Element: StoredElement>(_ elements: [Element], shape: [Int]? = nil) {
    self.init(
      shape: shape ?? [elements.count], type: Element.storedType,
      bytes: littleEndianBytes(count: elements.count) { elements[$0].storedBits })
  }

  /// The elements in row-major order.
  ///
  /// ```
  /// StoredArray([1.5, 2]).elements(as: Double.self)  // [1.5, 2]
  /// ```
  ///
  /// - Precondition: `Element` is the type of the array's elements.
  package func elements<Element: StoredElement>(as: Element.Type = Element.self) -> [Element] {
    precondition(
      Element.storedType == type,
      "StoredArray.elements(as: \(Element.self)): the elements are of type \(type).")
    return bytes.withUnsafeBytes { bytes in
      (0..<bytes.count / type.width).map { index in
        let bits = bytes.loadUnaligned(
          fromByteOffset: index * type.width, as: Element.Bits.self)
        return Element(storedBits: Element.Bits(littleEndian: bits))
      }
    }
  }
}
