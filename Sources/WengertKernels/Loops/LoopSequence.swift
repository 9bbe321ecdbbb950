// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Loops, and products of matrices, that run one after the other, tile by tile along their first axis: what
/// one makes of a tile is still in the cache when the next one reads it, and what nobody else reads is there
/// for one tile only.
package final class LoopSequence: TableWork {
  /// A value that only the parts read: there is as much of it as a tile, and what is read of the tile before.
  struct Local: Sendable {
    let value: Int32
    /// The bytes for one place.
    let byteCount: Int
    /// How many places of the tile before are read.
    let reach: Int
    /// What it is set to before loops combine numbers with it.
    let reduction: (LoopNest, Reduction)?
  }

  let parts: [any SequencePart]
  /// The places of the first axis, and how many are a tile.
  let length: Int
  let tile: Int
  /// Whether the last tile comes first.
  package let isDescending: Bool
  /// Whether no tile reads what another one makes: threads may then share them.
  package let isIndependent: Bool
  let locals: [Local]
  /// Where a tile of each begins in their memory, and how much that is.
  private let starts: [Int]
  private let localBytes: Int
  /// The values that are read, and made by no part.
  package let sources: [Int32]
  /// The values that are there in full after a run.
  package let results: [Int32]
  private let valueCount: Int
  /// Whether there are products, whose last bits may depend on the number of rows.
  private let hasProduct: Bool

  init(
    _ parts: [any SequencePart], length: Int, tile: Int, isDescending: Bool, isIndependent: Bool,
    hasProduct: Bool, locals: [Local]
  ) {
    self.parts = parts
    self.length = length
    self.tile = tile
    self.isDescending = isDescending
    self.isIndependent = isIndependent
    self.hasProduct = hasProduct
    self.locals = locals
    // Tiles begin at cache lines.
    func aligned(_ bytes: Int) -> Int { (bytes + 63) / 64 * 64 }
    var (starts, end) = ([Int](), 0)
    for local in locals {
      let before = isDescending ? 0 : local.reach * local.byteCount
      starts.append(aligned(end + before))
      end = starts.last! + (tile + local.reach) * local.byteCount - before
    }
    (self.starts, localBytes) = (starts, end)
    let made = Set(parts.flatMap { $0.results })
    results = made.subtracting(locals.map { $0.value }).sorted()
    sources = Set(parts.flatMap { $0.sources }).subtracting(made).sorted()
    valueCount = 1 + Int(parts.reduce(0) { max($0, ($1.sources + $1.results).max() ?? 0) })
  }

  package func reusing(_ isFree: (Int32) -> Bool) -> LoopSequence {
    var readers: [Int32: Int] = [:]
    for part in parts {
      for value in Set(part.sources) { readers[value, default: 0] += 1 }
    }
    let given = Set(sources)
    return LoopSequence(
      parts.map { part in part.reusing { given.contains($0) && readers[$0] == 1 && isFree($0) } },
      length: length, tile: tile, isDescending: isDescending, isIndependent: isIndependent,
      hasProduct: hasProduct, locals: locals)
  }

  package var resultByteCount: Int { parts.reduce(0) { $0 + $1.resultByteCount } }

  package func run(_ table: LoopValues) { run(table, isShared: ParallelLoop.threadCount > 1) }

  package func run(_ table: LoopValues, isShared: Bool) {
    if isShared && !isIndependent && !hasProduct {
      // Tiles have to wait for each other; places of one loop do not.
      for part in parts { part.run(table) }
      for local in locals { table.release(Int(local.value)) }
      return
    }
    for part in parts { part.prepare(table) { results.contains($0) } }
    let shared = Table(addresses: table.addresses)
    let tileCount = (length + tile - 1) / tile
    if isShared && isIndependent {
      ParallelLoop.run(count: tileCount, atLeast: 2) { self.run($0, shared) }
    } else {
      run(0..<tileCount, shared)
    }
  }

  /// Lets threads share addresses that outlive their work.
  private struct Table: @unchecked Sendable {
    let addresses: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  }

  private func run(_ tiles: Range<Int>, _ table: Table) {
    Scratch.withMemory(of: UInt8.self, count: localBytes) { memory in
      withUnsafeTemporaryAllocation(of: UnsafeMutableRawPointer?.self, capacity: valueCount) {
        let addresses = $0.baseAddress.unsafelyUnwrapped
        addresses.initialize(from: table.addresses, count: valueCount)
        for number in tiles {
          let first = (isDescending ? tiles.upperBound - 1 - number + tiles.lowerBound : number) * tile
          let places = first..<min(first + tile, length)
          for (local, start) in zip(locals, starts) {
            let start = UnsafeMutableRawPointer(memory) + start
            if let (nest, reduction) = local.reduction {
              nest.fill(
                start, reduction, places.count * local.byteCount / nest.dtype.byteCount)
            }
            // Where the array would begin, had it all places.
            addresses[Int(local.value)] = start - first * local.byteCount
          }
          for part in parts { part.run(addresses, places) }
          keepEnds(UnsafeMutableRawPointer(memory))
        }
      }
    }
  }

  /// Keeps those places of a tile that the next one reads: the last ones before it, or the first ones behind.
  private func keepEnds(_ memory: UnsafeMutableRawPointer) {
    for (local, start) in zip(locals, starts) where local.reach > 0 {
      let (start, byteCount) = (memory + start, local.reach * local.byteCount)
      let end = start + tile * local.byteCount
      if isDescending {
        end.copyMemory(from: start, byteCount: byteCount)
      } else {
        (start - byteCount).copyMemory(from: end - byteCount, byteCount: byteCount)
      }
    }
  }
}

extension LoopNest {
  /// The places of the first axis, counted in that of the results, that the loop runs through.
  var firstPlaces: Range<Int> {
    guard let segment, segment.axis == 0 else { return 0..<axes[0] }
    return segment.start..<(segment.start + segment.count)
  }
}
