// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Work on arrays in a table, which knows everything of them but their numbers: it takes addresses from the
/// table, and counts no references.
package protocol TableWork: AnyObject, Sendable {
  /// The places of what is read, and of what is made.
  var sources: [Int32] { get }
  var results: [Int32] { get }
  /// The memory that the results take.
  var resultByteCount: Int { get }

  /// Works on what is in the table, and puts the results there.
  func run(_ table: LoopValues)
}
