// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

internal import WengertRuntime

/// Memory for the length of a computation, which its thread keeps and uses again: fresh memory costs a
/// fault for every page that is touched.
enum Scratch {
  /// Calls `body` with room for `count` elements, which are not set, at the start of a cache line.
  @inline(__always)
  static func withMemory<T: BitwiseCopyable, R>(
    of _: T.Type, count: Int, _ body: (UnsafeMutablePointer<T>) -> R
  ) -> R {
    let scratch = wengert_scratch_take(max(count, 1) * MemoryLayout<T>.stride)
    defer { wengert_scratch_give(scratch) }
    return body(scratch.pointee.memory.bindMemory(to: T.self, capacity: max(count, 1)))
  }
}
