// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension LoopNest {
  /// Runs the loop on arrays, one for each source, and makes the results.
  package func run(_ sources: [NDArray]) -> [NDArray] {
    let table = LoopValues(count: sources.count + results.count)
    for (k, source) in sources.enumerated() { table.set(k, source) }
    LoopCall(
      self, sources: sources.indices.map { Int32($0) },
      results: results.indices.map { Int32(sources.count + $0) }
    ).run(table)
    return results.indices.map { table[sources.count + $0] }
  }

  // MARK: Threads

  /// About how many functions of numbers one thread computes in the time that others need to start.
  static let grain = 1 << 17

  /// The first axis of a large loop that all results run along; nil for a small loop.
  static func sharedAxis(_ lengths: [Int], _ made: [Walk], _ stepCount: Int) -> Int? {
    let work = lengths.reduce(1) { $0 * $1 } * (stepCount + 1)
    guard work > 2 * grain else { return nil }
    return lengths.indices.first { axis in
      lengths[axis] > 1 && made.allSatisfy { $0.strides[axis] != 0 }
    }
  }

  /// Runs the loop, parts of a large one on other threads. The results do not depend on how many.
  func runShared(_ addresses: UnsafePointer<UnsafeMutableRawPointer>) {
    guard let axis = sharedAxis else {
      run(addresses, lengths)
      return
    }
    let start = Addresses(pointer: addresses)
    let work = lengths.reduce(1) { $0 * $1 } * (kernel.body.steps.count + 1)
    // Whole cache lines for each thread, where rows are shared out.
    let unit = axis == lengths.count - 1 ? 1024 : 1
    let units = (lengths[axis] + unit - 1) / unit
    ParallelLoop.run(count: units, atLeast: max(1, Self.grain * units / work)) { range in
      let places = range.lowerBound * unit..<min(range.upperBound * unit, self.lengths[axis])
      self.run(start.pointer, places, of: axis)
    }
  }

  /// Runs the loop for some places of an axis.
  func run(
    _ addresses: UnsafePointer<UnsafeMutableRawPointer>, _ places: Range<Int>, of axis: Int
  ) {
    var part = lengths
    part[axis] = places.count
    withUnsafeTemporaryAllocation(of: UnsafeMutableRawPointer.self, capacity: 1 + walks.count) {
      let moved = $0.baseAddress.unsafelyUnwrapped
      moved[0] = addresses[0]
      for k in walks.indices {
        moved[k + 1] =
          addresses[k + 1] + places.lowerBound * walks[k].strides[axis] * dtype.byteCount
      }
      run(moved, part)
    }
  }

  /// Lets threads share addresses that outlive their work.
  private struct Addresses: @unchecked Sendable {
    let pointer: UnsafePointer<UnsafeMutableRawPointer>
  }

  func fill(_ memory: UnsafeMutableRawPointer, _ reduction: Reduction, _ count: Int) {
    if dtype == .float64 {
      memory.assumingMemoryBound(to: Double.self)
        .initialize(repeating: reduction.identity, count: count)
    } else {
      memory.assumingMemoryBound(to: Float.self)
        .initialize(repeating: Float(reduction.identity), count: count)
    }
  }

  /// The greatest number of arrays that one running sum goes over.
  static let lengthOfSum = 256

  /// Runs the loop, or the halves of an axis that is long and summed along: errors then grow with the
  /// logarithm of its length.
  func run(_ addresses: UnsafePointer<UnsafeMutableRawPointer>, _ lengths: [Int]) {
    if !hasLongSum {
      if lengths.count == 2 {
        kernel.run(rows: lengths[0], count: lengths[1], addresses: addresses, strides: rowStrides)
      } else {
        runRows(addresses, lengths)
      }
      return
    }
    let first = bases.count
    let sums = results.indices.filter { kernel.body.outputs[$0].destination == .combine(.sum) }
    let long = lengths.indices.dropLast().first { axis in
      lengths[axis] > Self.lengthOfSum
        && sums.contains { walks[first + $0].strides[axis] == 0 }
    }
    guard let long else {
      runRows(addresses, lengths)
      return
    }
    let size = dtype.byteCount
    var part = lengths
    part[long] = (lengths[long] / 2 + 63) / 64 * 64
    run(addresses, part)
    var rest = Array(UnsafeBufferPointer(start: addresses, count: 1 + walks.count))
    for k in walks.indices { rest[k + 1] += part[long] * walks[k].strides[long] * size }
    part[long] = lengths[long] - part[long]
    let summed = sums.filter { walks[first + $0].strides[long] == 0 }
    let partial = summed.map { k in
      let count = extent(of: walks[first + k], part)
      let memory = UnsafeMutableRawPointer.allocate(byteCount: count * size, alignment: 64)
      fill(memory, .sum, count)
      rest[1 + first + k] = memory
      return memory
    }
    run(rest, part)
    for (k, memory) in zip(summed, partial) {
      add(memory, to: addresses[1 + first + k], extent(of: walks[first + k], part))
      memory.deallocate()
    }
  }

  /// How many elements lie between the first and the last that a walk comes to, both included.
  func extent(of walk: Walk, _ lengths: [Int]) -> Int {
    zip(lengths, walk.strides).reduce(1) { $0 + ($1.0 - 1) * $1.1 }
  }

  /// Runs the kernel for each index into the axes before the last two.
  func runRows(_ start: UnsafePointer<UnsafeMutableRawPointer>, _ lengths: [Int]) {
    let outer = lengths.count - 2
    let size = dtype.byteCount
    var addresses = Array(UnsafeBufferPointer(start: start, count: 1 + walks.count))
    var index = [Int](repeating: 0, count: outer)
    while true {
      kernel.run(
        rows: lengths[outer], count: lengths[outer + 1], addresses: addresses, strides: rowStrides)
      var axis = outer - 1
      while axis >= 0 {
        index[axis] += 1
        let isDone = index[axis] == lengths[axis]
        for k in walks.indices {
          let stride = walks[k].strides[axis] * size
          addresses[k + 1] += isDone ? -(lengths[axis] - 1) * stride : stride
        }
        if !isDone { break }
        index[axis] = 0
        axis -= 1
      }
      if axis < 0 { return }
    }
  }

  func add(
    _ source: UnsafeMutableRawPointer, to target: UnsafeMutableRawPointer, _ count: Int
  ) {
    func add<T: KernelScalar>(_ type: T.Type) {
      let x = target.assumingMemoryBound(to: T.self)
      let y = source.assumingMemoryBound(to: T.self)
      for i in 0..<count { x[i] += y[i] }
    }
    if dtype == .float64 { add(Double.self) } else { add(Float.self) }
  }
}
