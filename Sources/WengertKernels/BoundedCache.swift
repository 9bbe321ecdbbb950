// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// What has been made, by what it was made for: up to a number of values; when there are more, all are
/// forgotten, and those in use live on.
package final class BoundedCache<Key: Hashable, Value>: Sendable {
  private let capacity: Int
  private let values = Locked<[Key: Value]>([:])

  package init(capacity: Int) { self.capacity = capacity }

  /// The value that is kept for a key.
  package subscript(key: Key) -> Value? { values.withLock { $0[key] } }

  /// Keeps a value, unless there is one for the key by now; the one that is kept.
  package func keep(_ value: Value, for key: Key) -> Value {
    values.withLock { values in
      if let known = values[key] { return known }
      if values.count >= capacity { values.removeAll() }
      values[key] = value
      return value
    }
  }
}
