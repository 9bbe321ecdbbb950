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

  /// The same work, which may write results over what nothing needs afterwards.
  func reusing(_ isFree: (Int32) -> Bool) -> Self

  /// Works on what is in the table, and puts the results there.
  func run(_ table: LoopValues)
}

/// Work that can be done for some places of the first axis of its results at a time: part of a
/// ``LoopSequence``.
protocol SequencePart: TableWork {
  /// Makes the arrays of results that are needed in full, if they are not there already.
  func prepare(_ table: LoopValues, where isNeeded: (Int32) -> Bool)

  /// Works for those of some places that are its own, on arrays that begin at these addresses.
  func run(_ memory: UnsafePointer<UnsafeMutableRawPointer?>, _ places: Range<Int>)
}
