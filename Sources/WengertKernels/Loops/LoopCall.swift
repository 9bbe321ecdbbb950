// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A loop, and where its arrays are in a table of values.
package final class LoopCall: TableWork, SequencePart {
  package let nest: LoopNest
  package let sources: [Int32]
  package let results: [Int32]

  private let addresses: LoopAddresses
  /// The loop, if it is one call of machine code.
  private let launch: LoopLaunch?
  private let resultBytes: [Int]
  /// For each result the place of a source whose memory it may take, −1 for none.
  private let donors: [Int]

  package convenience init(_ nest: LoopNest, sources: [Int32], results: [Int32]) {
    self.init(
      nest, sources: sources, results: results, donors: [Int](repeating: -1, count: results.count))
  }

  private init(_ nest: LoopNest, sources: [Int32], results: [Int32], donors: [Int]) {
    self.donors = donors
    self.nest = nest
    self.sources = sources
    self.results = results
    let size = nest.dtype.byteCount
    let scalars = nest.scalars.map {
      LoopAddresses.Start(place: Int(sources[$0.source]), offset: $0.offset * size, step: 0)
    }
    let places = nest.bases.map { sources[$0] } + results
    let starts = zip(places, nest.walks).map {
      // A single number has no axis.
      let step = $1.strides.indices.contains(nest.firstAxis) ? $1.strides[nest.firstAxis] : 0
      return LoopAddresses.Start(place: Int($0), offset: $1.offset * size, step: step * size)
    }
    addresses = LoopAddresses(scalars: scalars, starts: starts, size: size)
    resultBytes = nest.resultCounts.map { $0 * size }
    launch =
      nest.lengths.count > 2 || nest.isEmpty || nest.hasLongSum
      ? nil
      : LoopLaunch(
        nest.kernel, rows: nest.lengths[0], count: nest.lengths[1], strides: nest.rowStrides,
        cutsRows: nest.firstAxis == 0)
  }

  package func reusing(_ isFree: (Int32) -> Bool) -> LoopCall {
    let donors = nest.donors(sources, isFree)
    if donors == self.donors { return self }
    return LoopCall(nest, sources: sources, results: results, donors: donors)
  }

  package var resultByteCount: Int { resultBytes.reduce(0, +) }

  package func run(_ table: LoopValues) {
    for k in results.indices { prepare(k, table) }
    // The table keeps all arrays alive.
    if launch != nil, nest.sharedAxis == nil { return launch!.run(table.addresses, addresses) }
    if nest.isEmpty { return }
    withAddresses(table.addresses) { nest.runShared($0) }
  }

  /// Runs the loop for those of some places of the first axis that are its own.
  func run(_ memory: UnsafePointer<UnsafeMutableRawPointer?>, _ places: Range<Int>) {
    let own = places.clamped(to: nest.firstPlaces)
    if own.isEmpty { return }
    let factor = nest.lengths[nest.firstAxis] / nest.firstPlaces.count
    let start = (own.lowerBound - nest.firstPlaces.lowerBound) * factor
    let part = start..<(start + own.count * factor)
    if launch != nil { return launch!.run(memory, addresses, part) }
    withAddresses(memory) { nest.run($0, part, of: nest.firstAxis) }
  }

  func prepare(_ table: LoopValues, where isNeeded: (Int32) -> Bool) {
    for k in results.indices where isNeeded(results[k]) { prepare(k, table) }
  }

  /// Makes the array of result number `k`, if it is not there already.
  private func prepare(_ k: Int, _ table: LoopValues) {
    if nest.isContinued { return }
    let place = Int(results[k])
    table.makeRoom(place, nest.results[k].shape, nest.dtype, byteCount: resultBytes[k], donor: donors[k])
    if nest.isReduction, let reduction = nest.results[k].reduction,
      let memory = table.addresses[place]
    {
      nest.fill(memory, reduction, nest.resultCounts[k])
    }
  }

  /// Calls `body` with the addresses that the kernel starts from.
  private func withAddresses(
    _ memory: UnsafePointer<UnsafeMutableRawPointer?>,
    _ body: (UnsafePointer<UnsafeMutableRawPointer>) -> Void
  ) {
    let room = addresses.count * MemoryLayout<UnsafeMutableRawPointer>.stride
    // The addresses, and from the next multiple of 8 bytes on the single numbers.
    let end = (room + 7) / 8 * 8
    withUnsafeTemporaryAllocation(byteCount: end + addresses.numberBytes, alignment: 8) {
      let start = $0.baseAddress.unsafelyUnwrapped
      let pointers = start.bindMemory(to: UnsafeMutableRawPointer.self, capacity: addresses.count)
      addresses.set(pointers, numbers: start + end, memory)
      body(pointers)
    }
  }
}

extension LoopNest {
  /// For each result the place of a source whose memory it may take, −1 for none: a source that is free, read
  /// where the result is written, and not after that.
  fileprivate func donors(_ places: [Int32], _ isFree: (Int32) -> Bool) -> [Int] {
    var donors = [Int](repeating: -1, count: results.count)
    let shape = Shape(axes)
    for (number, source) in sources.enumerated() {
      let place = places[number]
      guard segment == nil, source.offset == 0, source.isContiguous(shape), isFree(place),
        places.count(where: { $0 == place }) == 1
      else { continue }
      let taker = results.indices.first { k in
        results[k].reduction == nil && donors[k] < 0
          && (kernel.stores.isEmpty || kernel.lastReads[number] <= kernel.stores[k])
      }
      if let taker { donors[taker] = Int(place) }
    }
    return donors
  }
}
