// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Memory that holds the elements of an array and is freed with the last reference to it.
///
/// A buffer is written once, before anyone else sees it, and only read afterwards: that is what
/// makes sharing it between threads safe. It is one allocation, the elements behind the object.
@usableFromInline
final class Buffer: ManagedBuffer<Int, UInt8> {
  /// Whole cache lines for vectors; a number alone needs no more than itself.
  @usableFromInline static let alignment = 64
  @usableFromInline static let small = 64

  /// Memory of `byteCount` bytes whose contents are not set.
  @inlinable
  static func uninitialized(byteCount: Int) -> Buffer {
    let room = byteCount < small ? max(byteCount, 8) : byteCount + alignment
    let buffer = create(minimumCapacity: room) { _ in byteCount }
    return unsafeDowncast(buffer, to: Buffer.self)
  }

  /// The memory. Whoever uses it keeps the buffer alive meanwhile.
  @inlinable
  var memory: UnsafeMutableRawPointer {
    withUnsafeMutablePointers { byteCount, elements in
      let start = UnsafeMutableRawPointer(elements)
      return byteCount.pointee < Buffer.small ? start : start.alignedUp(toMultipleOf: Buffer.alignment)
    }
  }
}
