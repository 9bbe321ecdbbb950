// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Memory that holds the elements of an array and is freed with the last reference to it.
///
/// A buffer is written once, before anyone else sees it, and only read afterwards: that is what
/// makes sharing it between threads safe.
public final class Buffer: @unchecked Sendable {
  /// The memory. Whoever uses it keeps the buffer alive meanwhile.
  @usableFromInline let memory: UnsafeMutableRawPointer
  @usableFromInline let byteCount: Int

  /// Memory whose contents are not set.
  @inlinable
  init(uninitializedByteCount byteCount: Int) {
    // Whole cache lines for vectors; numbers need no more than themselves.
    memory = .allocate(byteCount: max(byteCount, 8), alignment: byteCount >= 64 ? 64 : 8)
    self.byteCount = byteCount
  }

  deinit { memory.deallocate() }
}
