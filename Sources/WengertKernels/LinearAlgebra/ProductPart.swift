// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Products of matrices as part of a sequence of loops: each place of the first axis has some rows of the
/// result, or matrices of a stack.
final class ProductPart: SequencePart {
  private let call: ProductCall
  private let length: Int
  /// How many numbers of each array belong to one place; zero of what all share.
  let counts: (x: Int, y: Int, z: Int)

  /// - Returns: Nil if the product does not fall into so many places.
  init?(_ call: ProductCall, length: Int) {
    guard let counts = call.product.counts(for: length) else { return nil }
    self.counts = counts
    self.call = call
    self.length = length
  }

  var sources: [Int32] { call.sources }
  var results: [Int32] { call.results }
  func reusing(_ isFree: (Int32) -> Bool) -> ProductPart { self }

  var resultByteCount: Int { call.resultByteCount }

  func run(_ table: LoopValues) { call.run(table) }

  func prepare(_ table: LoopValues, where isNeeded: (Int32) -> Bool) {
    if isNeeded(call.results[0]) { call.prepare(table) }
  }

  func run(_ memory: UnsafePointer<UnsafeMutableRawPointer?>, _ places: Range<Int>) {
    let first = places.lowerBound * call.product.dtype.byteCount
    call.product.part(places.count, of: length).run(
      memory[Int(call.sources[0])].unsafelyUnwrapped + first * counts.x,
      memory[Int(call.sources[1])].unsafelyUnwrapped + first * counts.y,
      into: memory[Int(call.results[0])].unsafelyUnwrapped + first * counts.z)
  }
}
