// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertRuntime

/// Memory that holds the elements of an array and is freed with the last reference to it.
///
/// A buffer is written once, before anyone else sees it, and only read afterwards: that is what
/// makes sharing it between threads safe. It is one allocation, the elements behind the object; that of
/// a large one is a block of its own, which is used again.
@usableFromInline
final class Buffer: ManagedBuffer<BufferHeader, UInt8> {
  /// Whole cache lines for vectors; a number alone needs no more than itself.
  @usableFromInline static let alignment = 64
  @usableFromInline static let small = 64
  @usableFromInline static let large = 1 << 18

  /// Memory of `byteCount` bytes whose contents are not set.
  // Inlined, so that the class is known where `create` is called: Embedded Swift needs that.
  @inlinable
  static func uninitialized(byteCount: Int) -> Buffer {
    let block = byteCount >= large ? takeBlock(byteCount) : nil
    let room = block != nil ? 0 : byteCount < small ? max(byteCount, 8) : byteCount + alignment
    let buffer = create(minimumCapacity: room) { _ in
      BufferHeader(byteCount: byteCount, block: block)
    }
    return unsafeDowncast(buffer, to: Buffer.self)
  }

  @usableFromInline
  static func takeBlock(_ byteCount: Int) -> UnsafeMutableRawPointer? {
    wengert_memory_take(byteCount)
  }

  var byteCount: Int {
    // Access through `header` would be checked when the program runs.
    withUnsafeMutablePointerToHeader { $0.pointee.byteCount }
  }

  deinit {
    if let block = header.block { wengert_memory_give(block, header.byteCount) }
  }

  /// The memory. Whoever uses it keeps the buffer alive meanwhile.
  @inlinable
  var memory: UnsafeMutableRawPointer {
    withUnsafeMutablePointers { header, elements in
      if let block = header.pointee.block { return block }
      let start = UnsafeMutableRawPointer(elements)
      return header.pointee.byteCount < Buffer.small
        ? start : start.alignedUp(toMultipleOf: Buffer.alignment)
    }
  }
}

/// What stands before the elements of a buffer.
@usableFromInline
struct BufferHeader {
  @usableFromInline let byteCount: Int
  /// The block of a large buffer.
  @usableFromInline let block: UnsafeMutableRawPointer?

  @usableFromInline
  init(byteCount: Int, block: UnsafeMutableRawPointer?) {
    self.byteCount = byteCount
    self.block = block
  }
}
