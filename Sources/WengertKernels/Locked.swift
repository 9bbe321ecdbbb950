// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

#if hasFeature(Embedded)
  /// A value that only one thread uses at a time; there is only one.
  package final class Locked<Value>: @unchecked Sendable {
    private var value: Value
    package init(_ value: Value) { self.value = value }
    package func withLock<R>(_ body: (inout Value) -> R) -> R { body(&value) }
  }
#else
  import Synchronization

  /// A value that only one thread uses at a time.
  package final class Locked<Value>: @unchecked Sendable {
    private let lock = Mutex<Void>(())
    // Touched only while `lock` is held.
    private var value: Value

    package init(_ value: Value) { self.value = value }

    package func withLock<R>(_ body: (inout Value) -> R) -> R {
      lock.withLock { _ in body(&value) }
    }
  }
#endif
